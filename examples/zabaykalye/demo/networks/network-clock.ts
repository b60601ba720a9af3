import { addMinutes, type Instant } from "@otklik/core"
import type { ReplayClock } from "../replay/replay-clock.ts"

/** A clock that people move, and that connectors may wait by. */
export interface NetworkClock extends ReplayClock {
  sleep(millis: number, signal?: AbortSignal): Promise<void>
}

/**
 * Waits from here on are limits for an answer, and not pauses: nobody waits for them, since every answer comes at once.
 * Minutes.
 */
export const answerLimitMinutes = 60

/**
 * Makes the clock of the day. A pause that a connector makes (quotas, tries after a failure) passes at once, and the
 * clock has moved on by it: so that the day goes by in seconds, and every run of it is the same.
 *
 * @param at - where it begins
 */
export function createNetworkClock(at: Instant): NetworkClock {
  let present = at
  const reach = (moment: Instant): void => {
    if (moment > present) present = moment
  }
  return {
    now: () => present,
    reach,
    async sleep(millis, signal) {
      const minutes = millis / 60_000
      if (minutes < answerLimitMinutes) return reach(addMinutes(present, minutes))
      await new Promise<void>((resolve) => signal?.addEventListener("abort", () => resolve(), { once: true }))
    },
  }
}
