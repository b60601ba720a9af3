import { chaosKeyword, type ChaosNetwork } from "@otklik/testkit/chaos"
import type { XConnectorOptions } from "../src/index.ts"
import { citizenName, createWorld, secret, type XWorldOptions } from "./world.ts"

/** The name of another party. */
const strangerName = "Марфа Прохожая"

/**
 * X for a chaotic day.
 *
 * @param shared - the clock and the chance of the day
 * @param more - options of the connector; where they name a webhook, X pushes to it
 */
export function createChaosNetwork(shared: XWorldOptions, more: Partial<XConnectorOptions> = {}): ChaosNetwork {
  const { x, accountId, account, citizenId, tokens, connect } = createWorld(shared)
  if (more.webhook !== undefined) x.subscribe({ accountId, url: "https://desk.example.org/x", secret })
  const searches = [{ id: "pits", keywords: [chaosKeyword] }]
  return {
    simulator: x,
    connect: () => connect({ searches, ...more }),
    account: { network: "x", authorId: accountId, origin: "own-account" },
    accountId,
    authorIds: [citizenId, x.addAccount({ kind: "person", name: strangerName })],
    // X lets nobody answer who was not spoken to.
    preface: `@${account.username}`,
    // Ids grow with time: nothing appears late.
    lateMinutes: 0,
    secrets: [...Object.values(tokens), secret, citizenName, strangerName],
    replyOperation: "createPosts",
  }
}
