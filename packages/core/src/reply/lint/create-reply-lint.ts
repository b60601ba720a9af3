import * as z from "zod/mini"
import { DeskError, readOptions, schemaOf, type Span } from "../../base/index.ts"
import { createMatcher, type Match, type MatchLocale } from "../../match/index.ts"
import { renderReply } from "../template.ts"
import { checkQuotations, checkRequests, checkResponsible, checkTargets, type Ask, type LintTools } from "./checks.ts"
import type { ReplyLintContext } from "./context.ts"
import { usualSeverities, type RawFinding, type ReplyFinding, type ReplyFindingCode, type ReplySeverity } from "./finding.ts"
import { replyLanguageEn, type ReplyLanguage, type ReplyQueries } from "./language.ts"
import { checkPlaceholders, checkShouting } from "./leftovers.ts"
import { checkPersonalData } from "./personal-data.ts"
import { checkManner, checkSubstance } from "./substance.ts"
import { checkDates } from "./times.ts"

const severitySchema = z.enum(["error", "warning", "note"])
const severityKeys = Object.keys(usualSeverities)

/** A phrase that a host does not want in its replies. */
export interface ReplyPhrase {
  /** Unique among the phrases; the code of the finding is `phrase`. */
  readonly id: string
  /** A query of `docs/query-language.md`. */
  readonly query: string
  /** How much it weighs. Default `warning`. */
  readonly severity?: ReplySeverity
  /** What the author of the reply reads. */
  readonly sentence: string
}

/** Checks a {@link ReplyPhrase}. */
export const replyPhraseSchema = schemaOf<ReplyPhrase & { readonly severity: ReplySeverity }, ReplyPhrase>()(
  z.strictObject({
    id: z.string().check(z.minLength(1), z.maxLength(200)),
    query: z.string().check(z.minLength(1)),
    severity: z.prefault(severitySchema, "warning"),
    sentence: z.string().check(z.minLength(1)),
  }),
)

/** Options of {@link createReplyLint}. */
export interface ReplyLintOptions {
  /** Words, sentences and shapes of a language. Default English. */
  readonly language?: ReplyLanguage
  /** Word forms for the queries, as `russian()` of `@otklik/locale-ru`. */
  readonly locale?: MatchLocale
  /** Makes a finding weigh more or less, or switches it off. */
  readonly severities?: Readonly<Partial<Record<Exclude<ReplyFindingCode, "phrase">, ReplySeverity | "off">>>
  /** The host's own rules. */
  readonly phrases?: readonly ReplyPhrase[]
}

/** Checks replies before they are published. */
export interface ReplyLint {
  /**
   * What the author of a reply should know, in the order of the text; what is missing comes first. Nothing is refused:
   * a person decides.
   *
   * @param text - the reply as it is to be published
   * @param context - what is known of it
   */
  lint(text: string, context: ReplyLintContext): readonly ReplyFinding[]
}

const optionsSchema = z.strictObject({
  severities: z.prefault(
    z
      .partialRecord(z.string(), z.union([severitySchema, z.literal("off")]))
      .check(
        z.refine((given) => Object.keys(given).every((code) => severityKeys.includes(code)), `the codes are ${severityKeys.join(", ")}`),
      ),
    {},
  ),
  phrases: z.prefault(z.array(replyPhraseSchema), []),
  locale: z.optional(z.looseObject({})),
  language: z.optional(
    z.looseObject({ months: z.array(z.array(z.string().check(z.minLength(1))).check(z.minLength(1))).check(z.length(12)) }),
  ),
})

const checks: readonly ((text: string, context: ReplyLintContext, tools: LintTools) => readonly RawFinding[])[] = [
  checkDates,
  checkResponsible,
  (text, context, { language }) => checkPersonalData(text, context, language),
  checkRequests,
  checkTargets,
  checkShouting,
  checkPlaceholders,
  checkQuotations,
  checkSubstance,
  checkManner,
]

/**
 * Makes a lint of replies out of a language and the host's rules, once; its queries are compiled here.
 *
 * @param options - language, word forms, severities, the host's own phrases
 * @throws DeskError `config` for options that are wrong, `invalid-rule` for a query that cannot be read
 */
export function createReplyLint(options: ReplyLintOptions = {}): ReplyLint {
  const { severities, phrases } = readOptions(optionsSchema, options, "createReplyLint options")
  const language = options.language ?? replyLanguageEn
  const matching = { locale: options.locale }
  const asked: Readonly<Record<keyof ReplyQueries, string>> = language.queries
  const queries = createMatcher(
    Object.entries(asked).map(([id, query]) => ({ id, query })),
    matching,
  )
  const wanted = createMatcher(
    phrases.map(({ id, query }) => ({ id, query })),
    matching,
  )
  const askerOfOneText = (): Ask => {
    // The same sentences are asked about by several checks.
    const answers = new Map<string, readonly Match[]>()
    return (query: keyof ReplyQueries, text) => {
      const matches = answers.get(text) ?? queries.match(text)
      answers.set(text, matches)
      const match = matches.find(({ ruleId }) => ruleId === query)
      return match === undefined ? undefined : spanOf(match)
    }
  }
  const severityOf = (code: RawFinding["code"]): ReplySeverity | "off" => severities[code] ?? usualSeverities[code]

  return {
    lint(text, context) {
      const tools: LintTools = { language, ask: askerOfOneText(), locale: options.locale }
      const own = checks
        .flatMap((check) => check(text, context, tools))
        .flatMap(({ code, span, facts = {} }): readonly ReplyFinding[] => {
          const severity = severityOf(code)
          if (severity === "off") return []
          return [{ code, severity, span: span ?? null, sentence: renderReply(language.sentences[code], facts), facts }]
        })
      const found = wanted.match(text).map((match): ReplyFinding => {
        const phrase = phrases.find(({ id }) => id === match.ruleId)
        if (phrase === undefined) throw new DeskError("not-found", "a phrase matched that is not known", { id: match.ruleId })
        return { code: "phrase", severity: phrase.severity, span: spanOf(match), sentence: phrase.sentence, facts: {}, ruleId: phrase.id }
      })
      return [...own, ...found].toSorted((one, other) => (one.span?.start ?? -1) - (other.span?.start ?? -1))
    },
  }
}

/** From the first character that made a query hold to the last. */
function spanOf({ clauses }: Match): Span {
  return { start: Math.min(...clauses.map(({ start }) => start)), end: Math.max(...clauses.map(({ end }) => end)) }
}
