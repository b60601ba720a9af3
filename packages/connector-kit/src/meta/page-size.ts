/** So many answers in a row at a reduced size, and a larger one is tried again. Our choice. */
const steadyAnswers = 8

/** So many lists are remembered; those that were reduced first are forgotten. */
const mostLists = 1000

/** What a failure says of the size of the page that was asked for. */
export type SizeVerdict =
  /** Less must be asked for, at once. */
  | "too-much"
  /** It may have been too much: less is asked for the next time. */
  | "perhaps"
  | "other"

/** Knows how much may be asked for at a time, for each list by itself. */
export interface PageSizes {
  /**
   * Asks for a page. Where it is too much, half of it is asked for, down to one item, and the size is remembered for
   * the list; after eight good answers the double is tried.
   *
   * @param list - names the list
   * @param most - items of a page when nothing is known, 1 or more
   * @param ask - given how many items to ask for
   * @throws the error of the last asking
   */
  fit<Result>(list: string, most: number, ask: (limit: number) => Promise<Result>): Promise<Result>
}

/**
 * Makes a memory without lists. It lives as long as the process; after a restart the sizes are found anew.
 *
 * @param judge - what a failure says of the size
 */
export function createPageSizes(judge: (error: unknown) => SizeVerdict): PageSizes {
  const reduced = new Map<string, { readonly size: number; readonly answers: number }>()

  function reduce(list: string, size: number): void {
    reduced.set(list, { size, answers: 0 })
    const [first] = reduced.size > mostLists ? reduced.keys() : []
    if (first !== undefined) reduced.delete(first)
  }

  function praise(list: string, most: number): void {
    const known = reduced.get(list)
    if (known === undefined) return
    const answers = known.answers + 1
    if (answers < steadyAnswers) reduced.set(list, { ...known, answers })
    else if (known.size * 2 >= most) reduced.delete(list)
    else reduced.set(list, { size: known.size * 2, answers: 0 })
  }

  return {
    async fit(list, most, ask) {
      for (;;) {
        const size = Math.min(most, reduced.get(list)?.size ?? most)
        try {
          const result = await ask(size)
          praise(list, most)
          return result
        } catch (error) {
          const verdict = judge(error)
          if (verdict === "other" || size === 1) throw error
          reduce(list, Math.floor(size / 2))
          if (verdict === "perhaps") throw error
        }
      }
    },
  }
}
