import assert from "node:assert/strict"
import { setTimeout } from "node:timers/promises"
// #region use
import { createOkConnector } from "@otklik/connector-ok"
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
const ok = createNetworkSimulator("ok", { clock })
const groupId = ok.addAccount({ kind: "official", name: "Администрация" })
const authorId = ok.addAccount({ kind: "person", name: "Житель" })
const settings = {
  applicationKey: ok.application?.key ?? "",
  applicationSecret: ok.application?.secret ?? "",
  token: ok.issueToken({ kind: "account", accountId: groupId }),
  groupId,
}
const topic = ok.publish({ accountId: groupId, authorId, text: "Во дворе третий день не горит фонарь" })
const { fetch } = ok

// #region use
const connector = createOkConnector({
  clock, // with `sleep`: calls time out and wait by it
  fetch,
  random: Math.random,
  applicationKey: settings.applicationKey,
  applicationSecret: settings.applicationSecret,
  token: settings.token, // of an administrator of the group
  groups: [{ groupId: settings.groupId, title: "Администрация" }],
  reply: { groupId: settings.groupId }, // only with OK's word in writing that the application may answer
})
for (const { topic: about, has, sentence } of connector.describeCapabilities()) console.log(has ? "+" : "-", about, sentence)

const desk = createDesk({
  storage,
  connectors: [connector],
  // what the group itself says is no complaint
  accounts: [{ network: "ok", authorId: `group:${settings.groupId}`, origin: "own-account" }],
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
  [[topic]],
)

// #region renew
import { createRefreshingToken } from "@otklik/connector-kit"

const token = createRefreshingToken({
  clock,
  refresh: async () => {
    const { access_token, expires_in } = await refreshAtOk()
    return { value: access_token, expiresAt: new Date(Date.now() + expires_in * 1000).toISOString() }
  },
})
// #endregion renew
async function refreshAtOk() {
  return { access_token: ok.issueToken({ kind: "account", accountId: groupId }), expires_in: 1800 }
}
assert.match((await token.current()).value, /account/)
const health = await connector.doCheck()
assert.deepEqual(health, { ok: true, problems: [], expiresAt: null })
console.log("the page of the OK connector works")
