import { foldText, type FoldedToken } from "../fold/fold.ts"
import type { MatchLocale } from "../locale.ts"
import { shortestPrefix, shortestTypoWord } from "./limits.ts"
import type { FieldName, WordMatch } from "./query.ts"

const recentLimit = 4096
let recent = new Map<string, readonly FoldedToken[]>()

/**
 * Folds a word of a query. Reading, checking and compiling a rule ask for the same words again and again, and rules
 * share words, so the last few thousand are remembered.
 *
 * @param word - as the query writes it
 */
export function foldQueryWord(word: string): readonly FoldedToken[] {
  const known = recent.get(word)
  if (known !== undefined) return known
  const tokens = foldText(word)
  if (recent.size >= recentLimit) recent = new Map()
  recent.set(word, tokens)
  return tokens
}

/** The values that `kind:` and `has:` know. */
const fieldValues: Readonly<Record<"kind" | "has", readonly string[]>> = {
  kind: ["post", "comment"],
  has: ["photo", "video", "audio", "document", "link", "other"],
}

/** Why a text is not one word, in a sentence; undefined when it is. */
export function wordProblem(text: string): string | undefined {
  const tokens = foldQueryWord(text)
  const last = tokens.at(-1)
  if (last === undefined) return "a word was expected"
  if (tokens.some((token) => token.kind === "hashtag" || token.kind === "mention")) return "a word was expected, not a hashtag or mention"
  if (tokens.length > 1 && last.kind !== "compound" && !/^\d+(?:[-\u2010\u2011]\d+)+$/u.test(text)) return "one word was expected"
  if (last.end !== text.length || tokens[0]?.start !== 0 || tokens.filter((token) => token.kind === "compound").length > 1)
    return "one word was expected"
  return undefined
}

/** The number of letters that a word has after folding; of a hyphenated word, in its last part. */
function lastPartLength(text: string): number {
  return foldQueryWord(text).findLast((token) => token.kind === "word")?.text.length ?? 0
}

/** Whether a word can be matched in this way: prefixes and words with a typo need some letters. */
export function matchProblem(text: string, match: WordMatch, typos: number | undefined): string | undefined {
  if (match === "prefix" && lastPartLength(text) < shortestPrefix) return `a prefix needs ${shortestPrefix} letters or more`
  if (typos === undefined) return undefined
  if (match !== "forms") return "a word marked = or * has no typos"
  if (foldQueryWord(text).length !== 1) return "a hyphenated word has no typos"
  if (lastPartLength(text) < shortestTypoWord) return `a typo is allowed in words of ${shortestTypoWord} letters or more`
  return undefined
}

/** Whether a text is one hashtag or mention from its first to its last character. */
export function isOneTag(text: string, kind: "hashtag" | "mention"): boolean {
  const tag = foldQueryWord(text).at(-1)
  return tag?.kind === kind && tag.start === 0 && tag.end === text.length
}

/** Why a value does not fit its field, in a sentence; undefined when it does. */
export function fieldProblem(field: FieldName, value: string): string | undefined {
  switch (field) {
    case "network":
      return /^[a-z][a-z0-9-]{0,31}$/.test(value) ? undefined : "a network is lower-case letters, digits and hyphens, as network:vk"
    case "source":
      return /^[\p{L}\p{N}_.:-]+$/u.test(value) ? undefined : "a source is the key of a community, as source:vk:-1"
    case "kind":
    case "has":
      return fieldValues[field].includes(value) ? undefined : `${field} is one of ${fieldValues[field].join(", ")}`
  }
}

/**
 * A word and its forms, each folded to one word; forms that are several words are left out.
 *
 * @param word - as the query writes it
 * @param folded - the word, folded
 * @param locale - gives the forms
 */
export function foldedForms(word: string, folded: string, locale: MatchLocale | undefined): ReadonlySet<string> {
  const forms = new Set([folded])
  for (const form of locale?.formsOf(word.toLowerCase()) ?? []) {
    const tokens = foldText(form)
    const whole = tokens.length === 1 ? tokens[0] : tokens.at(-1)?.kind === "compound" ? tokens.at(-1) : undefined
    if (whole !== undefined && (whole.kind === "word" || whole.kind === "compound")) forms.add(whole.text)
  }
  return forms
}
