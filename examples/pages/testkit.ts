import assert from "node:assert/strict"
import { createMemoryStorage, createMemoryStore } from "@otklik/storage-memory"
import type { StorageSubject } from "@otklik/testkit/storage"
// #region contract
import { certificate, runContract } from "@otklik/testkit"
import { storageContract } from "@otklik/testkit/storage"
// #endregion contract
// #region builders
import { appendOf, buildIncident } from "@otklik/testkit"
// #endregion builders
// #region network
import { createManualClock } from "@otklik/testkit"
import { createNetworkSimulator } from "@otklik/testkit/networks"
// #endregion network

// #region chaos
import { setImmediate } from "node:timers/promises"
import { createVkConnector } from "@otklik/connector-vk"
import { createFlowingClock } from "@otklik/testkit"
import { chaosContract, type ChaosSubject } from "@otklik/testkit/chaos"

const chaos: ChaosSubject = {
  seed: 42,
  messages: 200,
  rounds: 8,
  offers: ["posts", "follow-ups", "edited-posts", "deleted-comments", "replies", "lasting-errors"],
  killEvery: 400,
  setUp({ random }) {
    const clock = createFlowingClock({ at: "2026-11-24T03:00:00.000Z", turn: setImmediate })
    const simulator = createNetworkSimulator("vk", { clock })
    const accountId = simulator.addAccount({ kind: "official", name: "Администрация" })
    const [citizen = "", stranger = ""] = ["Житель", "Сосед"].map((name) => simulator.addAccount({ kind: "person", name }))
    const tokens = {
      service: simulator.issueToken({ kind: "application" }),
      community: simulator.issueToken({ kind: "account", accountId }),
    }
    const [ownerId, communityId] = [Number(accountId), Math.abs(Number(accountId))]
    const connect = () => createVkConnector({ clock, random, fetch: simulator.fetch, communityId, tokens, walls: [{ ownerId }] })
    const network = {
      simulator,
      connect,
      account: { network: "vk", authorId: accountId, origin: "own-account" },
      accountId,
      authorIds: [citizen, stranger],
      secrets: Object.values(tokens),
      replyOperation: "wall.createComment",
      lastingFault: (postKey: string) =>
        ({ kind: "error-code", code: 10, operation: "wall.getComments", about: postKey.slice("vk:".length), times: Infinity }) as const,
    } as const
    return { clock, storage: createMemoryStorage(), networks: [network] }
  },
}
console.log(certificate(await runContract(chaosContract, chaos)).markdown)
// #endregion chaos
assert.ok(certificate(await runContract(chaosContract, chaos)).holds)

const subject: StorageSubject = {
  async open() {
    const store = createMemoryStore()
    return {
      storage: createMemoryStorage({ store }),
      openSecond: async (tenant = "main") => createMemoryStorage({ store, tenant }),
      advance: async () => {},
      hostHandleAnswers: async () => true,
      dispose: async () => {},
    }
  },
}

// #region contract
const results = await runContract(storageContract, subject)
const { holds, rows, markdown } = certificate(results)
console.log(markdown) // a table of what is kept, broken and not made
// #endregion contract
assert.ok(holds)
assert.ok(rows.every(({ broken }) => broken.length === 0))

const storage = createMemoryStorage()
// #region builders
const assigned = buildIncident({ messageKey: "vk:-1_7", status: "assigned", authorityId: "housing" })
const closed = buildIncident({ messageKey: "vk:-1_7", status: "closed", authorityId: "housing" })
await storage.commit({ appends: [appendOf(assigned)] })
await storage.commit({ appends: [appendOf(closed, assigned)] })
// #endregion builders
assert.equal((await storage.get(closed.incidentId))?.incident.status, "closed")

// #region network
const vk = createNetworkSimulator("vk", { clock: createManualClock({ at: "2026-11-24T03:00:00.000Z" }) })
const accountId = vk.addAccount({ kind: "official", name: "Администрация" })
const authorId = vk.addAccount({ kind: "person", name: "Житель" })
const post = vk.publish({ accountId, authorId, text: "Не горит фонарь" })
vk.inject({ kind: "cut-after", operation: "wall.createComment" }) // the next reply is published, and its answer is lost
const { fetch, issueToken, replies } = vk
// #endregion network
const body = new URLSearchParams({ v: "5.199", access_token: issueToken({ kind: "account", accountId }), owner_id: "-1", post_id: "1" })
for (const [name, value] of Object.entries({ from_group: "1", message: "Заменили" })) body.set(name, value)
await assert.rejects(fetch("https://api.vk.com/method/wall.createComment", { method: "POST", body }))
assert.deepEqual(
  replies().map(({ under }) => under),
  [post],
)
