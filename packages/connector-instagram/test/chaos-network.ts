import type { ChaosNetwork } from "@otklik/testkit/chaos"
import type { InstagramConnectorOptions, InstagramLogin } from "../src/index.ts"
import { citizenName, createWorld, verifyToken, type InstagramWorldOptions } from "./world.ts"

/** The name of another party. */
const strangerName = "marfa.prokhozhaya"

/**
 * Instagram for a chaotic day.
 *
 * @param shared - the clock and the chance of the day
 * @param login - the way in
 * @param more - options of the connector; where they name a webhook, Instagram pushes to it
 */
export function createChaosNetwork(
  shared: InstagramWorldOptions,
  login: InstagramLogin = "facebook",
  more: Partial<InstagramConnectorOptions> = {},
): ChaosNetwork {
  const { instagram, accountId, citizenId, token, app, connect } = createWorld(login, shared)
  if (more.webhook !== undefined) instagram.subscribe({ accountId, url: "https://desk.example.org/instagram", secret: verifyToken })
  return {
    simulator: instagram,
    // Citizens write below the last hundred posts.
    connect: () => connect({ mediaCount: 100, ...more }),
    account: { network: "instagram", authorId: accountId, origin: "own-account" },
    accountId,
    authorIds: [citizenId, instagram.addAccount({ kind: "person", name: strangerName })],
    secrets: [token, app.appSecret, verifyToken, citizenName, strangerName],
    lastingFault: (postKey) => ({
      kind: "error-code",
      code: 10,
      operation: "GET media/comments",
      about: postKey.slice("instagram:".length),
      times: Infinity,
    }),
    replyOperation: "POST comment/replies",
    // At Instagram the name at its beginning alone tells whose reply a reply is.
    namesPeople: true,
    moreFaults: ["events-lost"],
  }
}
