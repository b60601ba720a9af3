/** What a word is; it decides how its pieces are joined and which of its forms yield to a homonym. */
export type Part = "noun" | "adjective" | "verb" | "other"

/** A word with all its forms, the dictionary form among them. Folded. */
export interface Lexeme {
  readonly lemma: string
  readonly part: Part
  /** A name or an abbreviation. */
  readonly name: boolean
  readonly forms: Set<string>
}

/**
 * Forms that the dictionary lists without saying whose they are, because its rules cannot express them: `льда`,
 * `кровель`, `текла`. A form that a word has taken stays here (two words may share it) and is remembered as taken.
 */
export interface LoosePool {
  has(form: string): boolean
  take(form: string): void
  isTaken(form: string): boolean
}

/** A pool of these forms. */
export function createPool(forms: Iterable<string>): LoosePool {
  const all = new Set(forms)
  const taken = new Set<string>()
  return { has: (form) => all.has(form), take: (form) => void taken.add(form), isTaken: (form) => taken.has(form) }
}

/** Adds those candidates that the pool holds; says how many. */
export function takeAttested(lexeme: Lexeme, candidates: Iterable<string>, pool: LoosePool): number {
  let count = 0
  for (const form of candidates) {
    if (!pool.has(form)) continue
    lexeme.forms.add(form)
    pool.take(form)
    count += 1
  }
  return count
}
