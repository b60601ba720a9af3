import { setImmediate } from "node:timers/promises"
import type { ManualClock } from "@otklik/testkit"

/** Moves the clock, a little each turn of the event loop, until the work is done. No real time passes. */
export async function flow<Result>(clock: ManualClock, work: Promise<Result>, stepMillis = 100): Promise<Result> {
  let done = false
  const settled = work.finally(() => {
    done = true
  })
  settled.catch(() => undefined)
  while (!done) {
    await setImmediate()
    if (!done && clock.sleepers > 0) clock.advance(stepMillis / 60_000)
  }
  return settled
}

/** What a promise was rejected with. */
export async function rejection(work: Promise<unknown>): Promise<unknown> {
  try {
    await work
  } catch (error) {
    return error
  }
  throw new Error("a rejection was expected")
}
