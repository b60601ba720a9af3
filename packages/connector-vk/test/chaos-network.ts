import type { ChaosNetwork } from "@otklik/testkit/chaos"
import type { VkConnectorOptions } from "../src/index.ts"
import { citizenName, createWorld, secret, type VkWorldOptions } from "./world.ts"

/** The name of another party. */
const strangerName = "Марфа Прохожая"

/**
 * VK for a chaotic day.
 *
 * @param shared - the clock and the chance of the day
 * @param more - options of the connector; where they name a callback server, VK pushes to it
 */
export function createChaosNetwork(shared: VkWorldOptions, more: Partial<VkConnectorOptions> = {}): ChaosNetwork {
  const { vk, communityId: accountId, citizenId, tokens, connect } = createWorld(shared)
  if (more.callback !== undefined) vk.subscribe({ accountId, url: "https://desk.example.org/vk", secret })
  return {
    simulator: vk,
    connect: () => connect(more),
    account: { network: "vk", authorId: accountId, origin: "own-account" },
    accountId,
    authorIds: [citizenId, vk.addAccount({ kind: "person", name: strangerName })],
    secrets: [...Object.values(tokens), secret, citizenName, strangerName],
    // Events of edited comments say nothing of when that was.
    editsOnce: true,
    lastingFault: (postKey) => ({
      kind: "error-code",
      code: 10,
      operation: "wall.getComments",
      about: postKey.slice("vk:".length),
      times: Infinity,
    }),
    replyOperation: "wall.createComment",
  }
}
