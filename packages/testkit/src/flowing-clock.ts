import { createManualClock, type ManualClock } from "./clock.ts"

/** What a flowing clock needs. */
export interface FlowingClockOptions {
  /** The moment to begin with, any ISO 8601 moment with an offset. */
  readonly at: string
  /** Lets everything else go on that can: `setImmediate` of `node:timers/promises`. */
  readonly turn: () => Promise<unknown>
  /** How far the clock moves in one turn, milliseconds. Default 20. */
  readonly stepMillis?: number
}

/**
 * Makes a manual clock that moves by itself while somebody waits by it, a little each turn. So slow answers, retries
 * and quotas of a simulated network pass without real time, and nobody has to push.
 *
 * @param options - see {@link FlowingClockOptions}
 * @throws DeskError `config` for a wrong moment
 * @example
 * import { setImmediate } from "node:timers/promises"
 * const clock = createFlowingClock({ at: "2026-11-24T03:00:00.000Z", turn: setImmediate })
 */
export function createFlowingClock({ at, turn, stepMillis = 20 }: FlowingClockOptions): ManualClock {
  const clock = createManualClock({ at })
  let flows = false
  async function flow(): Promise<void> {
    if (flows) return
    flows = true
    while (clock.sleepers > 0) {
      await turn()
      if (clock.sleepers > 0) clock.advance(stepMillis / 60_000)
    }
    flows = false
  }
  return {
    ...clock,
    get sleepers() {
      return clock.sleepers
    },
    sleep(millis, signal) {
      const wait = clock.sleep(millis, signal)
      void flow()
      return wait
    },
  }
}
