import assert from "node:assert/strict"
import { setTimeout } from "node:timers/promises"
// #region use
import { createXConnector, createXUserToken } from "@otklik/connector-x"
import { createDesk, type Clock } from "@otklik/core"
// #endregion use
import { createMemoryStorage } from "@otklik/storage-memory"
import { createNetworkSimulator } from "@otklik/testkit/networks"

const settings = { appToken: "", clientId: "", clientSecret: "", accountId: "", username: "" }
const storage = createMemoryStorage()
const clock: Clock = {
  now: () => new Date().toISOString(),
  sleep: async (millis, signal) => {
    await setTimeout(millis, undefined, { signal }).catch(() => undefined)
  },
}
const x = createNetworkSimulator("x", { clock })
const accountId = x.addAccount({ kind: "official", name: "Администрация" })
const authorId = x.addAccount({ kind: "person", name: "Житель" })
const application = x.application ?? assert.fail("X has apps")
Object.assign(settings, { appToken: x.issueToken({ kind: "application" }), clientId: application.key, clientSecret: application.secret })
Object.assign(settings, { accountId, username: `u${accountId}` })
const accessToken = x.issueToken({ kind: "account", accountId })
let kept = { accessToken, refreshToken: accessToken.replace("access", "refresh"), expiresAt: new Date().toISOString() }
const at = new Date(Date.now() - 60_000).toISOString()
const key = x.publish({ accountId, authorId, text: "Во дворе третий день не горит фонарь", at })
const { fetch } = x

// #region use
const connector = createXConnector({
  clock, // with `sleep`: calls time out and wait by it
  fetch,
  random: Math.random,
  account: { id: settings.accountId, username: settings.username },
  tokens: {
    app: settings.appToken, // reads
    user: createXUserToken({
      clock,
      fetch,
      clientId: settings.clientId,
      clientSecret: settings.clientSecret,
      tokens: kept, // of the official account, as they were kept last
      keep: async (tokens) => {
        kept = tokens // in earnest: into a database, before anything else
      },
    }),
  },
  searches: [{ id: "lamps", keywords: ["фонарь", "фонари", "не горит свет"], filter: "lang:ru" }],
  webhook: { clientSecret: settings.clientSecret },
  monthlyReads: 200_000, // what the host wants to pay for
})
for (const { topic, has, sentence } of connector.describeCapabilities()) console.log(has ? "+" : "-", topic, sentence)

const desk = createDesk({
  storage,
  connectors: [connector],
  // what the account itself says is no complaint
  accounts: [{ network: "x", authorId: settings.accountId, origin: "own-account" }],
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
  [[key]],
)

// #region webhook
/** The route that the webhook's address leads to: both the handshake by GET and the events by POST. */
async function handle(request: Request): Promise<Response> {
  return desk.receive(connector.id, request) // answers after the commit
}
// #endregion webhook
x.subscribe({ accountId, url: "https://desk.example.org/x", secret: settings.clientSecret })
x.comment({ under: key, authorId, text: `И у нас фонарь не горит @${settings.username}` })
assert.equal(await x.deliver(handle), 2)

// #region before
import { measureXText } from "@otklik/connector-x"

const { answer, sentence } = connector.answerability({ text: "Третий день не горит фонарь" })
const { length, limit, excess, links } = measureXText("Фонарь № 7 заменили, спасибо за сигнал! 🙏")
// #endregion before
assert.deepEqual([answer, length, limit, excess, links], ["no", 43, 280, null, []])
assert.match(sentence, /Enterprise/)
await connector.doCheck()
assert.notEqual(kept.accessToken, accessToken)
console.log("the page of the X connector works")
