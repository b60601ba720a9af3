import { addMinutes, minutesBetween, type Instant } from "../../base/index.ts"

/** The three kinds of work that `desk.run` repeats. */
export type RoundWork = "pull" | "tick" | "publish"

/** What a worker's rounds are at, in the memory of one process. */
export interface Rounds {
  /** A run begins with a kind of work. */
  begin(work: RoundWork, now: Instant): void
  /** Something of it was done, and nothing is expected for that many minutes. Says nothing outside of a run. */
  progress(work: RoundWork, now: Instant, restMinutes?: number): void
  /** The run is over. */
  end(work: RoundWork): void
  /**
   * The kind of work that has been without progress the longest, and since when; null where each did something within
   * these minutes, or nothing runs.
   */
  stuck(now: Instant, minutes: number): { readonly work: RoundWork; readonly since: Instant } | null
}

/** Makes the counter of rounds of one desk. */
export function createRounds(): Rounds {
  const quietUntil = new Map<RoundWork, Instant>()
  return {
    begin: (work, now) => void quietUntil.set(work, now),
    progress(work, now, restMinutes = 0) {
      if (quietUntil.has(work)) quietUntil.set(work, restMinutes === 0 ? now : addMinutes(now, restMinutes))
    },
    end: (work) => void quietUntil.delete(work),
    stuck(now, minutes) {
      const [longest] = [...quietUntil].toSorted(([, one], [, other]) => (one < other ? -1 : 1))
      if (longest === undefined) return null
      const [work, since] = longest
      return minutesBetween(since, now) > minutes ? { work, since } : null
    },
  }
}
