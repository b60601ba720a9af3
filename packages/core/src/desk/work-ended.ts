import { diagnosticsChannels, isDeskError, publishDiagnostics } from "../base/index.ts"
import type { DeskContext } from "./context.ts"

/** A piece of work, for whoever measures. */
export interface WorkPlace {
  readonly work: "page" | "clock" | "reply"
  readonly id: string
  readonly connectorId: string | null
}

/**
 * Does a piece of work and tells the diagnostics channel how it ended, and from when to when.
 *
 * @param outcomeOf - says in a word how it ended
 * @throws whatever the work throws
 */
export async function timed<Result>(
  { clock }: DeskContext,
  place: WorkPlace,
  work: () => Promise<Result>,
  outcomeOf: (result: Result) => { readonly outcome: string; readonly error?: unknown },
): Promise<Result> {
  const startedAt = clock.now()
  const tell = (outcome: string, error: unknown): void =>
    publishDiagnostics(diagnosticsChannels.workEnded, () => {
      const code = isDeskError(error) ? error.code : null
      return { ...place, outcome, code, startedAt, endedAt: clock.now() }
    })
  try {
    const result = await work()
    const { outcome, error } = outcomeOf(result)
    tell(outcome, error)
    return result
  } catch (error) {
    tell("failed", error)
    throw error
  }
}
