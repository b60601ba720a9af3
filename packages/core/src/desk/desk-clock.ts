import { instantToMillis, isDeskError, millisToInstant, type Clock, type Instant } from "../base/index.ts"

/** Clocks of machines that keep time differ less. Milliseconds. */
const mostOff = 60_000

/** Whether a moment that somebody wrote down lies so far ahead that a clock must have been wrong. */
export function isAhead(moment: Instant, now: Instant): boolean {
  return instantToMillis(moment) > instantToMillis(now) + mostOff
}

/** The clock of the desk's machine, set right by the storage's. */
export interface DeskClock extends Clock {
  /**
   * The moment that a network named with an error, which a connector reckoned by the machine's clock; null where it
   * named none.
   */
  named(error: unknown): Instant | null
  /**
   * Compares with a moment of the storage's clock. From then on the clock goes by the storage's, if it was off by more
   * than a minute.
   *
   * @param shown - what the storage's clock showed
   * @param between - the moments of this one right before and right after
   * @returns how far the machine's clock is ahead, minutes, negative for behind, where that changed; undefined where it
   * did not
   */
  compare(shown: Instant, between: { readonly before: Instant; readonly after: Instant }): number | undefined
}

/**
 * Makes the clock of a desk. Several workers write down what was read and what is due: one whose clock is wrong would
 * do so for all of them.
 *
 * @param clock - the host's
 */
export function createDeskClock(clock: Clock): DeskClock {
  const sleep = clock.sleep?.bind(clock)
  let ahead = 0
  return {
    now: () => (ahead === 0 ? clock.now() : millisToInstant(instantToMillis(clock.now()) - ahead)),
    ...(sleep === undefined ? {} : { sleep }),
    named: (error) => (isDeskError(error, "rate-limited") ? millisToInstant(instantToMillis(error.details.retryAt) - ahead) : null),
    compare(shown, { before, after }) {
      const [at, from, to] = [instantToMillis(shown), instantToMillis(before), instantToMillis(after)]
      // The answer took its time: the clock is off only where the storage's lies outside of it.
      const off = at < from - mostOff ? from - at : at > to + mostOff ? to - at : 0
      if (off === 0) return undefined
      ahead = Math.abs(ahead + off) < mostOff ? 0 : ahead + off
      return ahead / 60_000
    },
  }
}
