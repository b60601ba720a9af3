import { isDeskError } from "@otklik/core"
import {
  checkRules,
  createMatcher,
  expandQuery,
  lintQuery,
  type DecidingClause,
  type ExpandedWord,
  type LintFinding,
  type MatchedClause,
  type MatchLocale,
} from "@otklik/core/rules"

/** What is tried: a query, and texts to try it on. */
export interface Attempt {
  readonly query: string
  readonly texts: readonly string[]
}

/** What a query does. */
export interface Trial {
  /** What its author should know; a query that cannot be read has one finding, `invalid-query`, with its place. */
  readonly findings: readonly LintFinding[]
  /** What each word of it finds. */
  readonly words: readonly ExpandedWord[]
  /** Each text, in order; empty when the query cannot be read. */
  readonly texts: readonly TriedText[]
}

/** What a query does with a text. */
export interface TriedText {
  readonly text: string
  readonly holds: boolean
  /** The characters that make it hold; a query of exclusions alone has none. */
  readonly clauses: readonly MatchedClause[]
  /** Why it does not hold: what is missing, or excluded and there. */
  readonly because: readonly DecidingClause[]
}

const id = "tried"

/**
 * Tries a query, as a desk would with a rule of it.
 *
 * @param attempt - the query and the texts
 * @param locale - gives the forms of words
 */
export function tryQuery({ query, texts }: Attempt, locale?: MatchLocale): Trial {
  if (query.trim() === "") return { findings: [], words: [], texts: [] }
  const options = locale === undefined ? {} : { locale }
  const findings = lintQuery(query, options)
  const rule = { id, query }
  if (findings.some(({ code }) => code === "invalid-query")) return { findings, words: [], texts: [] }
  try {
    const matcher = createMatcher([rule], options)
    const { failures } = checkRules([{ ...rule, examples: { match: texts, skip: [] } }], options)
    const reasons = new Map(failures.map(({ index, because }) => [index, because]))
    return {
      findings,
      words: expandQuery(query, locale),
      texts: texts.map((text, index) => {
        const [match] = matcher.match(text)
        return { text, holds: match !== undefined, clauses: match?.clauses ?? [], because: reasons.get(index) ?? [] }
      }),
    }
  } catch (error) {
    // A query that can be read and yet is refused: it is longer than a rule may be.
    if (!isDeskError(error)) throw error
    return { findings: [...findings, { code: "invalid-query", message: error.message }], words: [], texts: [] }
  }
}
