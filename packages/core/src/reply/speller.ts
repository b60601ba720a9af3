import type { Span } from "../base/index.ts"

/** A word that a dictionary does not have. */
export interface Misspelling {
  /** Where in the text, in UTF-16 units, half-open. */
  readonly span: Span
  /** What may have been meant, the likeliest first; empty: nothing is near. */
  readonly suggestions: readonly string[]
}

/** Checks the spelling of replies where they are written: a dictionary of the host's, or a service of its own. */
export interface Speller {
  /**
   * Words that are probably misspelt. Nothing is refused for them.
   *
   * @param text - a reply, with links, numbers and names as they are
   */
  check(text: string): readonly Misspelling[] | Promise<readonly Misspelling[]>
}
