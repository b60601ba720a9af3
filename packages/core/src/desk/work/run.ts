import { addMinutes, configError, diagnosticsChannels, isDeskError, minutesBetween, nextTry, publishDiagnostics } from "../../base/index.ts"
import type { DeskContext } from "../context.ts"
import { publish } from "./publish.ts"
import { pullRound } from "../intake/pull.ts"
import { readRequest } from "../options/request.ts"
import type { RoundWork } from "./rounds.ts"
import { tick } from "./tick.ts"

/** How to run. */
export interface RunOptions {
  /** Ends the run; what was begun is finished or given back. */
  readonly signal: AbortSignal
  /** The wait between two rounds, in milliseconds by the desk's clock. Default 5 000. */
  readonly pauseMillis?: number
}

/**
 * Pulls, ticks and publishes side by side until aborted: none of the three waits for another. Several processes may do
 * so on one database.
 *
 * Whatever fails ends only its own work: the event `work-failed` reports it, and it is tried again after 1, 2, 4 … 60
 * minutes, or after one pause where the error says that it passes (`retryable`). So a full disk, an error of a driver
 * or one incident that cannot be read never ends the run.
 *
 * @throws DeskError `config` before anything is done: the clock cannot wait, or the schema of the storage is not
 * `ready`
 */
export async function run(context: DeskContext, given: RunOptions): Promise<void> {
  const { pauseMillis = 5000, signal } = readRequest("run", given)
  const sleep = context.clock.sleep?.bind(context.clock)
  if (sleep === undefined) {
    throw configError("desk.run", [{ path: "clock.sleep", message: "a clock with sleep(millis, signal) is required" }])
  }
  await requireSchema(context)
  /** Repeats one kind of work; a round that says "more" is followed by the next at once. */
  const keepUp = async (work: RoundWork, round: () => Promise<boolean>): Promise<void> => {
    let failures = 0
    context.rounds.begin(work, context.clock.now())
    while (!signal.aborted) {
      let wait = pauseMillis
      try {
        // A wait of nothing gives the host a turn: a source that answers at once must not keep it from its own work.
        if (await round()) wait = 0
        context.rounds.progress(work, context.clock.now(), wait / 60_000)
        failures = 0
      } catch (error) {
        const passes = isDeskError(error) && error.retryable
        failures = passes ? 0 : failures + 1
        const now = context.clock.now()
        const nextTryAt = passes ? addMinutes(now, pauseMillis / 60_000) : nextTry(failures, now, null)
        wait = Math.max(pauseMillis, minutesBetween(now, nextTryAt) * 60_000)
        context.eventBus.emit("work-failed", { work, id: context.workerId, error, nextTryAt })
        publishDiagnostics(diagnosticsChannels.workFailed, () => ({
          work,
          id: context.workerId,
          code: isDeskError(error) ? error.code : null,
        }))
      }
      if (!signal.aborted) await sleep(wait, signal)
    }
    context.rounds.end(work)
  }
  const waiting = new Set<string>()
  await Promise.all([
    keepUp("pull", () => pullRound(context, waiting, signal)),
    keepUp("tick", async () => (await tick(context, { signal }), false)),
    keepUp("publish", async () => (await publish(context, { signal }), false)),
  ])
}

/**
 * A schema that nobody has migrated fails every work for ever: that is reported at once. A database that is away
 * passes.
 */
async function requireSchema({ storage }: DeskContext): Promise<void> {
  const status = await storage.schemaStatus().catch(() => undefined)
  if (status === undefined || status.state === "ready") return
  throw configError("desk.run", [{ path: "storage", message: `the schema is ${status.state}: call storage.migrate() first` }])
}
