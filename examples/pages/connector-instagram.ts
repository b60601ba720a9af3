import assert from "node:assert/strict"
import { setTimeout } from "node:timers/promises"
// #region use
import { createInstagramConnector } from "@otklik/connector-instagram"
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
const instagram = createNetworkSimulator("instagram", { clock })
const accountId = instagram.addAccount({ kind: "official", name: "city.official" })
const authorId = instagram.addAccount({ kind: "person", name: "a.citizen" })
const settings = {
  accountId,
  token: instagram.issueToken({ kind: "account", accountId }),
  app: { appId: instagram.application?.key ?? "", appSecret: instagram.application?.secret ?? "" },
  verifyToken: "a text of the host's own",
}
const post = instagram.publish({ accountId, authorId: accountId, text: "Чиним фонари" })
const comment = instagram.comment({ under: post, authorId, text: "А у нас во дворе третий день не горит фонарь" })
const { fetch } = instagram

// #region use
const connector = createInstagramConnector({
  clock, // with `sleep`: calls time out and wait by it
  fetch,
  random: Math.random,
  login: "facebook", // or "instagram": without a Page, hashtags and mentions
  accountId: settings.accountId,
  token: settings.token,
  app: settings.app,
  webhook: { verifyToken: settings.verifyToken },
  hashtags: [{ name: "ямагорода" }],
})
for (const { topic, has, sentence } of connector.describeCapabilities()) console.log(has ? "+" : "-", topic, sentence)

const desk = createDesk({
  storage,
  connectors: [connector],
  // what the account itself says is no complaint
  accounts: [{ network: "instagram", authorId: settings.accountId, origin: "own-account" }],
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
  [[comment]],
)

// #region webhook
/** The route that the webhook's address leads to, for GET and POST. */
async function handle(request: Request): Promise<Response> {
  return desk.receive(connector.id, request) // answers after the commit
}
// #endregion webhook
instagram.subscribe({ accountId, url: "https://desk.example.org/instagram", secret: settings.verifyToken })
const neighbourId = instagram.addAccount({ kind: "person", name: "b.neighbour" })
instagram.comment({ under: post, authorId: neighbourId, text: "У школы не горит фонарь" })
assert.equal(await instagram.deliver(handle), 2)
assert.equal((await desk.find({}, { limit: 10 })).incidents.length, 2)

// #region renew
import { createInstagramToken } from "@otklik/connector-instagram"

const token = createInstagramToken({
  clock,
  fetch,
  first: await readToken(), // { value, expiresAt }: of Instagram Login, for sixty days
  store: saveToken, // the next one must be there after a restart
})
// #endregion renew
async function readToken() {
  const rights = ["instagram_business_basic", "instagram_business_manage_comments"]
  return { value: instagram.issueToken({ kind: "account", accountId, rights }), expiresAt: "2199-01-01T00:00:00.000Z" }
}
async function saveToken() {
  assert.fail("the token holds for long")
}
assert.match((await token.current()).value, /^IGAA/)

// #region lint
import { lintInstagramReply } from "@otklik/connector-instagram"

const warnings = lintInstagramReply("ФОНАРЬ ЗАМЕНИЛИ. #ДВОР #СВЕТ #ГОРОД #ФОНАРЬ #СПАСИБО")
console.log(warnings.join("\n"))
// #endregion lint
assert.equal(warnings.length, 2)

const health = await connector.doCheck()
assert.deepEqual(health, { ok: true, problems: [], expiresAt: null })
console.log("the page of the Instagram connector works")
