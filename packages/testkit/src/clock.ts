import { addMinutes, readOptions, type Clock, type Instant } from "@otklik/core"
import { instantSchema } from "@otklik/core/connector"
import { configError, didYouMean } from "@otklik/core/internal"

/** A clock that does not move until somebody moves it. */
export interface ManualClock extends Clock {
  /** Waits until the clock has been moved far enough, or the signal aborts. No real time passes. */
  sleep(millis: number, signal?: AbortSignal): Promise<void>
  /** How many waits have not ended. */
  readonly sleepers: number
  /**
   * Sets the present moment, to the past as well.
   *
   * @param at - any ISO 8601 moment with an offset
   * @throws DeskError `config` for anything else
   */
  set(at: string): void
  /**
   * Moves the clock.
   *
   * @param minutes - by wall clock; fractions allowed, negative to go back
   * @returns the new present moment
   * @throws DeskError `config` when the number is not finite
   */
  advance(minutes: number): Instant
}

/**
 * Makes a clock for tests and simulations.
 *
 * @param options - `at`: the moment to begin with, any ISO 8601 moment with an offset
 * @throws DeskError `config` for wrong options
 */
export function createManualClock(options: {
  /** The moment that it begins with. */
  readonly at: string
}): ManualClock {
  const unknown = Object.keys(options).filter((field) => field !== "at")
  if (unknown.length > 0) {
    const issues = unknown.map((path) => ({ path, message: `there is no such field${didYouMean(path, ["at"])}` }))
    throw configError("createManualClock options", issues)
  }
  let present = readOptions(instantSchema, options.at, "createManualClock options.at")
  const sleepers = new Set<{ readonly until: Instant; readonly wake: () => void }>()
  const wakeDue = (): void => {
    for (const sleeper of sleepers) if (sleeper.until <= present) sleeper.wake()
  }
  return {
    now: () => present,
    get sleepers() {
      return sleepers.size
    },
    sleep: (millis, signal) =>
      new Promise((resolve) => {
        const until = addMinutes(present, millis / 60_000)
        const sleeper = {
          until,
          wake: (): void => {
            sleepers.delete(sleeper)
            signal?.removeEventListener("abort", sleeper.wake)
            resolve()
          },
        }
        sleepers.add(sleeper)
        signal?.addEventListener("abort", sleeper.wake)
        if (until <= present || signal?.aborted === true) sleeper.wake()
      }),
    set(at) {
      present = readOptions(instantSchema, at, "ManualClock.set")
      wakeDue()
    },
    advance(minutes) {
      if (!Number.isFinite(minutes))
        throw configError("ManualClock.advance", [{ path: "minutes", message: "a finite number was expected" }])
      present = addMinutes(present, minutes)
      wakeDue()
      return present
    },
  }
}
