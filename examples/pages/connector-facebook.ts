import assert from "node:assert/strict"
import { setTimeout } from "node:timers/promises"
// #region use
import { createFacebookConnector } from "@otklik/connector-facebook"
import { createDesk, type Clock } from "@otklik/core"
// #endregion use
import { createMemoryStorage } from "@otklik/storage-memory"
import { createNetworkSimulator } from "@otklik/testkit/networks"

const storage = createMemoryStorage()
const clock: Clock = {
  now: () => new Date().toISOString(),
  sleep: async (millis, signal) => {
    await setTimeout(millis, undefined, { signal }).catch(() => undefined)
  },
}
const facebook = createNetworkSimulator("facebook", { clock })
const pageId = facebook.addAccount({ kind: "official", name: "Администрация" })
const authorId = facebook.addAccount({ kind: "person", name: "Житель" })
facebook.issueToken({ kind: "application" })
assert(facebook.application !== undefined)
const settings = {
  pageId,
  pageToken: facebook.issueToken({ kind: "account", accountId: pageId }),
  appId: facebook.application.key,
  appSecret: facebook.application.secret,
  verifyToken: "a-text-of-your-own",
}
const lamp = facebook.publish({ accountId: pageId, authorId, text: "Во дворе третий день не горит фонарь" })
const { fetch } = facebook

// #region use
const connector = createFacebookConnector({
  clock, // with `sleep`: calls time out and wait by it
  fetch,
  random: Math.random,
  pageId: settings.pageId,
  token: settings.pageToken, // of the Page, not of a person
  app: { appId: settings.appId, appSecret: settings.appSecret },
  webhook: { verifyToken: settings.verifyToken },
})
for (const { topic, has, sentence } of connector.describeCapabilities()) console.log(has ? "+" : "-", topic, sentence)

const desk = createDesk({
  storage,
  connectors: [connector],
  // what the Page itself says is no complaint
  accounts: [{ network: "facebook", authorId: settings.pageId, origin: "own-account" }],
  rules: [{ id: "lamps", query: "фонар*", topic: "lamps" }],
  routing: { authorities: [], territories: [], rules: [] },
  policies: [],
  authorKey: new Uint8Array(32), // in earnest: secret bytes that stay the same
  clock,
})
await desk.pull() // or desk.run({ signal })
// #endregion use

const { incidents } = await desk.find({}, { limit: 10 })
assert.deepEqual(
  incidents.map(({ incident }) => incident.messageKeys),
  [[lamp]],
)

// #region webhook
/** The route that the webhook's address leads to, GET and POST: the handshake is answered by itself. */
async function handle(request: Request): Promise<Response> {
  return desk.receive(connector.id, request) // answers after the commit
}
// #endregion webhook
facebook.subscribe({ accountId: pageId, url: "https://desk.example.org/facebook", secret: settings.verifyToken })
facebook.comment({ under: lamp, authorId, text: "И у нас фонарь не горит" })
assert.equal(await facebook.deliver(handle), 2) // the handshake and the comment

// #region health
const { ok, problems, expiresAt } = await connector.doCheck()
if (!ok) for (const problem of problems) console.log(problem) // what is wrong, and what a person must do
// #endregion health
assert.deepEqual({ problems, expiresAt }, { problems: [], expiresAt: null })
console.log("the page of the Facebook connector works")
