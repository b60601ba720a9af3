import { loadOne } from "@otklik/core/storage"
import { describe, expect, it } from "vitest"
import type { DeskOptions } from "@otklik/core"
import { approveReply, buildRoad, complaint, moderator, only, storages, ticked } from "./road.ts"

const policies: DeskOptions["policies"] = [
  { id: "reply", version: "1", goal: "first-reply", startsAt: "registered", term: { minutes: 240, time: "wall" } },
  { id: "visit", version: "1", goal: "site-visit", startsAt: "registered", term: { minutes: 60, time: "wall" } },
]

describe.each(storages)("clocks on %s", (_, open) => {
  const closeAt = async (minutes: number) => {
    const road = await buildRoad(open, { policies, goals: ["site-visit"] })
    road.network.messages.push(complaint())
    await road.desk.pull()
    const incidentId = await approveReply(road)
    await road.desk.publish()
    road.clock.advance(minutes)
    await road.desk.execute({ type: "close", incidentId, reason: "decision" }, { actor: moderator })
    return { ...road, incidentId }
  }

  it("of a closed incident wake nobody, and stand in nobody's way", async () => {
    const road = await closeAt(30)
    expect((await road.storage.get(road.incidentId))?.wakeAt).toBeNull()
    road.network.messages.push(complaint())
    await road.desk.pull()
    road.clock.advance(100)
    expect(await road.desk.tick()).toEqual(ticked({ woken: 1, missed: 1 }))
  })

  it("whose term passed before the closing are written down by the closing", async () => {
    const road = await closeAt(90)
    const missed = (await loadOne(road.storage, road.incidentId)).events.filter((event) => event.type === "deadline-missed")
    expect(missed).toMatchObject([{ goal: "site-visit", dueAt: "2026-11-24T02:00:00.000Z", noticedAt: "2026-11-24T02:30:00.000Z" }])
    expect((await only(road)).facts.status).toBe("closed")
    expect(await road.desk.tick()).toEqual(ticked({ woken: 0, missed: 0 }))
  })

  it("are all seen to when many are due at once", async () => {
    const road = await buildRoad(open, { policies, goals: ["site-visit"] })
    for (let index = 0; index < 230; index += 1) road.network.messages.push(complaint())
    await road.desk.pull()
    road.clock.advance(300)
    expect(await road.desk.tick()).toEqual(ticked({ woken: 230, missed: 460 }))
    expect(await road.desk.tick()).toEqual(ticked({ woken: 0, missed: 0 }))
  })
})
