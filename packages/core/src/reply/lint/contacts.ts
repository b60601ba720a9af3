import type { Span } from "../../base/index.ts"

const link =
  /(?<![\p{L}\d@.-])(?:https?:\/\/[^\s<>«»"]+|(?:www\.)?(?:[\p{L}\d](?:[\p{L}\d-]*[\p{L}\d])?\.)+(?:ru|com|org|net|info|su|me|io|рф)(?:\/[^\s<>«»"]*)?)(?![\p{L}\d@])/giu
const email = /(?<![\p{L}\d._%+-])[\p{L}\d._%+-]+@(?:[\p{L}\d-]+\.)+\p{L}{2,}/gu
const phone = /(?<![\d\p{L}])\+?\d(?:[ \u00a0()-]{0,3}\d){4,14}(?!\d)/gu
const mention = /(?<![\p{L}\d])@[\p{L}\d_.]{2,}|\[(?:id|club|public)\d+\|[^\]]+\]/gu

/** The links of a text, with or without `https`. */
export function findLinks(text: string): readonly Span[] {
  return spansOf(text, link)
}

/** The e-mail addresses of a text. */
export function findEmails(text: string): readonly Span[] {
  return spansOf(text, email)
}

/** What could be a telephone number: 5 to 15 digits (E.164), with the signs that people put between them. */
export function findPhones(text: string): readonly Span[] {
  return spansOf(text, phone)
}

/** The accounts that a text mentions. */
export function findMentions(text: string): readonly Span[] {
  return spansOf(text, mention)
}

function spansOf(text: string, pattern: RegExp): readonly Span[] {
  return Array.from(text.matchAll(pattern), (match) => ({ start: match.index, end: match.index + match[0].length }))
}

/**
 * Whether a piece of text is one of the contacts that an office publishes: equal digits for numbers, equal letters
 * otherwise.
 *
 * @param piece - a number, a link or an address out of a reply
 * @param contacts - what the office publishes
 */
export function isOfficial(piece: string, contacts: readonly string[]): boolean {
  const digits = digitsOf(piece)
  return contacts.some((contact) => {
    if (digits.length >= 3 && digits === digitsOf(contact) && !/\p{L}/u.test(piece)) return true
    return piece.toLowerCase() === contact.trim().toLowerCase()
  })
}

/** The digits of a number; the trunk prefix 8 of the numbering plan +7 is written as 7. */
function digitsOf(text: string): string {
  const digits = text.replaceAll(/\D/g, "")
  return digits.length === 11 && digits.startsWith("8") ? `7${digits.slice(1)}` : digits
}

/** Whether a text names one of the contacts, wherever in it. */
export function namesOfficial(text: string, contacts: readonly string[]): boolean {
  const lower = text.toLowerCase()
  const numbers = findPhones(text).map(({ start, end }) => digitsOf(text.slice(start, end)))
  return contacts.some((contact) => {
    const plain = contact.trim().toLowerCase()
    return plain !== "" && (lower.includes(plain) || numbers.includes(digitsOf(contact)))
  })
}
