import { setImmediate } from "node:timers/promises"
import { createManualClock, type ManualClock } from "@otklik/testkit"

/** A clock that moves by itself while somebody waits by it: a little each turn of the event loop. No real time passes. */
export function createFlowingClock(at: string, stepMillis = 20): ManualClock {
  const clock = createManualClock({ at })
  let flows = false
  async function flow(): Promise<void> {
    if (flows) return
    flows = true
    while (clock.sleepers > 0) {
      await setImmediate()
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
