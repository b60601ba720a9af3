import type { FaultTracker } from "../fault.ts"
import type { VkPush, VkState } from "./state.ts"

/**
 * Delivers what waits, in turn. A server answers events with `ok`, and the handshake with its code; anything else is
 * tried again the next time, with the number of tries in `X-Retry-Counter`.
 */
export async function deliverPushes(
  state: VkState,
  faults: FaultTracker,
  codeOf: (communityId: number) => string,
  receive: (request: Request) => Promise<Response>,
): Promise<number> {
  const waiting = state.pushes
  state.pushes = []
  let acknowledged = 0
  for (const push of disturbed(waiting, faults)) {
    const isTaken = await send(push, receive, codeOf(push.server.communityId))
    if (isTaken) acknowledged += 1
    else {
      push.retries += 1
      if (!state.pushes.includes(push)) state.pushes.push(push)
    }
    if (push.isConfirmation) push.server.status = isTaken ? "ok" : "failed"
  }
  return acknowledged
}

async function send(
  { server, body, isConfirmation, retries }: VkPush,
  receive: (request: Request) => Promise<Response>,
  code: string,
): Promise<boolean> {
  const headers = { "content-type": "application/json", ...(retries === 0 ? {} : { "x-retry-counter": String(retries) }) }
  try {
    const response = await receive(new Request(server.url, { method: "POST", headers, body }))
    return response.ok && (await response.text()) === (isConfirmation ? code : "ok")
  } catch {
    return false
  }
}

function disturbed(pushes: readonly VkPush[], faults: FaultTracker): readonly VkPush[] {
  const kinds = new Set(faults.hit("push").map(({ kind }) => kind))
  const doubled = kinds.has("duplicate") ? pushes.flatMap((push) => [push, push]) : pushes
  return kinds.has("reorder") ? doubled.toReversed() : doubled
}
