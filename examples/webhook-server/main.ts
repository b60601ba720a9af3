// Pushes of a simulated VK, over HTTP, to one handler on two servers. Nothing leaves the machine.
import assert from "node:assert/strict"
import { once } from "node:events"
import type { Server } from "node:http"
import type { AddressInfo } from "node:net"
import { DatabaseSync } from "node:sqlite"
import { setTimeout } from "node:timers/promises"
import { createVkConnector } from "@otklik/connector-vk"
import { createDesk, type Clock } from "@otklik/core"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import { createNetworkSimulator } from "@otklik/testkit/networks"
import { createWebhookHandler } from "./handler.ts"
import { createHonoServer } from "./hono-server.ts"
import { createNodeServer } from "./node-server.ts"

const clock: Clock = {
  now: () => new Date().toISOString(),
  sleep: async (millis, signal) => {
    await setTimeout(millis, undefined, { signal }).catch(() => undefined)
  },
}
const secret = "secret-of-the-callback-server"
for (const [title, createServer] of [
  ["Node's http", createNodeServer],
  ["Hono", createHonoServer],
] as const) {
  console.log(`${title}: POST /hooks/vk-4f9a7c21`)
  await tryOn(title, createServer)
}

async function tryOn(title: string, createServer: (handle: (request: Request) => Promise<Response>) => Server): Promise<void> {
  const vk = createNetworkSimulator("vk", { clock })
  const accountId = vk.addAccount({ kind: "official", name: "Администрация" })
  const authorId = vk.addAccount({ kind: "person", name: "Житель" })
  const connector = createVkConnector({
    clock,
    fetch: vk.fetch,
    random: Math.random,
    communityId: Math.abs(Number(accountId)),
    tokens: { community: vk.issueToken({ kind: "account", accountId }) },
    callback: { secret },
  })

  const database = new DatabaseSync(":memory:")
  const storage = createSqliteStorage({ database })
  await storage.migrate()
  let isDiskFull = false
  const desk = createDesk({
    storage: { ...storage, commit: async (unit) => (isDiskFull ? Promise.reject(new Error("the disk is full")) : storage.commit(unit)) },
    connectors: [connector],
    rules: [{ id: "lamps", query: "фонар*", topic: "lamps" }],
    routing: { authorities: [], territories: [], rules: [] },
    policies: [],
    authorKey: new Uint8Array(32), // in earnest: secret bytes that stay the same
    clock,
  })
  const handle = createWebhookHandler({
    desk,
    hooks: { "vk-4f9a7c21": connector.id },
    onFailure: (name, error) => console.log(`  not stored: ${name}: ${error instanceof Error ? error.message : "unknown"}`),
  })
  const server = createServer(handle)
  const origin = await start(server)
  const address = `${origin}/hooks/vk-4f9a7c21`
  /** What VK sends goes over the wire to the server that is tried. */
  const deliver = (): Promise<number> => vk.deliver(async (request) => fetch(address, { method: "POST", body: await request.text() }))

  vk.subscribe({ accountId, url: address, secret })
  console.log(`  handshake: ${await deliver()} acknowledged`)
  const text = `Не горит фонарь у дома, ${title}`
  const key = vk.publish({ accountId, authorId, text })

  isDiskFull = true
  assert.equal(await deliver(), 0)
  isDiskFull = false
  console.log(`  delivered again: ${await deliver()} acknowledged`)
  const { incidents } = await desk.find({ limit: 1 })
  assert.deepEqual(incidents[0]?.incident.messageKeys, [key])
  console.log(`  incident ${incidents[0]?.number}: ${incidents[0]?.facts.topic}`)

  const forged = JSON.stringify({ type: "wall_post_new", group_id: 1, event_id: "e", v: "5.199", secret: "guessed", object: {} })
  const answers = [await fetch(address, { method: "POST", body: forged }), await fetch(`${origin}/hooks/other`, { method: "POST" })]
  const large = await fetch(address, { method: "POST", body: "x".repeat(5 * 1024 * 1024) }).catch(() => undefined)
  console.log(`  refused: forged ${answers[0]?.status}, another address ${answers[1]?.status}, too large ${large?.status ?? "cut"}`)
  assert.deepEqual([answers[0]?.status, answers[1]?.status], [403, 404])
  assert.notEqual(large?.ok, true)
  await stop(server)
  database.close()
}

/**
 * Takes no more requests, lets those that run be answered, so that what was stored is acknowledged, and closes what is
 * left.
 */
async function stop(server: Server): Promise<void> {
  const closed = once(server, "close")
  server.close()
  server.closeIdleConnections()
  const grace = new AbortController()
  const late = setTimeout(2000, undefined, { signal: grace.signal }).then(
    () => server.closeAllConnections(),
    () => undefined,
  )
  await closed
  grace.abort()
  await late
}

async function start(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
