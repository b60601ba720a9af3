import { createHmac } from "node:crypto"
import type { FaultTracker } from "../fault.ts"
import type { XPush, XState } from "./state.ts"

/**
 * Delivers what waits, in turn: the handshake by GET, events signed over their bytes. A webhook gets events only after
 * it answered the handshake; what is not acknowledged waits for the next time.
 */
export async function deliverPushes(
  state: XState,
  faults: FaultTracker,
  receive: (request: Request) => Promise<Response>,
): Promise<number> {
  const waiting = state.pushes
  state.pushes = []
  let acknowledged = 0
  for (const push of disturbed(waiting, faults)) {
    const { webhook, body } = push
    const isTaken = body === undefined ? await shakeHands(push, receive) : webhook.isValid && (await send(push, body, receive))
    if (body === undefined) webhook.isValid = isTaken
    if (isTaken) acknowledged += 1
    else if (!state.pushes.includes(push)) state.pushes.push(push)
  }
  return acknowledged
}

function sign(secret: string, text: string): string {
  return `sha256=${createHmac("sha256", secret).update(text, "utf8").digest("base64")}`
}

async function shakeHands({ webhook }: XPush, receive: (request: Request) => Promise<Response>): Promise<boolean> {
  const token = Buffer.from(`challenge of ${webhook.id}`).toString("base64")
  try {
    const response = await receive(new Request(`${webhook.url}?crc_token=${encodeURIComponent(token)}&nonce=bm9uY2U`))
    const answer: unknown = await response.json()
    const given: unknown = typeof answer === "object" && answer !== null ? Reflect.get(answer, "response_token") : undefined
    return response.ok && given === sign(webhook.secret, token)
  } catch {
    return false
  }
}

async function send({ webhook }: XPush, body: string, receive: (request: Request) => Promise<Response>): Promise<boolean> {
  const headers = { "content-type": "application/json", "x-twitter-webhooks-signature": sign(webhook.secret, body) }
  try {
    return (await receive(new Request(webhook.url, { method: "POST", headers, body }))).ok
  } catch {
    return false
  }
}

/** Handshakes stay where they are. */
function disturbed(pushes: readonly XPush[], faults: FaultTracker): readonly XPush[] {
  const handshakes = pushes.filter(({ body }) => body === undefined)
  let events = pushes.filter(({ body }) => body !== undefined)
  const kinds = new Set(faults.hit("push").map(({ kind }) => kind))
  if (kinds.has("events-lost")) events = []
  if (kinds.has("duplicate")) events = events.flatMap((push) => [push, push])
  return [...handshakes, ...(kinds.has("reorder") ? events.toReversed() : events)]
}
