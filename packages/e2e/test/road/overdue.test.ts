import { describe, expect, it } from "vitest"
import type { ReplyKind } from "@otklik/core/incident"
import { approver, buildRoad, complaint, executor, only, storages } from "./road.ts"

const policies = [
  { id: "first", version: "1", goal: "first-reply", startsAt: "registered", term: { minutes: 240, time: "wall" } },
  {
    id: "final",
    version: "1",
    goal: "final-reply",
    startsAt: "interim-published",
    term: { days: 7, time: "calendar-days", zone: "Asia/Chita" },
  },
  { id: "again", version: "1", goal: "first-reply", startsAt: "reopened", term: { minutes: 240, time: "wall" } },
] as const
const period = { zone: "Asia/Chita", from: "2026-11-01", to: "2027-01-01" }

describe.each(storages)("what is overdue on %s", (_, open) => {
  const build = async () => {
    const road = await buildRoad(open, {
      policies: [...policies],
      topics: [
        { id: "heating", title: "Heating" },
        { id: "roads", title: "Roads" },
      ],
    })
    road.network.messages.push(complaint())
    await road.desk.pull()
    const { incidentId } = (await only(road)).incident
    const reply = async (replyKind: ReplyKind, outcome: object) => {
      await road.desk.execute(
        { type: "submit-draft", incidentId, text: "The pump is replaced by 26 November.", replyKind, outcome: outcome as never },
        { actor: executor },
      )
      const { incident } = await only(road)
      if (incident.status !== "reply-review") throw new Error("a draft was expected")
      const { draftId, textHash } = incident.draft
      await road.desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })
      await road.desk.publish()
    }
    const overdue = async () => (await road.desk.report({ period })).totals.numbers["overdueOpen"]
    const missed = async () => {
      const terms = Object.entries((await road.desk.report({ period })).totals.numbers).filter(([id]) =>
        /^term:.*:(?:missed|late)$/.test(id),
      )
      return Object.fromEntries(terms.filter(([, count]) => (count ?? 0) > 0).map(([id, count]) => [id.split(":")[1] ?? "", count]))
    }
    await road.desk.execute({ type: "take", incidentId }, { actor: executor })
    return { ...road, incidentId, reply, overdue, missed }
  }

  it("counts a broken promise and a final reply that nobody gave, though the first reply was in time", async () => {
    const road = await build()
    await road.reply("interim", { value: "planned", until: "2026-11-26T14:59:59.999Z" })
    expect(await road.overdue()).toBe(0)
    road.clock.advance(60 * 24 * 30)
    await road.desk.tick()
    const { totals } = await road.desk.report({ period })
    expect(totals.numbers).toMatchObject({ received: 1, answeredInTime: 1, overdueOpen: 1 })
    expect(await road.missed()).toEqual({ "final-reply": 1, promise: 1 })
    const resolved = new Date(road.clock.now()).toISOString()
    expect(
      (
        await road.desk.find(
          { metric: { id: "overdueOpen", period: { from: "2026-10-31T15:00:00.000Z", to: resolved }, at: resolved } },
          { limit: 10 },
        )
      ).incidents,
    ).toHaveLength(1)
    // The final reply ends both terms; that they were missed stays told.
    await road.reply("final", { value: "explained" })
    expect(await road.overdue()).toBe(0)
    expect(await road.missed()).toEqual({ "final-reply": 1, promise: 1 })
  })

  it("counts a second cycle that nobody answers", async () => {
    const road = await build()
    await road.reply("final", { value: "explained" })
    await road.desk.execute(
      { type: "reopen", incidentId: road.incidentId, cause: "supervisor-order" },
      { actor: { id: "supervisor-1", kind: "person" } },
    )
    expect(await road.overdue()).toBe(0)
    road.clock.advance(60 * 24 * 5)
    await road.desk.tick()
    expect(await road.overdue()).toBe(1)
    expect(await road.missed()).toEqual({ "first-reply": 1 })
  })
})
