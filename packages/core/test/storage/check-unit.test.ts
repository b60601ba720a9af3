import { appendOf, buildCursorMove, buildIncident, buildOutboxEntry, buildStoredMessage } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { isDeskError } from "@otklik/core"
import type { Append, UnitOfWork } from "@otklik/core/storage"
import { checkUnit } from "../../src/storage/index.ts"

const append = appendOf(buildIncident({ incidentId: "incident-1" }))

const facts = (special: Partial<Append["view"]["facts"]>): UnitOfWork => ({
  appends: [{ ...append, view: { ...append.view, facts: { ...append.view.facts, ...special } } }],
})

function pathsOf(unit: UnitOfWork): readonly string[] {
  try {
    checkUnit(unit)
  } catch (error) {
    if (isDeskError(error, "config")) return error.details.issues.map((issue) => issue.path)
    throw error
  }
  return []
}

const lease = { kind: "clock", id: "incident-1", token: 1, until: "2026-03-02T06:00:00.000Z", takenOver: false, reply: null } as const

describe("the door of a commit", () => {
  it("lets a good unit through", () => {
    const unit = {
      appends: [append],
      messages: [buildStoredMessage()],
      outbox: [buildOutboxEntry()],
      cursors: [buildCursorMove()],
      leases: [lease],
    }
    expect(pathsOf(unit)).toEqual([])
    expect(pathsOf({})).toEqual([])
  })

  const wrong: readonly (readonly [string, UnitOfWork, readonly string[]])[] = [
    ["an incident twice", { appends: [append, append] }, ["appends[1].incidentId"]],
    ["a new incident without events", { appends: [{ ...append, events: [] }] }, ["appends[0].events"]],
    ["a version that is no count", { appends: [{ ...append, expectedVersion: -1 }] }, ["appends[0].expectedVersion"]],
    ["the facts of another incident", facts({ incidentId: "incident-2" }), ["appends[0].view.facts.incidentId"]],
    ["the facts of another state", facts({ status: "closed" }), ["appends[0].view.facts.status"]],
    [
      "moments that do not sort",
      facts({ dueAt: "tomorrow", publishedAt: "2026-03-02T06:00:00Z" }),
      ["appends[0].view.facts.publishedAt", "appends[0].view.facts.dueAt"],
    ],
    ["an empty name", facts({ topic: "" }), ["appends[0].view.facts.topic"]],
    ["a name with U+0000", { claims: [{ key: "a\u0000", incidentId: "b" }] }, ["claims[0].key"]],
    ["a name with a lone surrogate", { claims: [{ key: "a", incidentId: "b\ud800" }] }, ["claims[0].incidentId"]],
    ["a name that no index holds", { claims: [{ key: "x".repeat(601), incidentId: "b" }] }, ["claims[0].key"]],
    ["a revision that is none", { messages: [buildStoredMessage({ revision: 0 })] }, ["messages[0].revision"]],
    ["a planned reply that nobody publishes", { outbox: [buildOutboxEntry({ connectorId: null })] }, ["outbox[0].connectorId"]],
    [
      "a reply without its moments",
      { outbox: [buildOutboxEntry({ nextTryAt: "", dueAt: "" })] },
      ["outbox[0].nextTryAt", "outbox[0].dueAt"],
    ],
    ["a source that moves twice", { cursors: [buildCursorMove(), buildCursorMove({ expected: "1" })] }, ["cursors[1].sourceId"]],
    [
      "counts that are none",
      { cursors: [buildCursorMove({ read: -1, matched: 0.5, skipped: Number.NaN })] },
      ["cursors[0].read", "cursors[0].matched", "cursors[0].skipped"],
    ],
    ["a lease twice", { leases: [lease, lease] }, ["leases[1].id"]],
  ]
  it.each(wrong)("refuses %s and lists every place", (_, unit, paths) => {
    expect(pathsOf(unit)).toEqual(paths)
  })

  it("calls a claim that stands twice a duplicate, and names it once", () => {
    const claim = { key: "command:x", incidentId: "a" }
    try {
      checkUnit({ claims: [claim, claim, claim] })
      expect.unreachable()
    } catch (error) {
      expect(isDeskError(error, "duplicate") && error.details.keys).toEqual(["command:x"])
    }
  })
})
