import type { Clock, Instant } from "@otklik/core"

/** A clock that shows an archive's own time and never goes back. */
export interface ReplayClock extends Clock {
  /** Moves on to a moment; an earlier one changes nothing. */
  reach(moment: Instant): void
}

/** Where a replay begins: before anything that could have been written. */
const beginning = "1970-01-01T00:00:00.000Z"

/**
 * Makes a clock for a replay. What is written depends on the archive alone, and not on when or how often it is read.
 */
export function createReplayClock(): ReplayClock {
  let present: Instant = beginning
  return {
    now: () => present,
    reach(moment) {
      if (moment > present) present = moment
    },
  }
}
