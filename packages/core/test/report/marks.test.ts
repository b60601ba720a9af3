import { describe, expect, it } from "vitest"
import { decide, evolve, initialIncident, type Incident, type IncidentCommand } from "../../src/incident/index.ts"
import { marksOf } from "../../src/report/index.ts"

const by = { id: "p1", kind: "person" } as const
const territory = { territoryId: "chita", basis: "place", confidence: 1, why: "named" } as const
const at = (minutes: number) => new Date(Date.UTC(2026, 10, 20, 0, minutes)).toISOString()
const opening: readonly IncidentCommand[] = [
  {
    type: "detect",
    at: at(0),
    by,
    incidentId: "inc_1",
    messageKey: "vk:-1_7",
    network: "vk",
    publishedAt: at(0),
    matches: [],
    intake: "network",
    proposal: null,
  },
  { type: "register", at: at(1), by, kind: "problem", importance: "normal", topic: "roads", territory, clocks: [] },
  { type: "assign", at: at(2), by, authorityId: "adm-a", ruleId: null, why: "by hand", clocks: [] },
]
const take = (minutes: number): IncidentCommand => ({ type: "take", at: at(minutes), by, executorId: null })
const draft = (minutes: number, draftId: string, until: string | null): readonly IncidentCommand[] => [
  {
    type: "submit-draft",
    at: at(minutes),
    by,
    draftId,
    textHash: "h",
    replyKind: "interim",
    outcome: until === null ? { value: "unknown", noDateReason: "no spare part" } : { value: "planned", until, changeReason: "rain" },
    evidenceRequired: false,
    promiseBy: "9999-12-31T00:00:00.000Z",
  },
  {
    type: "approve-draft",
    at: at(minutes + 1),
    by: { id: "p2", kind: "person" },
    draftId,
    textHash: "h",
    sameActorAllowed: false,
    promiseBy: "9999-12-31T00:00:00.000Z",
  },
  {
    type: "record-publication",
    at: at(minutes + 2),
    by,
    draftId,
    messageKey: "vk:-1_7",
    replyKey: `vk:-1_${draftId}`,
    url: "https://vk.example/8",
    publishedAt: at(minutes + 2),
  },
]

/** The marks of all commands but those that open the incident, as `kind subject owner`. */
function marksAfter(...commands: readonly IncidentCommand[]): readonly string[] {
  const opened = opening.reduce<Incident>((was, command) => decide(command, was).reduce(evolve, was), initialIncident)
  let state = opened
  return commands.flatMap((command) => {
    const events = decide(command, state)
    const marks = marksOf(state, "", events)
    state = events.reduce(evolve, state)
    return marks.map(({ kind, subject, authorityId }) => `${kind} ${subject ?? "-"} ${authorityId ?? "-"}`)
  })
}

describe("marks", () => {
  it("name the owner of their moment, of a transfer the one who had it before", () => {
    const transfer: IncidentCommand = { type: "transfer", at: at(9), by, authorityId: "adm-b", why: "theirs", maxRefusals: 2, clocks: [] }
    expect(marksAfter(transfer)).toEqual(["transferred - adm-a"])
  })

  it("a promise is moved when another date takes its place before it is due, and not after", () => {
    const [early, late] = [marksAfter(take(3), ...draft(20, "d1", at(100)), ...draft(40, "d2", at(200)))].concat([
      marksAfter(take(3), ...draft(20, "d1", at(100)), ...draft(120, "d2", at(200))),
    ])
    expect(early).toContain("promise-moved - adm-a")
    expect(late).not.toContain("promise-moved - adm-a")
  })

  it("a first draft within minutes of the last of several owners is marked, one of the only owner is not", () => {
    const transfer: IncidentCommand = { type: "transfer", at: at(30), by, authorityId: "adm-b", why: "theirs", maxRefusals: 2, clocks: [] }
    expect(marksAfter(transfer, take(31), ...draft(33, "d1", null))).toContain("reassigned-late - adm-b")
    expect(marksAfter(transfer, take(31), ...draft(36, "d1", null))).not.toContain("reassigned-late - adm-b")
    expect(marksAfter(take(3), ...draft(4, "d1", null))).toEqual(["draft-submitted - adm-a", "draft-approved - adm-a"])
  })

  it("an approved draft is marked once, with what the check of replies found and whether somebody answered for it", () => {
    const [submit, approve, publish] = draft(4, "d1", null)
    if (submit?.type !== "submit-draft" || approve?.type !== "approve-draft" || publish === undefined) throw new Error("three commands")
    const found = { ...approve, findings: ["form-reply", "no-time"] }
    const approved = ["draft-submitted - adm-a", "draft-approved - adm-a", "draft-finding form-reply adm-a", "draft-finding no-time adm-a"]
    expect(marksAfter(take(3), submit, found)).toEqual(approved)
    const refusal: IncidentCommand = { type: "record-refusal", at: at(6), by, draftId: "d1", messageKey: "vk:-1_7", reason: "too long" }
    expect(marksAfter(take(3), submit, found, refusal, { ...found, at: at(7) })).toEqual(approved)
    const override = { codes: ["personal-data"], why: "published by the author" }
    expect(marksAfter(take(3), { ...submit, override }, approve)).toContain("draft-approved override adm-a")
    expect(marksAfter(take(3), submit, { ...approve, override })).toContain("draft-approved override adm-a")
  })

  it("a thanks is no word, every voice is one, and a waiver names its reason", () => {
    const word = { messageKey: "vk:-1_9", of: "vk:-1_7", under: "vk:-1_7", publishedAt: at(5), matched: false } as const
    expect(
      marksAfter(
        { type: "note-word", at: at(6), by, ...word, act: "thanks" },
        { type: "note-word", at: at(7), by, ...word, messageKey: "vk:-1_10", act: "word" },
        { type: "note-voices", at: at(8), by, count: 2 },
        { type: "waive-reply", at: at(9), by, messageKey: "vk:-1_7", reason: "abuse" },
      ),
    ).toEqual(["thanked - adm-a", "author-wrote - adm-a", "voice - adm-a", "voice - adm-a", "waived abuse adm-a"])
  })
})
