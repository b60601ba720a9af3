/** What is learned from the feed and kept: topics and owners, ordinary texts, the habit of places, texts of replies. */
export type LearnedName = "suggester" | "sieve" | "habit" | "stock"

/** Each once: a name that is added fails to compile until it is listed here. */
const names: Readonly<Record<LearnedName, true>> = { suggester: true, sieve: true, habit: true, stock: true }

/** Every name. */
export const learnedNames: readonly string[] = Object.keys(names)

/** The longest body, in bytes: 16 MB. */
export const learnedLimit = 16 * 1024 * 1024

/** Something learned, as it is stored. It follows from the feed and the texts: an export leaves it out. */
export interface LearnedState {
  /** The form of the body. A learner that does not know it begins anew. 1 to 600 characters. */
  readonly format: string
  /**
   * How far was learned, 1 to 600 characters: a position of the feed, and what the learner adds to it. Another one with
   * every write, so that two writers never take each other's state for their own.
   */
  readonly position: string
  /** At most 16 MB; comes back byte for byte. */
  readonly body: Uint8Array
}
