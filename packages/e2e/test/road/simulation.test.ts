import type { DeskOptions, IncidentEvent } from "@otklik/core"
import { createCalendar, policySchema, simulatePolicies } from "@otklik/core/sla"
import { describe, expect, it } from "vitest"
import { buildRoad, complaint, executor, moderator, reply, storages, type Road } from "./road.ts"

const hours = [["09:00", "18:00"]] as const
const calendars = {
  office: createCalendar({ id: "office", zone: "Asia/Chita", week: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours } }),
}
const term = (minutes: number) => ({ minutes, time: "working", calendarId: "office" }) as const
const policies: NonNullable<DeskOptions["policies"]> = [
  { id: "first", version: "1", goal: "first-reply", startsAt: "registered", term: term(240) },
  { id: "acceptance", version: "1", goal: "acceptance", startsAt: "assigned", term: term(30) },
  { id: "approval", version: "1", goal: "approval", startsAt: "draft-submitted", term: term(20) },
  {
    id: "final",
    version: "1",
    goal: "final-reply",
    startsAt: "interim-published",
    term: { days: 2, time: "working-days", calendarId: "office" },
  },
  { id: "again", version: "1", goal: "first-reply", startsAt: "reopened", term: term(60) },
]
const handling = { pausedByQuestion: ["final-reply", "first-reply"], resumeGraceMinutes: 30 }

/**
 * A day of a desk: answers in time and late, a question, a merging, its end, a split, a reopening, and what nobody
 * answers.
 */
async function live(road: Road): Promise<void> {
  for (let count = 0; count < 6; count += 1) road.network.messages.push(complaint())
  await road.desk.pull()
  const ids = (await road.desk.find({}, { limit: 9 })).incidents.map(({ facts }) => facts.incidentId)
  const [plain = "", asked = "", target = "", merged = "", double = "", silent = ""] = ids
  const give = async (command: Parameters<Road["desk"]["execute"]>[0]) => road.desk.execute(command, { actor: moderator })
  const takes = async (incidentId: string) => road.desk.execute({ type: "take", incidentId }, { actor: executor })
  const final = { replyKind: "final", outcome: { value: "explained" } } as const
  await give({ type: "merge", incidentId: merged, into: target })
  road.clock.advance(40)
  await road.desk.tick()
  for (const incidentId of [plain, asked, target, double]) await takes(incidentId)
  await reply(road, plain, final)
  await reply(road, asked, { replyKind: "interim", outcome: { value: "unknown", noDateReason: "the cause is looked for" } })
  await takes(asked).catch(() => undefined)
  const [messageKey = ""] = (await road.storage.get(double))?.incident.messageKeys ?? []
  const split = await give({ type: "split", incidentId: double, messageKey })
  const second = split.incident.splitInto[0] ?? ""
  await reply(road, asked, { replyKind: "clarify", waitMinutes: 600 }).catch(() => undefined)
  road.clock.advance(150)
  await reply(road, target, final)
  await give({ type: "unmerge", incidentId: merged }).catch(() => undefined)
  await give({ type: "reopen", incidentId: plain, cause: "repeat" })
  road.clock.advance(500)
  await road.desk.tick()
  await takes(second)
  await reply(road, second, final)
  await takes(silent)
  road.clock.advance(5000)
  await road.desk.tick()
  await reply(road, plain, final).catch(() => undefined)
}

describe.each(storages)("a simulation beside a real desk on %s", (_, open) => {
  const lived = async (with_: NonNullable<DeskOptions["policies"]>) => {
    const road = await buildRoad(open, { policies: with_, calendars, handling })
    await live(road)
    const logs = new Map<string, IncidentEvent[]>()
    for (const { incidentId, event } of await road.storage.readEvents(null, 10_000))
      logs.set(incidentId, [...(logs.get(incidentId) ?? []), event])
    const histories = [...logs].map(([incidentId, events]) => ({ incidentId, events }))
    const late = async () => {
      const found = (await road.storage.find({ limit: 100 })).incidents
      return found.flatMap(({ incident, facts }) =>
        incident.clocks
          .filter(({ missedNoticedAt }) => missedNoticedAt !== null)
          .map(({ goal, cycle, dueAt }) => `${facts.incidentId} ${goal} ${cycle} ${dueAt}`),
      )
    }
    return { road, histories, late: await late(), asOf: road.clock.now() }
  }
  const simulated = (
    { histories, asOf }: Awaited<ReturnType<typeof lived>>,
    under: NonNullable<DeskOptions["policies"]>,
    side: "before" | "after",
  ) =>
    simulatePolicies({ policies: under.map((policy) => policySchema.parse(policy)), calendars, histories, asOf, handling }).goals.flatMap(
      ({ incidentId, goal, cycle, ...sides }) => {
        const clock = sides[side]
        return clock?.isLate === true ? [`${incidentId} ${goal} ${cycle} ${clock.dueAt}`] : []
      },
    )

  it("finds late what the desk wrote down as late, under the desk's own policies, through merging, splitting, questions and a reopening", async () => {
    const real = await lived(policies)
    expect(real.late.length).toBeGreaterThan(3)
    expect(simulated(real, policies, "before").toSorted()).toEqual(real.late.toSorted())
    expect(simulated(real, policies, "after").toSorted()).toEqual(real.late.toSorted())
  })
})
