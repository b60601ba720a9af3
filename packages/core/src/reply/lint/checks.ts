import type { Span } from "../../base/index.ts"
import type { MatchLocale } from "../../match/index.ts"
import { findEmails, findLinks, findMentions, findPhones, namesOfficial } from "./contacts.ts"
import type { ReplyLintContext } from "./context.ts"
import { findDates } from "./dates.ts"
import type { RawFinding } from "./finding.ts"
import type { ReplyLanguage, ReplyQueries } from "./language.ts"
import { findQuotations, findQuoted } from "./quotations.ts"
import { sentencesOf, wordsOf } from "./words-of.ts"

/** Where a query holds in a text; undefined where it does not. */
export type Ask = (query: keyof ReplyQueries, text: string) => Span | undefined

/** What every check gets. */
export interface LintTools {
  readonly language: ReplyLanguage
  readonly ask: Ask
  /** Word forms; absent: a word has only itself. */
  readonly locale: MatchLocale | undefined
}

/** A reply says who is responsible, and how to reach them. */
export function checkResponsible(text: string, context: ReplyLintContext, { language, ask }: LintTools): readonly RawFinding[] {
  const { responsible, contacts = [] } = context
  const words = wordsOf(text).map((word) => word.text)
  const isNamed = responsible === undefined ? ask("responsible", text) !== undefined : responsible.some((name) => isMentioned(name, words))
  const dates = findDates(text, language.months)
  const phones = findPhones(text).filter((phone) => !dates.some((date) => date.start < phone.end && phone.start < date.end))
  const canReach =
    phones.length > 0 ||
    [findEmails, findLinks, findMentions].some((find) => find(text).length > 0) ||
    namesOfficial(text, contacts) ||
    ask("contact", text) !== undefined
  return [...(isNamed ? [] : [{ code: "nobody-named" } as const]), ...(canReach ? [] : [{ code: "no-contact" } as const])]
}

/**
 * Whether a name is among words, in whatever case: each of its words has one that begins alike. Of a name of three
 * words and more one may be missing ("администрация города Читы" is mentioned by "администрацией Читы").
 */
function isMentioned(name: string, words: readonly string[]): boolean {
  const parts = wordsOf(name).map((word) => word.text)
  const found = parts.filter((part) => words.some((word) => isFormOf(word, part))).length
  return parts.length > 0 && found >= (parts.length >= 3 ? parts.length - 1 : parts.length)
}

/** Endings of three letters and fewer differ between forms; short words, as abbreviations, do not change. */
function isFormOf(word: string, part: string): boolean {
  if (part.length <= 4) return word === part
  const stem = part.slice(0, Math.max(4, part.length - 3))
  return word.startsWith(stem) && Math.abs(word.length - part.length) <= 3
}

/** Personal data is never asked for in public: a sentence may ask only when it names a private way. */
export function checkRequests(text: string, _context: ReplyLintContext, { ask }: LintTools): readonly RawFinding[] {
  return sentencesOf(text).flatMap((sentence): readonly RawFinding[] => {
    const asked = ask("askForPersonalData", sentence.text)
    if (asked === undefined || ask("privateChannel", sentence.text) !== undefined) return []
    return [{ code: "asks-personal-data", span: { start: sentence.start + asked.start, end: sentence.start + asked.end } }]
  })
}

/** The network takes what is handed to it. */
export function checkTargets(text: string, context: ReplyLintContext): readonly RawFinding[] {
  return (context.targets ?? []).flatMap(({ network, capabilities }): readonly RawFinding[] => {
    const { replyLimit, replyPhoto, replyLinks } = capabilities
    const isLong = replyLimit !== null && text.length > replyLimit
    const long = isLong
      ? [
          {
            code: "too-long" as const,
            span: { start: replyLimit, end: text.length },
            facts: { network, length: String(text.length), limit: String(replyLimit) },
          },
        ]
      : []
    const links = replyLinks === false ? findLinks(text).map((span) => ({ code: "link-forbidden" as const, span, facts: { network } })) : []
    const photo = (context.photoCount ?? 0) > 0 && !replyPhoto ? [{ code: "photo-impossible" as const, facts: { network } }] : []
    return [...long, ...links, ...photo]
  })
}

/** How many words in a row make a quotation. */
const quotedWords = 5

/**
 * A message that is gone is not quoted: neither the words that are still known, nor anything in quotation marks where
 * they are not.
 */
export function checkQuotations(text: string, context: ReplyLintContext): readonly RawFinding[] {
  const { goneTexts = [] } = context
  const known = goneTexts
    .flatMap((gone) => (gone === null ? [] : [findQuoted(text, gone, quotedWords)]))
    .filter((span) => span !== undefined)
  const unknown = goneTexts.includes(null) ? findQuotations(text, quotedWords - 1) : []
  return [...known, ...unknown].map((span) => ({ code: "quotes-gone-text", span }))
}
