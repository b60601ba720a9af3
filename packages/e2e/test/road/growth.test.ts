import { claimHolders } from "@otklik/core/storage"
import { addMinutes, type Connector } from "@otklik/core"
import type { MessageNotice } from "@otklik/core/connector"
import { buildMessage } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { buildRoad, complaint, moderator, only, storages, type Road } from "./road.ts"

const notices = (from: number, to: number): readonly MessageNotice[] =>
  Array.from({ length: to - from }, (_, index) => ({ kind: "deleted", messageKey: `vk:-1_9${from + index}` }))

const pushOf = (messages: readonly unknown[], told: readonly MessageNotice[]): Request =>
  new Request("https://example.org/hook", { method: "POST", body: JSON.stringify({ messages, notices: told }) })

async function claimsOf({ storage }: Pick<Road, "storage">, prefix: string): Promise<number> {
  return (await storage.privacy.readRecords("claim", null, 1000)).records.filter(({ key }) => key.startsWith(prefix)).length
}

describe.each(storages)("what nobody needs any more goes, on %s", (_, open) => {
  it("ends that were told of messages that never came, after two days, by the tick as by retention", async () => {
    const road = await buildRoad(open)
    await road.desk.receive("vk:wall", pushOf([], notices(0, 600)))
    const other = road.restart()
    road.clock.advance(47 * 60)
    await road.desk.tick()
    await road.desk.tick()
    expect(await claimsOf(road, "message:")).toBe(600)
    await road.desk.receive("vk:wall", pushOf([], notices(600, 650)))
    road.clock.advance(8 * 60)
    await road.desk.tick()
    expect(await claimsOf(road, "message:")).toBeLessThan(600)
    await road.desk.tick()
    expect(await claimsOf(road, "message:")).toBe(50)
    road.clock.advance(48 * 60)
    expect((await other.retain()).claims).toBe(50)
    expect(await claimsOf(road, "")).toBe(0)
  })

  it("but not what a registered message holds, also of one that came after its end", async () => {
    const road = await buildRoad(open)
    const message = complaint()
    await road.desk.receive("vk:wall", pushOf([], [{ kind: "deleted", messageKey: message.key }]))
    await road.desk.receive("vk:wall", pushOf([message], []))
    const { incident } = await only(road)
    expect(await claimHolders(road.storage, [`message:${message.key}`])).toEqual(new Map([[`message:${message.key}`, incident.incidentId]]))
    road.clock.advance(400 * 1440)
    expect((await road.desk.retain()).claims).toBe(0)
    await road.desk.receive("vk:wall", pushOf([message], []))
    expect((await only(road)).incident.messageKeys).toEqual([message.key])
  })

  it("counted messages of others under what is over and watched no more", async () => {
    const road = await buildRoad(open)
    const { key } = complaint(undefined, "vk:-1_1")
    road.network.messages.push(complaint(undefined, key))
    const voice = (id: string) =>
      buildMessage({
        key: `vk:-1_${id}`,
        kind: "comment",
        threadKey: key,
        parentKey: key,
        text: "Держитесь там",
        authorId: `stranger-${id}`,
      })
    road.network.messages.push(voice("71"), voice("72"))
    await road.desk.pull()
    const { incident } = await only(road)
    expect([await claimsOf(road, "voice:"), incident.voices]).toEqual([2, 2])
    road.clock.advance(400 * 1440)
    expect((await road.desk.retain()).claims).toBe(0)
    await road.desk.execute({ type: "dismiss", incidentId: incident.incidentId, reason: "news" }, { actor: moderator })
    expect((await road.desk.retain()).claims).toBe(0)
    road.clock.advance(400 * 1440)
    expect((await road.desk.retain()).claims).toBe(2)
    expect(await claimsOf(road, "message:")).toBe(1)
  })

  it("gaps of a source that has one at every reading, and it is told", async () => {
    const road = await buildRoad(open)
    const connector: Connector = {
      ...road.network.connector,
      async doPull(options) {
        const gap = (index: number) => {
          const from = addMinutes(options.now, -index * 2 - 2)
          return { from, to: addMinutes(from, 1), reason: "the list was cut" }
        }
        return { ...(await road.network.connector.doPull(options)), gaps: Array.from({ length: 300 }, (__, index) => gap(index)) }
      },
    }
    const desk = road.restart({ connectors: [connector] })
    const told: unknown[] = []
    desk.events.on("gaps-merged", (news) => void told.push(news))
    for (let reading = 0; reading < 6; reading += 1) {
      road.clock.advance(700)
      await desk.pull()
      expect((await road.storage.readCursors("vk:wall"))[0]?.gaps.length).toBeLessThanOrEqual(1000)
    }
    expect(told[0]).toEqual({ connectorId: "vk:wall", sourceId: "wall", before: 1200, after: 850 })
  })
})
