import { describe, expect, it } from "vitest"
import { isDeskError, type DeskOptions } from "@otklik/core"
import { guidanceText, type Guidance } from "@otklik/core/replies"
import { buildRoad, executor, moderator, reply, roadRules, storages, takeOne } from "./road.ts"

const cold: Guidance = {
  id: "cold-2026",
  topic: "heating",
  ownerId: "heat",
  text: "No heat at home?",
  steps: ["Call the dispatcher.", "Write down the number of the call."],
  contacts: [{ title: "the dispatcher", value: "112" }],
  validFrom: "2026-10-01T00:00:00.000Z",
  validTo: "2026-12-01T00:00:00.000Z",
}
const other: Guidance = { ...cold, id: "pits", topic: "roads" }
const old: Guidance = { ...cold, id: "cold-2025", validFrom: undefined, validTo: "2026-10-01T00:00:00.000Z" }
const topics = (guidanceAnswersQuestion: boolean): DeskOptions["topics"] => [
  { id: "heating", title: "Heating", importance: "raised", guidanceAnswersQuestion },
]
const guidance = [cold, other, old]
const rules = roadRules.slice(0, 1)

describe.each(storages)("guidance on %s", (_, open) => {
  const ready = async (change: Partial<DeskOptions> = {}) => {
    const road = await buildRoad(open, { guidance, rules, topics: topics(false), ...change })
    return { ...road, incidentId: await takeOne(road) }
  }
  const meanwhile = { replyKind: "guidance", guidanceId: cold.id, text: undefined } as const

  it("tells what to do as it stands, and neither stops the clock nor ends the work", async () => {
    const road = await ready()
    const after = await reply(road, road.incidentId, meanwhile)
    expect(road.network.asked.replies.map(({ text }) => text)).toEqual([guidanceText(cold)])
    expect(after).toMatchObject({ status: "in-work", problem: { value: "unknown" }, replies: [{ replyKind: "guidance" }] })
    expect(after.clocks).toMatchObject([{ goal: "first-reply", stoppedAt: null }])
    expect((await road.desk.case(road.incidentId, { actor: moderator }))?.incident.facts.answeredAt).toBeNull()
    road.clock.advance(240)
    expect(await road.desk.tick()).toMatchObject({ missed: 1 })
    const done = await reply(road, road.incidentId, { replyKind: "final", outcome: { value: "explained" } })
    expect(done).toMatchObject({ status: "replied-final", clocks: [{ stoppedAt: road.clock.now() }] })
  })

  it("ends a question where the topic lets it, and nothing else", async () => {
    const last = { replyKind: "final", guidanceId: cold.id, text: undefined, outcome: { value: "explained" } } as const
    const road = await ready({ topics: topics(true) })
    const problem = await reply(road, road.incidentId, last).catch((error: unknown) => error)
    expect(isDeskError(problem, "config") && problem.details.issues).toEqual([
      { path: "replyKind", message: "guidance ends only a question, never a problem" },
    ])
    await road.desk.execute({ type: "reclassify", incidentId: road.incidentId, kind: "question" }, { actor: moderator })
    const strict = road.restart({ topics: topics(false) })
    const kept = await reply({ desk: strict }, road.incidentId, last).catch((error: unknown) => error)
    expect(isDeskError(kept, "config") && kept.details.issues[0]?.message).toBe("the topic does not let guidance be the final reply")
    expect(await reply(road, road.incidentId, last)).toMatchObject({ status: "replied-final", clocks: [{ stoppedAt: road.clock.now() }] })
  })

  it.each([
    [{ ...meanwhile, guidanceId: "none" }, "guidanceId", 'there is no guidance "none"'],
    [{ ...meanwhile, guidanceId: other.id }, "guidanceId", "it is for another topic"],
    [{ ...meanwhile, guidanceId: old.id }, "guidanceId", "it is not valid now"],
    [{ ...meanwhile, guidanceId: undefined, text: "Wait." }, "replyKind", 'only a guidance text is a reply of the kind "guidance"'],
    [{ ...meanwhile, text: "And more." }, "text", "either a text or a guidance text was expected"],
  ] as const)("is refused as %o", async (draft, path, message) => {
    const road = await ready()
    const submit = { type: "submit-draft", incidentId: road.incidentId, ...draft } as const
    const refused = await road.desk.execute(submit, { actor: executor }).catch((error: unknown) => error)
    expect(isDeskError(refused, "config") && refused.details.issues).toEqual([{ path, message }])
    expect((await road.desk.case(road.incidentId, { actor: moderator }))?.incident.facts.status).toBe("in-work")
  })
})

describe.each(storages)("the review of guidance on %s", (_, open) => {
  it("counts a text once for each draft that was published, and tells what ends soon and what has no text", async () => {
    const road = await buildRoad(open, { guidance, rules, topics: [...(topics(true) ?? []), { id: "lifts", title: "Lifts" }] })
    const incidentId = await takeOne(road)
    expect((await road.desk.guidance()).uses).toEqual([])
    const meanwhile = { replyKind: "guidance", guidanceId: cold.id, text: undefined } as const
    await reply(road, incidentId, meanwhile)
    await road.desk.execute({ type: "submit-draft", incidentId, replyKind: "guidance", guidanceId: cold.id }, { actor: executor })
    const { uses, findings } = await road.desk.guidance({ soonDays: 10 })
    expect(uses).toEqual([{ guidanceId: cold.id, count: 1 }])
    expect(findings.map(({ code, guidanceId, topic }) => [code, guidanceId ?? topic])).toEqual([
      ["expiring-soon", "cold-2026"],
      ["expiring-soon", "pits"],
      ["unknown-topic", "pits"],
      ["never-used", "pits"],
      ["expired", "cold-2025"],
      ["no-guidance", "lifts"],
    ])
    expect((await road.desk.guidance({ soonDays: 1 })).findings.map(({ code }) => code)).not.toContain("expiring-soon")
  })
})
