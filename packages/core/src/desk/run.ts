import { DeskError, diagnosticsChannels, isDeskError, publishDiagnostics } from "../base/index.ts"
import type { DeskContext } from "./context.ts"
import { publish } from "./publish.ts"
import { pull } from "./pull.ts"
import { tick } from "./tick.ts"

/** How to run. */
export interface RunOptions {
  /** Ends the run; what was begun is finished or given back. */
  readonly signal: AbortSignal
  /** The wait between two rounds, in milliseconds by the desk's clock. Default 5 000. */
  readonly pauseMillis?: number
}

/** Pulls, ticks and publishes in rounds until aborted. Several processes may do so on one database. */
export async function run(context: DeskContext, options: RunOptions): Promise<void> {
  const { clock } = context
  if (clock.sleep === undefined) {
    throw new DeskError("config", "desk.run needs a clock that can wait", {
      issues: [{ path: "clock.sleep", message: "a function was expected" }],
    })
  }
  const { signal, pauseMillis = 5000 } = options
  while (!signal.aborted) {
    for (const stretch of [pull, tick, publish]) {
      try {
        await stretch(context, { signal })
      } catch (error) {
        // A database that is away for a minute must not end the run; anything else is a bug and does.
        if (!isDeskError(error) || !error.retryable) throw error
        publishDiagnostics(diagnosticsChannels.workFailed, () => ({ work: stretch.name, id: context.workerId, code: error.code }))
      }
    }
    if (!signal.aborted) await clock.sleep(pauseMillis, signal)
  }
}
