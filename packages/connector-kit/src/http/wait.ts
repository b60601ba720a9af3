import { DeskError, instantToMillis, millisToInstant, type Clock, type Instant } from "@otklik/core"

/** A clock that can wait. */
export type WaitingClock = Clock & Required<Pick<Clock, "sleep">>

/**
 * The clock, if it can wait: whatever talks to a network needs one for timeouts and retries.
 *
 * @param clock - as the host gave it
 * @param what - the name for the error's sentence
 * @throws DeskError `config` for a clock without `sleep`
 */
export function requireWaitingClock(clock: Clock, what: string): WaitingClock {
  const sleep = clock.sleep?.bind(clock)
  if (sleep === undefined) {
    const message = "a clock with sleep(millis, signal) is required"
    throw new DeskError("config", `${what}: clock.sleep: ${message}`, { issues: [{ path: "clock.sleep", message }] })
  }
  return { now: () => clock.now(), sleep }
}

/** Ends what waited beside finished work. Made once: an error for each call takes a fiftieth of the time. */
const over = new Error("the work is over")

/**
 * Does something against the clock: when the time is over first, the work's signal aborts.
 *
 * @param clock - measures the time
 * @param millis - how long it may take, milliseconds
 * @param signal - of the caller; aborts the work too
 * @param work - is given the signal that ends it
 * @returns what the work gave, or `"timeout"`
 * @throws the signal's reason when the caller aborted; whatever the work throws
 */
export async function withTimeout<Result>(
  clock: WaitingClock,
  millis: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result | "timeout"> {
  signal?.throwIfAborted()
  const done = new AbortController()
  const late = new AbortController()
  const combined = AbortSignal.any(signal === undefined ? [late.signal] : [late.signal, signal])
  const timer = clock.sleep(millis, done.signal).then((): "timeout" => "timeout")
  const result = work(combined)
  const aborted = new Promise<never>((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason as Error), { signal: done.signal, once: true })
  })
  try {
    const first = await Promise.race([result, timer, aborted])
    if (first === "timeout") {
      late.abort(new Error("the time is over"))
      result.catch(() => undefined)
    }
    return first
  } catch (error) {
    result.catch(() => undefined)
    signal?.throwIfAborted()
    throw error
  } finally {
    done.abort(over)
    timer.catch(() => undefined)
  }
}

/** Time that never goes back, made of a clock that may be set. */
export interface SteadyTime {
  /** Milliseconds; only their differences mean anything. */
  now(): number
  /** The moment of this time at which the clock, as it goes now, shows so much. */
  when(instant: Instant): number
  /** What the clock, as it goes now, will show at a moment of this time. */
  instant(millis: number): Instant
}

/**
 * Makes time that stops when the clock is set back, and goes on with it from there: what was counted before is
 * not yet to come.
 *
 * @param clock - the host's
 */
export function createSteadyTime(clock: Clock): SteadyTime {
  let offset = 0
  let last = -Infinity
  const read = (): { readonly shown: number; readonly steady: number } => {
    const shown = instantToMillis(clock.now())
    if (shown + offset < last) offset = last - shown
    last = shown + offset
    return { shown, steady: last }
  }
  return {
    now: () => read().steady,
    when(instant) {
      const { shown, steady } = read()
      return steady + instantToMillis(instant) - shown
    },
    instant(millis) {
      const { shown, steady } = read()
      return millisToInstant(Math.ceil(millis - steady + shown))
    },
  }
}
