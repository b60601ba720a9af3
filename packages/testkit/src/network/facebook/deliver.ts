import { createHmac } from "node:crypto"
import type { FaultTracker } from "../fault.ts"
import type { FacebookPush, FacebookState, FacebookSubscription } from "./state.ts"

/** So many changes stand in an entry, and so many entries in a push; Meta's batches are larger, and as uneven. */
const changesInEntry = 3
const entriesInPush = 2

/**
 * Shakes hands with addresses that are new, then delivers what waits, in batches. What is not answered with 200 waits
 * for the next time.
 *
 * @returns how many pushes and handshakes were acknowledged
 */
export async function deliverPushes(
  state: FacebookState,
  faults: FaultTracker,
  receive: (request: Request) => Promise<Response>,
): Promise<number> {
  let acknowledged = 0
  for (const subscription of state.subscriptions) {
    if (subscription.isVerified) continue
    subscription.isVerified = await shakeHands(subscription, receive)
    if (subscription.isVerified) acknowledged += 1
  }
  const waiting = state.pushes
  state.pushes = []
  for (const subscription of state.subscriptions) {
    const own = disturbed(
      waiting.filter((push) => push.subscription === subscription),
      faults,
    )
    for (let begin = 0; begin < own.length; begin += changesInEntry * entriesInPush) {
      const batch = own.slice(begin, begin + changesInEntry * entriesInPush)
      if (await send(state, subscription, batch, receive)) acknowledged += 1
      else state.pushes.push(...batch.filter((push, index) => batch.indexOf(push) === index && !state.pushes.includes(push)))
    }
  }
  return acknowledged
}

async function shakeHands({ url, verifyToken }: FacebookSubscription, receive: (request: Request) => Promise<Response>): Promise<boolean> {
  const challenge = "1158201444"
  const query = new URLSearchParams({ "hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": verifyToken })
  try {
    const response = await receive(new Request(`${url}?${query.toString()}`))
    return response.ok && (await response.text()) === challenge
  } catch {
    return false
  }
}

async function send(
  state: FacebookState,
  { accountId, url }: FacebookSubscription,
  batch: readonly FacebookPush[],
  receive: (request: Request) => Promise<Response>,
): Promise<boolean> {
  const entry = []
  for (let begin = 0; begin < batch.length; begin += changesInEntry) {
    const part = batch.slice(begin, begin + changesInEntry)
    entry.push({
      id: accountId,
      time: part.reduce((latest, { time }) => Math.max(latest, time), 0),
      changes: part.map(({ change }) => change),
    })
  }
  const body = escaped(JSON.stringify({ object: "page", entry }))
  const signature = createHmac("sha256", state.application.secret).update(body).digest("hex")
  const headers = { "content-type": "application/json", "x-hub-signature-256": `sha256=${signature}` }
  try {
    return (await receive(new Request(url, { method: "POST", headers, body }))).ok
  } catch {
    return false
  }
}

/** Meta signs what it sends, with everything beyond ASCII escaped. */
function escaped(json: string): string {
  return json.replaceAll(/[\u0080-\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)
}

function disturbed(pushes: readonly FacebookPush[], faults: FaultTracker): readonly FacebookPush[] {
  if (pushes.length === 0) return pushes
  const kinds = new Set(faults.hit("push").map(({ kind }) => kind))
  const doubled = kinds.has("duplicate") ? pushes.flatMap((push) => [push, push]) : pushes
  return kinds.has("reorder") ? doubled.toReversed() : doubled
}
