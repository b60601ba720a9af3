import { instantToMillis } from "@otklik/core"
import type { PullOptions } from "@otklik/core/connector"
import type { Budget } from "./list-items.ts"

/** What a tracker of posts needs. */
export interface PostTrackerOptions<Head> {
  /** Reads what of a post says whether comments came; undefined for one that is gone or closed. */
  read(id: string, pull: PullOptions): Promise<Head | undefined>
  /** Each is read once in this time at most, milliseconds. */
  readonly trustMillis: number
}

/** Heads of posts, those known from before included. */
export interface SeenHeads<Head> {
  /** The posts. */
  readonly heads: readonly {
    /** What was read. */
    readonly head: Head
    /** When it was read, seconds. */ readonly seenAt: number
  }[]
  /** False when one was never read. */
  readonly isWhole: boolean
}

/**
 * Rechecks posts that are older than lists go back, and that are asked for because incidents of theirs are open: those
 * that were not read for longest first, so that each has its turn however many they are.
 *
 * @param options - see {@link PostTrackerOptions}
 * @returns given the posts, and how many of them may be read this time, what is known of them
 */
export function createPostTracker<Head>({
  read,
  trustMillis,
}: PostTrackerOptions<Head>): (ids: ReadonlySet<string>, pull: PullOptions, budget: Budget) => Promise<SeenHeads<Head>> {
  const known = new Map<string, { readonly at: number; readonly head: Head | undefined }>()

  return async (ids, pull, budget) => {
    for (const id of known.keys()) if (!ids.has(id)) known.delete(id)
    const now = instantToMillis(pull.now)
    const seen = (id: string): number => known.get(id)?.at ?? 0
    const due = [...ids].filter((id) => now - seen(id) >= trustMillis).toSorted((one, other) => seen(one) - seen(other))
    for (const id of due) {
      if (!budget.spend()) break
      known.set(id, { at: now, head: await read(id, pull) })
    }
    return {
      heads: [...known.values()].flatMap(({ at, head }) => (head === undefined ? [] : [{ head, seenAt: Math.floor(at / 1000) }])),
      isWhole: known.size === ids.size,
    }
  }
}
