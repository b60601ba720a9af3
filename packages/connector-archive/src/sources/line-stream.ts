import { DeskError } from "@otklik/core"
import type { LineSource } from "../options.ts"

/** An iterable of lines that is being read. */
export interface LineStream {
  /**
   * The next line; undefined at the end.
   *
   * @throws the signal's reason when it is aborted, even while the source is silent; DeskError `network` when the
   * source fails
   */
  next(signal: AbortSignal | undefined): Promise<string | undefined>
  /** Gives a line back: the next `next` returns it. */
  putBack(text: string): void
  /** Lets the source go. */
  close(): void
}

/**
 * Opens a source so that the line after the first `skip` ones comes next.
 *
 * @param source - the source
 * @param skip - how many lines were read before
 */
export function createLineStream(source: LineSource, skip: number): LineStream {
  let iterator: AsyncIterator<unknown> | undefined
  let toSkip = source.seekable === true ? 0 : skip
  let held: string | undefined

  async function step(signal: AbortSignal | undefined): Promise<string | undefined> {
    let result: IteratorResult<unknown>
    try {
      iterator ??= source.open({ fromLine: source.seekable === true ? skip + 1 : 1 })[Symbol.asyncIterator]()
      result = await untilAborted(iterator.next(), signal)
    } catch (error) {
      if (signal?.aborted === true || error instanceof DeskError) throw error
      throw new DeskError("network", `the source ${source.id} could not be read`, {}, { cause: error })
    }
    if (result.done === true) return undefined
    if (typeof result.value === "string") return result.value
    throw new DeskError("protocol", `the source ${source.id} gave something else than a line of text`, { path: "sources" })
  }

  return {
    async next(signal) {
      signal?.throwIfAborted()
      if (held !== undefined) {
        const text = held
        held = undefined
        return text
      }
      for (; toSkip > 0; toSkip -= 1) if ((await step(signal)) === undefined) return undefined
      return step(signal)
    },
    putBack(text) {
      held = text
    },
    close() {
      // A source that is stuck may never answer this; nobody waits for it, and its failure changes nothing any more.
      iterator?.return?.().catch(() => undefined)
    },
  }
}

/** Settles as the promise does, or with the signal's reason when that comes first. */
function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return promise
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error)
    signal.addEventListener("abort", abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort))
  })
}
