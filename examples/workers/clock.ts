import { setTimeout } from "node:timers/promises"
import type { Clock } from "@otklik/core"

/** The machine's clock. It can wait, as `desk.run` and the connectors need. */
export const clock = {
  now: () => new Date().toISOString(),
  sleep: async (millis: number, signal?: AbortSignal) => {
    await setTimeout(millis, undefined, { signal }).catch(() => undefined)
  },
} satisfies Clock
