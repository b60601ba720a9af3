import { traceWork, diagnosticsChannels, isDeskError, publishDiagnostics } from "../../base/index.ts"
import type { DeskContext } from "../context.ts"
import type { RoundWork } from "../work/rounds.ts"

/** A piece of work as a span: for diagnostics channels. */
export interface WorkSpan {
  readonly work: "page" | "clock" | "reply" | "push" | "command" | "retention" | "commit"
  readonly id: string | null
  readonly connectorId: string | null
}

/** How a piece of work ended, in a word. */
export interface WorkEnd {
  readonly outcome: string
  readonly error?: unknown
}

/** Of which round a piece of work is. */
const roundOf: Partial<Record<WorkSpan["work"], RoundWork>> = { page: "pull", clock: "tick", reply: "publish" }

/**
 * Does a piece of work and reports on the diagnostics channels that it begins, and how it ended, from when to when.
 * What is done inside of it can be reported as a part of it.
 *
 * @param outcomeOf - says in a word how it ended; absent: `done`
 * @throws whatever the work throws
 */
export async function traced<Result>(
  { clock, rounds }: Pick<DeskContext, "clock"> & Partial<Pick<DeskContext, "rounds">>,
  place: WorkSpan,
  work: () => Promise<Result>,
  outcomeOf: (result: Result) => WorkEnd = () => ({ outcome: "done" }),
): Promise<Result> {
  const startedAt = clock.now()
  return traceWork(
    diagnosticsChannels.workStarted,
    () => ({ ...place, startedAt }),
    async (begun) => {
      const tell = ({ outcome, error }: WorkEnd): void =>
        publishDiagnostics(diagnosticsChannels.workEnded, () => {
          const code = isDeskError(error) ? error.code : null
          return { ...place, outcome, code, startedAt, endedAt: clock.now(), begun }
        })
      try {
        const result = await work()
        tell(outcomeOf(result))
        const round = roundOf[place.work]
        if (round !== undefined) rounds?.progress(round, clock.now())
        return result
      } catch (error) {
        tell({ outcome: "failed", error })
        throw error
      }
    },
  )
}
