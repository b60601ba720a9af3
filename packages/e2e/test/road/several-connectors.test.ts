import { DeskError, type Connector } from "@otklik/core"
import type { ReplyOptions } from "@otklik/core/connector"
import { describe, expect, it } from "vitest"
import { approveReply, buildRoad, complaint, only, storages } from "./road.ts"
import { createScriptedNetwork, type ScriptedNetwork } from "./scripted-connector.ts"

/** Says of everything that it is another community's, as connectors do that cannot tell by a key. */
function foreign(network: ScriptedNetwork, code: "capability" | "config"): Connector {
  const message = "another community's"
  const refuse = async (options: Pick<ReplyOptions, "messageKey">): Promise<never> => {
    network.asked.replies.push({ ...options, text: "", photos: [], idempotencyKey: "", now: "" })
    if (code === "capability") throw new DeskError("capability", message, { capability: message })
    throw new DeskError("config", message, { issues: [{ path: "messageKey", message }] })
  }
  return { ...network.connector, doReply: refuse, doFindReplies: refuse }
}

describe.each(storages)("two connectors of one network on %s", (_, open) => {
  const setUp = async (key: string) => {
    const road = await buildRoad(open)
    road.network.messages.push({ ...complaint(undefined, key), communityKey: "vk:-1" })
    await road.desk.pull()
    const other = createScriptedNetwork("vk:other", false)
    return { ...road, other }
  }
  const entry = async ({ storage }: Awaited<ReturnType<typeof setUp>>, incidentId: string) =>
    (await storage.readOutbox(incidentId)).map(({ connectorId, state, attempts }) => [connectorId, state, attempts])

  it("the reply is planned with the one that can answer, and the other is not asked", async () => {
    const world = await setUp("vk:-1_900001")
    const { network, other } = world
    const deaf: Connector = { ...other.connector, canAnswer: (messageKey) => messageKey.startsWith("vk:-2_") }
    const desk = world.restart({ connectors: [deaf, network.connector] })
    const incidentId = await approveReply({ desk })
    expect(await entry(world, incidentId)).toEqual([["vk:wall", "planned", 0]])
    expect(await desk.publish()).toEqual({ published: 1, refused: 0, postponed: 0 })
    expect([network.standing.length, other.asked.replies.length]).toEqual([1, 0])
  })

  it("the one of the message's community comes before the one that the host names first", async () => {
    const world = await setUp("vk:-1_900002")
    const desk = world.restart({ connectors: [world.other.connector, { ...world.network.connector, communityKey: "vk:-1" }] })
    expect(await entry(world, await approveReply({ desk }))).toEqual([["vk:wall", "planned", 0]])
  })

  it.each(["capability", "config"] as const)("one that ends in %s hands over to the next, once, in the same run", async (code) => {
    const world = await setUp(`vk:-1_90${code.length}`)
    const { network, other } = world
    const desk = world.restart({ connectors: [foreign(other, code), network.connector] })
    const incidentId = await approveReply({ desk })
    expect(await entry(world, incidentId)).toEqual([["vk:other", "planned", 0]])
    expect(await desk.publish()).toEqual({ published: 1, refused: 0, postponed: 0 })
    expect(await entry(world, incidentId)).toEqual([["vk:wall", "read-back", 0]])
    expect([network.standing.length, other.asked.replies.length]).toEqual([1, 1])
    expect((await only(world)).incident).toMatchObject({ status: "replied-final", replies: [{ messageKey: expect.any(String) }] })
  })

  it("when the last one cannot either, its reason goes back to the approver", async () => {
    const world = await setUp("vk:-1_900005")
    const { network, other } = world
    const desk = world.restart({ connectors: [foreign(other, "capability"), foreign(network, "capability")] })
    const incidentId = await approveReply({ desk })
    expect(await desk.publish()).toEqual({ published: 0, refused: 1, postponed: 0 })
    expect(await entry(world, incidentId)).toEqual([["vk:wall", "refused", 1]])
    expect((await only(world)).incident.status).toBe("reply-review")
  })

  it("what its own community's connector cannot do is handed to nobody", async () => {
    const world = await setUp("vk:-1_900006")
    const { network, other } = world
    const own: Connector = { ...foreign(network, "capability"), communityKey: "vk:-1" }
    const desk = world.restart({ connectors: [other.connector, own] })
    await approveReply({ desk })
    expect(await desk.publish()).toEqual({ published: 0, refused: 1, postponed: 0 })
    expect(other.asked.replies).toEqual([])
  })

  it("a crash after the handing over publishes once: the next process goes on with the connector that was handed to", async () => {
    const world = await setUp("vk:-1_900007")
    const { network, other, clock } = world
    const connectors = [foreign(other, "capability"), network.connector]
    const desk = world.restart({ connectors })
    const incidentId = await approveReply({ desk })
    network.faults.push("cut-after")
    expect(await desk.publish()).toMatchObject({ published: 0, postponed: 1 })
    expect(await entry(world, incidentId)).toEqual([["vk:wall", "planned", 1]])
    clock.advance(10)
    expect(await world.restart({ connectors }).publish()).toMatchObject({ published: 1 })
    expect([network.standing.length, network.lookups.count, other.asked.replies.length]).toEqual([1, 1, 1])
  })
})
