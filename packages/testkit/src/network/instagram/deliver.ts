import { createHmac } from "node:crypto"
import type { FaultTracker } from "../fault.ts"
import { instagramApplication } from "./application.ts"
import type { InstagramPush, InstagramState } from "./state.ts"

/** What the handshake expects to hear. */
const challenge = "1158201444"

/**
 * Delivers what waits, in turn: the handshake by GET, then changes by POST, signed over the bytes as they are sent.
 * Letters beyond ASCII are escaped, so another spelling of the same JSON has another signature.
 */
export async function deliverPushes(
  state: InstagramState,
  faults: FaultTracker,
  receive: (request: Request) => Promise<Response>,
): Promise<number> {
  const kinds = new Set(faults.hit("push").map(({ kind }) => kind))
  const waiting = kinds.has("events-lost") ? [] : state.pushes
  state.pushes = []
  const doubled = kinds.has("duplicate") ? waiting.flatMap((push) => [push, push]) : waiting
  let acknowledged = 0
  for (const push of kinds.has("reorder") ? doubled.toReversed() : doubled) {
    if (await send(push, receive)) acknowledged += 1
    else if (!state.pushes.includes(push)) state.pushes.push(push)
  }
  return acknowledged
}

async function send(push: InstagramPush, receive: (request: Request) => Promise<Response>): Promise<boolean> {
  try {
    const response = await receive(requestOf(push))
    return response.ok && (push.change !== undefined || (await response.text()) === challenge)
  } catch {
    return false
  }
}

function requestOf({ subscription, change, date }: InstagramPush): Request {
  const { url, secret, accountId } = subscription
  if (change === undefined) {
    const address = new URL(url)
    const query = { "hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": secret }
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value)
    return new Request(address)
  }
  const json = JSON.stringify({ object: "instagram", entry: [{ id: accountId, time: date, changes: [change] }] })
  const body = json.replaceAll(/[^\u0000-\u007f]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)
  const signature = createHmac("sha256", instagramApplication.secret).update(body).digest("hex")
  return new Request(url, {
    method: "POST",
    headers: { "content-type": "application/json", "x-hub-signature-256": `sha256=${signature}` },
    body,
  })
}
