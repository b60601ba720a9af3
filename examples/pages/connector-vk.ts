import assert from "node:assert/strict"
import { setTimeout } from "node:timers/promises"
// #region use
import { createVkConnector } from "@otklik/connector-vk"
import { createDesk, type Clock } from "@otklik/core"
// #endregion use
import { createMemoryStorage } from "@otklik/storage-memory"
import { createNetworkSimulator } from "@otklik/testkit/networks"

const settings = { serviceKey: "", communityToken: "", callbackSecret: "a-secret-of-the-server" }
const storage = createMemoryStorage()
const clock: Clock = {
  now: () => new Date().toISOString(),
  sleep: async (millis, signal) => {
    await setTimeout(millis, undefined, { signal }).catch(() => undefined)
  },
}
const vk = createNetworkSimulator("vk", { clock })
const accountId = vk.addAccount({ kind: "official", name: "Администрация" })
const authorId = vk.addAccount({ kind: "person", name: "Житель" })
settings.serviceKey = vk.issueToken({ kind: "application" })
settings.communityToken = vk.issueToken({ kind: "account", accountId })
vk.publish({ accountId, authorId, text: "Во дворе третий день не горит фонарь" })
const { fetch } = vk

// #region use
const connector = createVkConnector({
  clock, // with `sleep`: calls time out and wait by it
  fetch,
  random: Math.random,
  communityId: 1,
  tokens: { service: settings.serviceKey, community: settings.communityToken },
  walls: [{ ownerId: -1, title: "Администрация" }],
  searches: [{ id: "lamps", query: "не горит фонарь" }],
  callback: { secret: settings.callbackSecret },
})
for (const { topic, has, sentence } of connector.describeCapabilities()) console.log(has ? "+" : "-", topic, sentence)

const desk = createDesk({
  storage,
  connectors: [connector],
  // what the community itself says is no complaint
  accounts: [{ network: "vk", authorId: "-1", origin: "own-account" }],
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
  [["vk:-1_1"]],
)

// #region webhook
/** The route that the callback server's address leads to. */
async function handle(request: Request): Promise<Response> {
  return desk.receive(connector.id, request) // answers "ok" after the commit
}
// #endregion webhook
vk.subscribe({ accountId, url: "https://desk.example.org/vk-3f9a", secret: settings.callbackSecret })
vk.comment({ under: "vk:-1_1", authorId, text: "И у нас фонарь не горит" })
assert.equal(await vk.deliver(handle), 2)

// #region renew
import { createRefreshingToken } from "@otklik/connector-kit"

const userToken = createRefreshingToken({
  clock,
  refresh: async () => {
    const { access_token, expires_in } = await refreshAtVkId()
    return { value: access_token, expiresAt: new Date(Date.now() + expires_in * 1000).toISOString() }
  },
})
// #endregion renew
async function refreshAtVkId() {
  return { access_token: vk.issueToken({ kind: "person", accountId: authorId }), expires_in: 3600 }
}
assert.match((await userToken.current()).value, /person/)
const health = await connector.doCheck()
assert.deepEqual(health, { ok: true, problems: [], expiresAt: null })
console.log("the page of the VK connector works")
