import type { ChaosNetwork } from "@otklik/testkit/chaos"
import type { OkConnectorOptions } from "../src/index.ts"
import { citizenName, createWorld, type OkWorldOptions } from "./world.ts"

/** The name of another party. */
const strangerName = "Марфа Прохожая"

/**
 * Odnoklassniki for a chaotic day.
 *
 * @param shared - the clock and the chance of the day
 * @param more - options of the connector
 */
export function createChaosNetwork(shared: OkWorldOptions, more: Partial<OkConnectorOptions> = {}): ChaosNetwork {
  const { ok, groupId: accountId, citizenId, token, application, connect } = createWorld(shared)
  return {
    simulator: ok,
    connect: () => connect(more),
    account: { network: "ok", authorId: `group:${accountId}`, origin: "own-account" },
    accountId,
    authorIds: [citizenId, ok.addAccount({ kind: "person", name: strangerName })],
    secrets: [token, application.secret, citizenName, strangerName],
    lastingFault: (postKey) => ({
      kind: "error-code",
      code: 1,
      operation: "discussions.getComments",
      about: postKey.split("_")[1] ?? "",
      times: Infinity,
    }),
    replyOperation: "discussions.addDiscussionComment",
  }
}
