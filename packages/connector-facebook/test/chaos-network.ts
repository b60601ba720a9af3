import type { ChaosNetwork } from "@otklik/testkit/chaos"
import type { FacebookConnectorOptions } from "../src/index.ts"
import { citizenName, createWorld, hook, verifyToken, type FacebookWorldOptions } from "./world.ts"

/** The name of another party. */
const strangerName = "Марфа Прохожая"

/**
 * Facebook for a chaotic day.
 *
 * @param shared - the clock and the chance of the day
 * @param more - options of the connector; where they name a webhook, Facebook pushes to it
 */
export function createChaosNetwork(shared: FacebookWorldOptions, more: Partial<FacebookConnectorOptions> = {}): ChaosNetwork {
  const { facebook, pageId: accountId, citizenId, token, app, connect } = createWorld(shared)
  if (more.webhook !== undefined) facebook.subscribe({ accountId, url: hook, secret: verifyToken })
  return {
    simulator: facebook,
    connect: () => connect(more),
    account: { network: "facebook", authorId: accountId, origin: "own-account" },
    accountId,
    authorIds: [citizenId, facebook.addAccount({ kind: "person", name: strangerName })],
    secrets: [token, app.appSecret, verifyToken, citizenName, strangerName],
    lastingFault: (postKey) => ({
      kind: "error-code",
      code: 200,
      operation: "comments",
      about: postKey.slice("facebook:".length),
      times: Infinity,
    }),
    replyOperation: "POST comments",
  }
}
