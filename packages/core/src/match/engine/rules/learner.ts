import type { MessageTerms } from "../terms/message-terms.ts"

/**
 * Learns from the messages themselves how often each term is met. What it learns changes how fast rules are found,
 * never which.
 */
export interface Learner {
  /** How often a term is met, as a number to compare. */
  weightOf(term: number): number
  /** Counts a message. @returns whether the rules should be filed anew */
  learn(found: MessageTerms): boolean
  /** Whether the next message must be read to be counted. */
  wantsNext(): boolean
  /** Leaves a message uncounted. */
  skip(): void
  messages(): number
}

/** Every message is counted up to the first of these, then one in eight, then one in sixty-four. */
const countAll = 512
const countMany = 8192
/** After so many messages the rules are filed anew; the pause grows with the stream, so that its cost does not. */
const firstFiling = 16
const filingFactor = 8

/**
 * @param guess - the first guess of a term, below 1
 */
export function createLearner(guess: (term: number) => number): Learner {
  let counts = new Int32Array(64)
  let messages = 0
  let nextFiling = firstFiling

  return {
    weightOf: (term) => (counts[term] ?? 0) + guess(term),
    learn(found) {
      messages += 1
      if (!isCounted(messages)) return false
      const { present } = found
      if (present.length > counts.length) {
        const longer = new Int32Array(present.length)
        longer.set(counts)
        counts = longer
      }
      for (let index = found.presentCount - 1; index >= 0; index--) {
        const term = present[index] as number
        counts[term] = (counts[term] as number) + 1
      }
      if (messages < nextFiling) return false
      nextFiling *= filingFactor
      return true
    },
    wantsNext: () => isCounted(messages + 1),
    skip() {
      messages += 1
    },
    messages: () => messages,
  }
}

function isCounted(message: number): boolean {
  return message <= countAll || message % (message <= countMany ? 8 : 64) === 0
}
