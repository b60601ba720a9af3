import type { SimulatedFault } from "../fault.ts"
import { lastEvent, pollKey } from "./group-methods.ts"
import type { VkState } from "./state.ts"

/** Answers Bots Long Poll: `failed` 1 for forgotten events, 2 for an old key, 3 for both. It never waits. */
export function answerPoll(
  state: VkState,
  groupId: number,
  params: Readonly<Record<string, string>>,
  faults: readonly SimulatedFault[],
): unknown {
  const events = state.events.get(groupId) ?? { forgotten: 0, list: [] }
  state.events.set(groupId, events)
  for (const { kind } of faults) {
    if (kind === "events-lost") events.forgotten += events.list.splice(0).length
    if (kind === "key-lost") state.counters.set(`poll-key ${groupId}`, (state.counters.get(`poll-key ${groupId}`) ?? 0) + 1)
  }
  const last = lastEvent(state, groupId)
  const ts = Number(params["ts"])
  const isForgotten = !Number.isSafeInteger(ts) || ts < events.forgotten || ts > last
  if (params["key"] !== pollKey(state, groupId)) return { failed: isForgotten ? 3 : 2 }
  if (isForgotten) return { failed: 1, ts: last }
  return { ts: String(last), updates: events.list.slice(ts - events.forgotten) }
}
