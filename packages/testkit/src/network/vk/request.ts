import type { VkState, VkToken } from "./state.ts"

/** A call whose parameters are known to be well-formed. */
export interface VkApiCall {
  readonly state: VkState
  readonly token: VkToken
  readonly params: Readonly<Record<string, string>>
  /** Seconds. */
  readonly now: number
  /** Where the simulator is reached: upload and event servers stand there. */
  readonly origin: string
}

/** A whole number among the parameters. */
export function numberOf({ params }: VkApiCall, name: string, usual: number): number {
  const value = params[name]
  return value === undefined ? usual : Number(value)
}

/** An interval of a list, as `offset` and `count` say. */
export function pageOfItems<Item>(call: VkApiCall, items: readonly Item[], usualCount: number): readonly Item[] {
  const offset = numberOf(call, "offset", 0)
  return items.slice(offset, offset + numberOf(call, "count", usualCount))
}
