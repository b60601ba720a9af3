import { configError, diagnosticsChannels, isDeskError, publishDiagnostics } from "../base/index.ts"
import type { DeskContext } from "./context.ts"
import { publish } from "./publish.ts"
import { pullRound } from "./pull.ts"
import { readRequest } from "./request.ts"
import { tick } from "./tick.ts"

/** How to run. */
export interface RunOptions {
  /** Ends the run; what was begun is finished or given back. */
  readonly signal: AbortSignal
  /** The wait between two rounds, in milliseconds by the desk's clock. Default 5 000. */
  readonly pauseMillis?: number
}

/** Pulls, ticks and publishes side by side until aborted: none of the three waits for another. Several processes may do so on one database. */
export async function run(context: DeskContext, given: RunOptions): Promise<void> {
  const options = readRequest("run", given)
  const { pauseMillis = 5000 } = options
  const sleep = context.clock.sleep?.bind(context.clock)
  if (sleep === undefined) {
    throw configError("desk.run", [{ path: "clock.sleep", message: "a clock that can wait was expected: sleep(millis, signal)" }])
  }
  const broken = new AbortController()
  const signal = AbortSignal.any([options.signal, broken.signal])
  /** Repeats one kind of work; a round that says "more" is followed by the next at once. */
  const keepUp = async (work: string, round: () => Promise<boolean>): Promise<void> => {
    try {
      while (!signal.aborted) {
        const more = await round().catch((error: unknown) => {
          // A database that is away for a minute must not end the run; anything else is a bug and does.
          if (!isDeskError(error) || !error.retryable) throw error
          publishDiagnostics(diagnosticsChannels.workFailed, () => ({ work, id: context.workerId, code: error.code }))
          return false
        })
        // A wait of nothing gives the host a turn: a source that answers at once must not keep it from its own work.
        if (!signal.aborted) await sleep(more ? 0 : pauseMillis, signal)
      }
    } catch (error) {
      broken.abort()
      throw error
    }
  }
  const waiting = new Set<string>()
  const ends = await Promise.allSettled([
    keepUp("pull", () => pullRound(context, waiting, signal)),
    keepUp("tick", async () => (await tick(context, { signal }), false)),
    keepUp("publish", async () => (await publish(context, { signal }), false)),
  ])
  for (const end of ends) if (end.status === "rejected") throw end.reason
}
