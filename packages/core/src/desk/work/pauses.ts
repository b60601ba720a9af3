import { nextTry, type Instant } from "../../base/index.ts"
import type { DeskClock } from "../desk-clock.ts"

/** Why and until when something is left alone. */
export interface Pause {
  readonly until: Instant
  /** The network named the moment itself; then nobody knocks before, whoever asks. */
  readonly isNamed: boolean
  /** What it failed with. */
  readonly error: unknown
}

/**
 * What failed lately, in the memory of one process: after a restart each is asked once more.
 */
export interface Pauses {
  /** The pause that holds at a moment, if one does. */
  at(id: string, now: Instant): Pause | undefined
  /**
   * Notes a failure; each in a row doubles the pause.
   *
   * @returns the pause until the next try
   */
  fail(id: string, now: Instant, error: unknown): Pause
  /** Notes that it works again. */
  succeed(id: string): void
}

/** Makes the pauses of one desk. */
export function createPauses(clock: Pick<DeskClock, "named">): Pauses {
  const pauses = new Map<string, Pause & { readonly failures: number }>()
  return {
    at(id, now) {
      const pause = pauses.get(id)
      return pause !== undefined && now < pause.until ? pause : undefined
    },
    fail(id, now, error) {
      const failures = (pauses.get(id)?.failures ?? 0) + 1
      const retryAt = clock.named(error)
      const isNamed = retryAt !== null && retryAt > now
      const pause = { until: isNamed ? retryAt : nextTry(failures, now, null), isNamed, error, failures }
      pauses.set(id, pause)
      return pause
    },
    succeed(id) {
      pauses.delete(id)
    },
  }
}
