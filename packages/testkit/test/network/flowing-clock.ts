import { setImmediate } from "node:timers/promises"
import { createFlowingClock as flowingClock, type ManualClock } from "@otklik/testkit"

/**
 * A clock that moves by itself while somebody waits by it: a little each turn of the event loop. No real time passes.
 */
export function createFlowingClock(at: string, stepMillis = 20): ManualClock {
  return flowingClock({ at, stepMillis, turn: setImmediate })
}
