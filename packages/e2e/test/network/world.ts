import { createFacebookConnector } from "@otklik/connector-facebook"
import { createOkConnector } from "@otklik/connector-ok"
import { createVkConnector, type VkConnectorOptions } from "@otklik/connector-vk"
import { createDesk, type Connector, type Desk, type Instant, type Storage } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import type { ManualClock } from "@otklik/testkit"
import { createNetworkSimulator, type NetworkSimulator } from "@otklik/testkit/networks"
import { expect } from "vitest"
import { createFlowingClock } from "../../../testkit/test/network/flowing-clock.ts"

const start = "2026-11-24T03:00:00.000Z"

/** A desk on one simulated network, with an official account and a citizen. */
export interface World {
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

/** Makes the connector of a world. */
export type Connect = (network: NetworkSimulator, clock: ManualClock, accountId: string, options?: Partial<VkConnectorOptions>) => Connector

/** The secret of the callback server. */
export const secret = "callback-secret-of-a-test"

/** Networks with comments below posts. */
export const networks: readonly (readonly ["vk" | "ok" | "facebook", Connect])[] = [
  [
    "vk",
    (vk, clock, accountId, options = {}) =>
      createVkConnector({
        clock,
        fetch: vk.fetch,
        random: () => 0.5,
        communityId: Math.abs(Number(accountId)),
        callback: { secret },
        tokens: { service: vk.issueToken({ kind: "application" }), community: vk.issueToken({ kind: "account", accountId }) },
        walls: [{ ownerId: Number(accountId) }],
        ...options,
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

/** Makes a new world. */
export function createWorld(name: "vk" | "ok" | "facebook", connect: Connect): World {
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

/** The messages of every incident. */
export async function held({ desk }: World): Promise<readonly (readonly string[])[]> {
  return (await desk.find({}, { limit: 1000 })).incidents.map(({ incident }) => incident.messageKeys)
}

/** The world at VK, where edits and pushes are. */
export function createVkWorld(options: Partial<VkConnectorOptions> = {}): World {
  const [, connect] = networks[0] ?? []
  if (connect === undefined) throw new TypeError("a network was expected")
  return createWorld("vk", (network, clock, accountId) => connect(network, clock, accountId, options))
}
