import { createNetworkSimulator, type NetworkSimulator } from "@otklik/testkit/networks"
import { clock } from "./clock.ts"
import type { WorkerSettings } from "./worker-settings.ts"

const complaints = ["Во дворе третий день фонарь не горит", "Батареи холодные, дети мёрзнут", "Продам гараж", "Спасибо за новый парк!"]

/** Two simulated networks that listen on localhost. */
export interface Networks {
  readonly vk: NetworkSimulator
  readonly ok: NetworkSimulator
  /** What every process needs to reach them: the same tokens, whose quotas they share. */
  readonly settings: Pick<WorkerSettings, "vk" | "ok">
  /**
   * Citizens write: on so many pages of the first network, and on the one of the other. Two of four posts are
   * complaints.
   *
   * @returns how many complaints that makes
   */
  write(pages: number): number
  close(): Promise<void>
}

/** Starts the networks: eight communities in one, one group in the other. */
export async function openNetworks(): Promise<Networks> {
  const [vk, ok] = [createNetworkSimulator("vk", { clock }), createNetworkSimulator("ok", { clock })]
  const [vkServer, okServer] = [await vk.listen(), await ok.listen()]
  const communities = Array.from({ length: 8 }, (_, index) => vk.addAccount({ kind: "official", name: `Сообщество ${index + 1}` }))
  const group = ok.addAccount({ kind: "official", name: "Группа" })
  const [citizen, neighbour] = [vk.addAccount({ kind: "person", name: "Житель" }), ok.addAccount({ kind: "person", name: "Сосед" })]
  const [official = ""] = communities
  return {
    vk,
    ok,
    settings: {
      vk: {
        url: vkServer.url,
        credentials: "the-town",
        service: vk.issueToken({ kind: "application" }),
        community: vk.issueToken({ kind: "account", accountId: official }),
        communityId: -Number(official),
        walls: communities.map((id) => ({ ownerId: Number(id), comments: false })),
        searches: [],
      },
      ok: {
        url: okServer.url,
        applicationKey: ok.application?.key ?? "",
        applicationSecret: ok.application?.secret ?? "",
        token: ok.issueToken({ kind: "account", accountId: group }),
        groupId: group,
      },
    },
    write(pages) {
      for (const text of complaints) {
        for (const accountId of communities.slice(0, pages)) vk.publish({ accountId, authorId: citizen, text })
        ok.publish({ accountId: group, authorId: neighbour, text })
      }
      return 2 * (Math.min(pages, communities.length) + 1)
    },
    async close() {
      await vkServer.close()
      await okServer.close()
    },
  }
}
