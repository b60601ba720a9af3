import assert from "node:assert/strict"
import { createHmac } from "node:crypto"
import { setTimeout } from "node:timers/promises"
// #region use
import { createHttpConnector } from "@otklik/connector-http"
import { createDesk, type Clock } from "@otklik/core"
// #endregion use
import { createMemoryStorage } from "@otklik/storage-memory"

const storage = createMemoryStorage()
const clock: Clock = {
  now: () => new Date().toISOString(),
  sleep: async (millis, signal) => {
    await setTimeout(millis, undefined, { signal }).catch(() => undefined)
  },
}
const settings = { secret: `whsec_${Buffer.from("32 random bytes in earnest, here").toString("base64")}` }

// The other system: it publishes once for a key, and says which replies it published.
const published = new Map<string, { readonly replyId: string; readonly publishedAt: string }>()
const fetch: typeof globalThis.fetch = async (input, init) => {
  const request = new Request(input, init)
  const command = (await request.json()) as { readonly type: string; readonly idempotencyKey: string }
  if (command.type === "publish-reply" && !published.has(command.idempotencyKey))
    published.set(command.idempotencyKey, { replyId: `r${published.size + 1}`, publishedAt: clock.now() })
  const reply = published.get(command.idempotencyKey)
  return Response.json(command.type === "publish-reply" ? reply : { replies: reply === undefined ? [] : [reply] })
}

// #region use
const connector = createHttpConnector({
  network: "portal", // its messages' keys begin with it
  secrets: [settings.secret], // whsec_… of Standard Webhooks, for what comes and what goes out
  clock,
  fetch,
  replies: { url: "https://portal.example.org/otklik", limit: 4000 },
})
const desk = createDesk({
  storage,
  connectors: [connector],
  rules: [{ id: "lamps", query: "фонар*", topic: "lamps" }],
  routing: { authorities: [], territories: [], rules: [] },
  policies: [],
  authorKey: new Uint8Array(32), // in earnest: secret bytes that stay the same
  clock,
})
/** What the host's server calls for `POST /portal`. */
const onPush = (request: Request): Promise<Response> => desk.receive(connector.id, request)
// #endregion use

// #region send
/** What the other system does, in any language with HMAC-SHA256 and base64. */
function signedPush(body: string): Request {
  const [id, seconds] = [`msg_${crypto.randomUUID()}`, Math.floor(Date.now() / 1000)]
  const key = Buffer.from(settings.secret.slice("whsec_".length), "base64")
  const signature = createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64")
  const headers = { "webhook-id": id, "webhook-timestamp": String(seconds), "webhook-signature": `v1,${signature}` }
  return new Request("https://desk.example.org/portal", { method: "POST", headers, body })
}

const message = { id: "4711", text: "Не горит фонарь", publishedAt: "2026-11-24T12:00:00+09:00" }
const answer = await onPush(signedPush(JSON.stringify({ messages: [message, { id: "4712" }] })))
console.log(answer.status, await answer.text())
// #endregion send

assert.equal(answer.status, 200)
const { incidents } = await desk.find({}, { limit: 10 })
assert.deepEqual(
  incidents.map(({ incident }) => incident.messageKeys),
  [["portal:4711"]],
)
const reply = { messageKey: "portal:4711", text: "Заменим завтра", photos: [], idempotencyKey: "1", now: clock.now() }
const receipts = [await connector.doReply?.(reply), await connector.doReply?.(reply)]
assert.deepEqual(
  receipts.map((receipt) => receipt?.replyKey),
  ["portal:r1", "portal:r1"],
)
console.log("the page of the HTTP connector works")
