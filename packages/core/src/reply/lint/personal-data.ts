import type { Span } from "../../base/index.ts"
import { findEmails, findLinks, isOfficial } from "./contacts.ts"
import type { ReplyLintContext } from "./context.ts"
import type { RawFinding } from "./finding.ts"
import type { PersonalDataFind, ReplyLanguage } from "./language.ts"

/** A run of digits in groups, as a card bears them; issuers begin with 2 to 6 (ISO/IEC 7812). */
const cardShape = /(?<![\d\p{L}])[2-6]\d{3}(?:[ \u00a0-]?\d{4}){3}(?:[ \u00a0-]?\d{3})?(?!\d)/gu

/** Numbers of payment cards: 16 or 19 digits with a right check digit. */
function findCards(text: string): readonly Span[] {
  return Array.from(text.matchAll(cardShape), (match) => ({ start: match.index, end: match.index + match[0].length, text: match[0] }))
    .filter((found) => hasLuhnDigit(found.text.replaceAll(/\D/g, "")))
    .map(({ start, end }) => ({ start, end }))
}

/** The check digit of ISO/IEC 7812-1, annex B. */
function hasLuhnDigit(digits: string): boolean {
  let sum = 0
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place])
    const doubled = place % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/**
 * Personal data in a reply. Contacts that the office publishes are none. An e-mail address counts only where those are
 * given, since nothing else distinguishes an office's address from a person's.
 */
export function checkPersonalData(text: string, context: ReplyLintContext, language: ReplyLanguage): readonly RawFinding[] {
  const { contacts } = context
  const named = (spans: readonly Span[], what: string) => spans.map((span): PersonalDataFind => ({ ...span, what }))
  const finds = [
    ...named(findCards(text), language.names.card),
    ...language.detectors.flatMap((detector) => detector(text)),
    ...(contacts === undefined ? [] : named(findEmails(text), language.names.email)),
  ]
  const links = findLinks(text)
  const kept: PersonalDataFind[] = []
  for (const find of finds) {
    if (isOfficial(text.slice(find.start, find.end), contacts ?? [])) continue
    // Numbers of pages are as long as those of cards.
    if (links.some((link) => link.start <= find.start && find.end <= link.end)) continue
    // The first detector names it: a card's digits are no telephone number as well.
    if (kept.some((other) => find.start < other.end && other.start < find.end)) continue
    kept.push(find)
  }
  return kept.map(({ start, end, what }) => ({ code: "personal-data", span: { start, end }, facts: { what } }))
}
