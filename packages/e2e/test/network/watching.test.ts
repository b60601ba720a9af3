import { createFacebookConnector } from "@otklik/connector-facebook"
import { createOkConnector } from "@otklik/connector-ok"
import { createVkConnector } from "@otklik/connector-vk"
import { createDesk, type Connector, type Desk, type Instant, type Storage } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createNetworkSimulator, type ManualClock, type NetworkSimulator } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { createFlowingClock } from "../../../testkit/test/network/flowing-clock.ts"

const start = "2026-11-24T03:00:00.000Z"

/** A desk on one simulated network, with an official account and a citizen. */
interface World {
  readonly desk: Desk
  readonly storage: Storage
  readonly clock: ManualClock
  readonly network: NetworkSimulator
  readonly accountId: string
  readonly citizenId: string
  post(text: string, at?: Instant): string
  comment(under: string, text: string): string
  /** Reads everything after some minutes. */
  readLater(minutes?: number): Promise<void>
}

type Connect = (network: NetworkSimulator, clock: ManualClock, accountId: string) => Connector

const secret = "callback-secret-of-a-test"

const networks: readonly (readonly ["vk" | "ok" | "facebook", Connect])[] = [
  [
    "vk",
    (vk, clock, accountId) =>
      createVkConnector({
        clock,
        fetch: vk.fetch,
        random: () => 0.5,
        communityId: Math.abs(Number(accountId)),
        callback: { secret },
        tokens: { service: vk.issueToken({ kind: "application" }), community: vk.issueToken({ kind: "account", accountId }) },
        walls: [{ ownerId: Number(accountId) }],
      }),
  ],
  [
    "ok",
    (ok, clock, accountId) =>
      createOkConnector({
        clock,
        fetch: ok.fetch,
        random: () => 0.5,
        applicationKey: ok.application?.key ?? "",
        applicationSecret: ok.application?.secret ?? "",
        token: ok.issueToken({ kind: "account", accountId }),
        groups: [{ groupId: accountId }],
      }),
  ],
  [
    "facebook",
    (facebook, clock, accountId) =>
      createFacebookConnector({
        clock,
        fetch: facebook.fetch,
        random: () => 0.5,
        pageId: accountId,
        token: facebook.issueToken({ kind: "account", accountId }),
        app: { appId: facebook.application?.key ?? "", appSecret: facebook.application?.secret ?? "" },
      }),
  ],
]

function createWorld(name: "vk" | "ok" | "facebook", connect: Connect): World {
  const clock = createFlowingClock(start)
  const network = createNetworkSimulator(name, { clock })
  const accountId = network.addAccount({ kind: "official", name: "Администрация" })
  const citizenId = network.addAccount({ kind: "person", name: "Пётр Заявителев" })
  const storage = createMemoryStorage()
  const desk = createDesk({
    storage,
    connectors: [connect(network, clock, accountId)],
    rules: [{ id: "pit", query: "яма", topic: "roads" }],
    routing: { authorities: [{ id: "roads", title: "Roads", kind: "administration" }], territories: [], rules: [] },
    policies: [],
    authorKey: new Uint8Array(32).fill(7),
    clock,
  })
  return {
    desk,
    storage,
    clock,
    network,
    accountId,
    citizenId,
    post: (text, at = clock.now()) => network.publish({ accountId, authorId: citizenId, text, at }),
    comment: (under, text) => network.comment({ under, authorId: citizenId, text, at: clock.now() }),
    async readLater(minutes = 10) {
      clock.advance(minutes)
      const { failures } = await desk.pull()
      expect(failures).toEqual([])
    },
  }
}

async function held({ desk }: World): Promise<readonly (readonly string[])[]> {
  return (await desk.find({ limit: 100 })).incidents.map(({ incident }) => incident.messageKeys)
}

/** The world at VK, where edits and pushes are. */
function createVkWorld(): World {
  const [, connect] = networks[0] ?? []
  if (connect === undefined) throw new TypeError("a network was expected")
  return createWorld("vk", connect)
}

describe("what was written below a message before anybody tracked it", () => {
  it("is read once more when the message is registered, and belongs to its incident", async () => {
    const world = createVkWorld()
    const post = world.post("Во дворе беда")
    await world.readLater()
    const comments = [world.comment(post, "Вот фото"), world.comment(post, "Третий подъезд")]
    // Handed over, and passed over by the desk: nothing of it matches, and nobody tracks the post.
    await world.readLater()
    expect(await held(world)).toEqual([])
    world.clock.advance(120)
    world.network.edit(post, "Во дворе яма")
    await world.readLater()
    expect(await held(world)).toEqual([[post]])
    await world.readLater()
    expect(await held(world)).toEqual([[post, ...comments]])
    const late = world.comment(post, "И ещё")
    await world.readLater()
    expect(await held(world)).toEqual([[post, ...comments, late]])
  })
})

describe("comments pushed before their post", () => {
  it("are found by the next sweep, however the pushes came", async () => {
    const world = createVkWorld()
    world.network.subscribe({ accountId: world.accountId, url: "https://desk.example.org/vk", secret })
    const receive = (request: Request) => world.desk.receive(`vk:club${Math.abs(Number(world.accountId))}`, request)
    await world.network.deliver(receive)
    const post = world.post("Во дворе яма")
    const comment = world.comment(post, "Вот фото")
    world.network.inject({ kind: "reorder", operation: "push" })
    world.network.inject({ kind: "duplicate", operation: "push" })
    await world.network.deliver(receive)
    expect(await held(world)).toEqual([[post]])
    await world.readLater()
    await world.readLater()
    expect(await held(world)).toEqual([[post, comment]])
  })
})

describe.each(networks)("posts of any age, at %s", (name, connect) => {
  it("are watched as long as their incident is open, and what is deleted there is noted", async () => {
    const world = createWorld(name, connect)
    const post = world.post("Опять яма")
    await world.readLater()
    expect(await held(world)).toEqual([[post]])
    await world.readLater(60 * 24 * 40)
    const first = world.comment(post, "Прошёл месяц, а яма на месте")
    const second = world.comment(post, "Отзовитесь")
    await world.readLater(120)
    await world.readLater(120)
    expect(await held(world)).toEqual([[post, first, second]])
    world.network.remove(second)
    await world.readLater(120)
    await world.readLater(120)
    const [stored] = (await world.desk.find({ limit: 1 })).incidents
    const deleted = stored?.incident.messages.filter(({ deletedAt }) => deletedAt !== null).map(({ messageKey }) => messageKey)
    expect(deleted).toEqual([second])
    expect((await world.storage.readMessages([second]))[0]?.text).toBeNull()
  })
})
