import assert from "node:assert/strict"
import { once } from "node:events"
import type { AddressInfo } from "node:net"
import { createDesk, type Clock } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
// #region start
import { createServer } from "node:http"
import { createDeskHandler } from "@otklik/http"
import { toNodeHandler } from "@otklik/http/node"
// #endregion start

const clock: Clock = { now: () => new Date().toISOString() }
const desk = createDesk({
  storage: createMemoryStorage(),
  connectors: [],
  rules: [],
  routing: { authorities: [], territories: [], rules: [] },
  policies: [],
  authorKey: new Uint8Array(32),
  clock,
})
const sessions = new Map([["token-of-a-session", "ivanova"]])

// #region start
const handler = createDeskHandler({
  desk,
  clock,
  basePath: "/api/v1",
  authenticate(request) {
    const id = sessions.get(request.headers.get("authorization")?.replace("Bearer ", "") ?? "")
    return id === undefined ? null : { id, kind: "person" }
  },
  hooks: { "vk-4f9a7c21": "vk:club1" },
})
const server = createServer(toNodeHandler(handler)).listen(0)
// #endregion start

await once(server, "listening")
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`

// #region register
const registered = await fetch(`${origin}/incidents`, {
  method: "POST",
  headers: { authorization: "Bearer token-of-a-session", "content-type": "application/json", "idempotency-key": "form-17" },
  body: JSON.stringify({ from: "phone", text: "Во дворе не горит фонарь" }),
})
// #endregion register
assert.equal(registered.status, 201)
const commands = `${new URL(registered.headers.get("location") ?? "", origin).href}/commands`

// #region command
const rejected = await fetch(commands, {
  method: "POST",
  headers: { authorization: "Bearer token-of-a-session", "content-type": "application/json", "if-match": "*" },
  body: JSON.stringify({ type: "dismiss", reason: "same-message" }),
})
const { status, eventTypes } = (await rejected.json()) as { readonly status: string; readonly eventTypes: readonly string[] }
// #endregion command
assert.equal(rejected.status, 200)
assert.ok(eventTypes.length > 0)
assert.equal((await fetch(`${origin}/incidents`, { method: "POST" })).status, 401)
assert.equal((await fetch(`${origin}/readyz`)).status, 200)
server.close()
server.closeAllConnections()
console.log(`the page of http works: ${status}`)
