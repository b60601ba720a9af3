import { setTimeout as wait } from "node:timers/promises"
import { addMinutes, type Clock, type Instant } from "@otklik/core"
import type { NetworkClock } from "../../../zabaykalye/demo/networks/network-clock.ts"

/** The clock of the example's day: first moved on by whoever plays the past, then running as clocks do. */
export interface DayClock extends NetworkClock {
  /** From now on a second is a second. */
  run(): void
  /** The same for the desk itself: it waits for nothing while the past is played, and a lease is not renewed by it. */
  readonly ofDesk: Clock
}

/** Pauses of this length or longer are limits for an answer: nobody waits for them while the past is played. */
const limitMinutes = 60

/**
 * Makes the clock of the day. While the past is played a pause passes at once, and has moved the clock on.
 *
 * @param at - where it begins
 */
export function createDayClock(at: Instant): DayClock {
  let present = at
  let running: { readonly since: number; readonly at: number } | undefined
  const now = (): Instant => {
    if (running === undefined) return present
    return new Date(running.at + Math.round(performance.now() - running.since)).toISOString()
  }
  const aborted = async (signal: AbortSignal | undefined): Promise<void> =>
    new Promise<void>((resolve) => signal?.addEventListener("abort", () => resolve(), { once: true }))
  const pass = async (millis: number, signal: AbortSignal | undefined): Promise<void> => {
    await wait(millis, undefined, { ...(signal === undefined ? {} : { signal }), ref: false }).catch(() => undefined)
  }
  return {
    now,
    ofDesk: {
      now,
      sleep: async (millis, signal) => (running === undefined ? aborted(signal) : pass(millis, signal)),
    },
    reach(moment) {
      if (running === undefined && moment > present) present = moment
    },
    run() {
      running ??= { since: performance.now(), at: Date.parse(present) }
    },
    async sleep(millis, signal) {
      if (running !== undefined) await pass(millis, signal)
      else if (millis / 60_000 < limitMinutes) present = addMinutes(present, millis / 60_000)
      else await aborted(signal)
    },
  }
}
