import assert from "node:assert/strict"
import { createHmac, timingSafeEqual } from "node:crypto"
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { setTimeout } from "node:timers/promises"
import { createDesk, type Clock } from "@otklik/core"
import { toNodeHandler } from "@otklik/http/node"
import { createMemoryStorage } from "@otklik/storage-memory"
// #region start
import { lookup } from "node:dns/promises"
import { createWebhookSender, type WebhookPayload } from "@otklik/webhooks"
// #endregion start

const clock: Clock = {
  now: () => new Date().toISOString(),
  sleep: async (millis, signal) => setTimeout(millis, undefined, { signal }).catch(() => undefined),
}
const storage = createMemoryStorage()
await storage.migrate()
const desk = createDesk({
  storage,
  connectors: [],
  rules: [],
  routing: { authorities: [], territories: [], rules: [] },
  policies: [],
  authorKey: new Uint8Array(32),
  clock,
})
const secret = `whsec_${Buffer.alloc(32, 1).toString("base64")}`

// #region receive
/** What the other side does, in any language: checks the signature, and asks nothing of the body before. */
function isOurs(headers: Headers, body: string): boolean {
  const [id, seconds] = [headers.get("webhook-id"), headers.get("webhook-timestamp")]
  if (Math.abs(Date.now() / 1000 - Number(seconds)) > 300) return false
  const key = Buffer.from(secret.slice("whsec_".length), "base64")
  const expected = createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest()
  const given = (headers.get("webhook-signature") ?? "").split(" ").map((one) => Buffer.from(one.replace("v1,", ""), "base64"))
  return given.some((signature) => signature.length === expected.length && timingSafeEqual(signature, expected))
}
// #endregion receive

const types: string[] = []
async function receive(request: Request): Promise<Response> {
  const body = await request.text()
  if (!isOurs(request.headers, body)) return new Response(null, { status: 400 })
  types.push((JSON.parse(body) as WebhookPayload).type)
  return new Response(null, { status: 204 })
}
const receiver = createServer(toNodeHandler(receive)).listen(0)
await once(receiver, "listening")
const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`

// #region start
const webhooks = createWebhookSender({
  desk,
  clock,
  fetch,
  random: Math.random,
  endpoints: [
    {
      id: "ministry",
      url, // https://…; http: is for this very machine alone
      allowHttp: true,
      secrets: [secret], // while it is exchanged for another: both
      types: ["incident-registered", "reply-published", "incident-closed"],
    },
  ],
  apiUrl: "https://desk.example.org/api/v1",
  lookup: async (name) => (await lookup(name, { all: true })).map(({ address }) => address),
  onNotice: (notice) => console.error("webhooks:", notice.type, notice.endpointId),
})
const stop = new AbortController()
const working = Promise.all([desk.run({ signal: stop.signal }), webhooks.run({ signal: stop.signal })])
// #endregion start

while ((await webhooks.status())[0]?.changedAt === null) await setTimeout(5)
await desk.register(
  { from: "phone", text: "Во дворе не горит фонарь" },
  { actor: { id: "ivanova", kind: "person" }, idempotencyKey: "form-17" },
)
while (types.length === 0) await setTimeout(5)

// #region repair
for (const { id, state, deadLetters } of await webhooks.status()) {
  if (state === "paused" || state === "disabled") await webhooks.resume(id) // goes on where it was
  if (deadLetters === 0) continue
  const { items } = await webhooks.deadLetters(id)
  await webhooks.replay(id, { positions: items.map(({ position }) => position) })
}
// #endregion repair

stop.abort()
await working
receiver.close()
receiver.closeAllConnections()
assert.deepEqual(types, ["incident.registered"])
console.log(`the page of webhooks works: ${types[0]}`)
