import { evolve, initialIncident } from "@otklik/core/incident"
import { sha256, viewOf } from "@otklik/core/internal"
import { appendOf, buildDraft, buildIncident, buildStoredMessage } from "@otklik/testkit"
import { describe, expect, it } from "vitest"

const road = ["candidate", "registered", "assigned", "in-work", "reply-review", "publishing", "replied-final", "closed"] as const

describe("buildIncident", () => {
  it.each([...road, "rejected", "merged", "converted"] as const)("builds a %s one out of events that the core accepts", (status) => {
    const built = buildIncident({ status })
    expect(built.incident.status).toBe(status)
    expect(built.events.reduce(evolve, initialIncident)).toEqual(built.incident)
    expect(viewOf(built.incident)).toEqual(built.view)
  })

  it("begins a longer road as a shorter one", () => {
    let before = buildIncident({ status: "candidate" })
    for (const status of road.slice(1)) {
      const built = buildIncident({ status })
      expect(built.events.slice(0, before.events.length)).toEqual(before.events)
      expect(appendOf(built, before)).toMatchObject({
        expectedVersion: before.events.length,
        events: built.events.slice(before.events.length),
      })
      before = built
    }
  })

  it("gives the same for the same options, and shares no object between two", () => {
    const [one, other] = [buildIncident(), buildIncident()]
    expect(one).toEqual(other)
    Reflect.set(one.events[0]?.by ?? {}, "id", "changed")
    expect(buildIncident()).toEqual(other)
  })

  it("takes over what is special", () => {
    const special = { incidentId: "a", messageKey: "ok:1_2", network: "ok", topic: null, territoryId: null, authorityId: "b" }
    const { incidentId: _, messageKey: key, ...facts } = special
    const built = buildIncident({
      ...special,
      status: "closed",
      dueAt: "2026-03-03T00:00:00.000Z",
      answeredAt: "2026-03-02T09:00:00.000Z",
      closedAt: "2026-03-09T00:00:00.000Z",
    })
    expect(built.view.facts).toMatchObject({
      ...facts,
      dueAt: "2026-03-03T00:00:00.000Z",
      answeredAt: "2026-03-02T09:00:00.000Z",
      closedAt: "2026-03-09T00:00:00.000Z",
    })
    expect(built.incident.messageKeys).toEqual([key])
  })

  it("says so when no command leads to a status", () => {
    expect(() => buildIncident({ status: "painted" as "closed" })).toThrow(TypeError)
  })
})

describe("the other builders", () => {
  it("make hashes follow texts, and the network follow the key", () => {
    expect(buildStoredMessage({ key: "ok:1", text: "a" })).toMatchObject({ network: "ok", textHash: sha256("a") })
    expect(buildDraft({ text: "b" }).textHash).toBe(sha256("b"))
  })
})
