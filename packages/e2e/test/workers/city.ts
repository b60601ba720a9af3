import { createNetworkSimulator, type NetworkSimulator } from "@otklik/testkit/networks"
import { clock } from "../../../../examples/workers/clock.ts"
import type { WorkerSettings } from "../../../../examples/workers/worker-settings.ts"

/** A complaint that is going to be written, and what its author and others write below it. */
export interface PlannedComplaint {
  readonly page: number
  readonly text: string
  /** What the author adds, at once. */
  readonly additions: number
  /** Whether a neighbour complains in the same thread. */
  readonly hasNeighbour: boolean
}

/** Where in the plan an incident comes from: of a complaint, or of the neighbour below it. */
export type Origin = `${number}` | `${number} neighbour`

/** Two networks in which a plan is carried out. */
export interface City {
  readonly networks: readonly NetworkSimulator[]
  /** The origin of every message that must become an incident. */
  readonly origins: ReadonlyMap<string, Origin>
  /** How many messages the incident of an origin must hold in the end. */
  readonly messages: ReadonlyMap<Origin, number>
  /** Tokens of its own for each that asks. */
  settings(): Pick<WorkerSettings, "vk" | "ok">
  /** Has the next complaint of the plan written, and an idle word beside it. */
  write(index: number, complaint: PlannedComplaint): void
  close(): Promise<void>
}

const walls = 6
/** Pages whose comments are read: two walls, and the group. */
const talkative = [0, 1, walls]
const troubles = ["фонарь не горит", "батареи холодные", "батареи холодные и фонарь не горит"]

/** Plans complaints, the same for the same numbers. */
export function planComplaints(count: number, nextMoment: () => number): readonly PlannedComplaint[] {
  const below = (limit: number): number => Math.floor(nextMoment() * limit)
  return Array.from({ length: count }, (_, index) => {
    const page = below(walls + 1)
    const talks = talkative.includes(page)
    const text = `${index}: у дома ${below(200)} ${troubles[below(troubles.length)] ?? ""} #сигнал`
    return { page, text, additions: talks ? below(3) : 0, hasNeighbour: talks && below(3) === 0 }
  })
}

/** Opens both networks on localhost. */
export async function openCity(): Promise<City> {
  const [vk, ok] = [createNetworkSimulator("vk", { clock }), createNetworkSimulator("ok", { clock })]
  const [vkServer, okServer] = [await vk.listen(), await ok.listen()]
  const communities = Array.from({ length: walls }, (_, index) => vk.addAccount({ kind: "official", name: `Сообщество ${index}` }))
  const group = ok.addAccount({ kind: "official", name: "Группа" })
  const people = (network: NetworkSimulator) => ({
    author: network.addAccount({ kind: "person", name: "Житель" }),
    neighbour: network.addAccount({ kind: "person", name: "Сосед" }),
  })
  const [atVk, atOk] = [people(vk), people(ok)]
  const [official = ""] = communities
  const origins = new Map<string, Origin>()
  const messages = new Map<Origin, number>()
  let sets = 0
  return {
    networks: [vk, ok],
    origins,
    messages,
    settings: () => ({
      vk: {
        url: vkServer.url,
        credentials: `set-${(sets += 1)}`,
        service: vk.issueToken({ kind: "application" }),
        community: vk.issueToken({ kind: "account", accountId: official }),
        communityId: -Number(official),
        walls: communities.map((id, page) => ({ ownerId: Number(id), comments: talkative.includes(page) })),
        // Finds what the walls show too: two sources that race for the same message.
        searches: [{ id: "signal", query: "#сигнал" }],
      },
      ok: {
        url: okServer.url,
        applicationKey: ok.application?.key ?? "",
        applicationSecret: ok.application?.secret ?? "",
        token: ok.issueToken({ kind: "account", accountId: group }),
        groupId: group,
      },
    }),
    write(index, { page, text, additions, hasNeighbour }) {
      const [network, who, accountId] = page < walls ? [vk, atVk, communities[page] ?? ""] : [ok, atOk, group]
      network.publish({ accountId, authorId: who.neighbour, text: "Продам гараж" })
      const key = network.publish({ accountId, authorId: who.author, text })
      origins.set(key, `${index}`)
      messages.set(`${index}`, 1 + additions)
      for (let addition = 0; addition < additions; addition += 1)
        network.comment({ under: key, authorId: who.author, text: `Дополнение ${addition}: ждём` })
      if (!hasNeighbour) return
      origins.set(network.comment({ under: key, authorId: who.neighbour, text: "И у нас батареи холодные" }), `${index} neighbour`)
      messages.set(`${index} neighbour`, 1)
    },
    async close() {
      await vkServer.close()
      await okServer.close()
    },
  }
}
