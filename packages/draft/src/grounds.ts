import { findEmails, findLinks, findMentions, findPhones } from "@otklik/core/internal"
import type { MatchLocale } from "@otklik/core/rules"

/** What a draft may be made of. */
export interface DraftSource {
  /** A guidance text, a template, an answered incident, or a fact of the desk (owner, due day, number). */
  readonly kind: "guidance" | "template" | "answered" | "desk"
  /** Its id; of an answered incident that of the draft that answered. */
  readonly id: string
  /** The text. */
  readonly text: string
}

/** What kind of fact. */
export type FactKind = "contact" | "number" | "time" | "name" | "body"

/** A fact of a draft. */
export interface DraftFact {
  /** Where in the draft. */
  readonly start: number
  /** Where it ends. */
  readonly end: number
  /** What it is. */
  readonly kind: FactKind
}

/** A fact that stands in a source. */
export interface GroundedFact extends DraftFact {
  /** The first source that has it. */
  readonly source: Pick<DraftSource, "kind" | "id">
}

/** What the check of a draft found. */
export interface Grounds {
  /** Facts that stand in a source. */
  readonly facts: readonly GroundedFact[]
  /** Facts that stand in none. */
  readonly ungrounded: readonly DraftFact[]
}

/** The words by which facts are known in a language. `draftLanguageRu()` of `@otklik/locale-ru` is one. */
export interface DraftLanguage {
  /** Keys and common words. */
  readonly locale: MatchLocale
  /** Words of times and measures, folded, any form: `день`, `неделя`, `рубль`. */
  readonly measures: readonly string[]
  /** Words of times that mean one alone, folded: `завтра`. */
  readonly moments: readonly string[]
  /** Words before a name that make it one of a place, folded: `улица`. */
  readonly places: readonly string[]
  /** Words of bodies, folded: `комитет`. */
  readonly bodies: readonly string[]
  /** Whether a word at the beginning of a sentence is a person's name. */
  readonly isName: (word: string) => boolean
}

interface Token {
  readonly text: string
  readonly key: string
  readonly start: number
  readonly end: number
  readonly isNumber: boolean
  readonly isCapital: boolean
  /** Only spaces and quotation marks between it and the one before, in one sentence. */
  readonly followsClosely: boolean
  readonly startsSentence: boolean
}

interface Source extends DraftSource {
  readonly tokens: readonly Token[]
  readonly lower: string
  readonly phones: readonly string[]
}

/** Digits with the signs inside of numbers, dates and hours; words with hyphens. */
const tokenPattern = /\d+(?:[.,:/-]\d+)*|\p{L}+(?:[-’']\p{L}+)*/gu

/**
 * Looks for every fact of a draft in its sources: numbers with the word beside them, times and measures, phones, links
 * and addresses, names of people, places and bodies. Forms are folded by the language's keys. A true fact in a wrong
 * role it cannot see: that is what the approver is for.
 *
 * @param text - the draft
 * @param sources - what it may be made of
 * @param options - the language, and texts of which names of places may be taken: the complaint
 */
export function checkGrounds(
  text: string,
  sources: readonly DraftSource[],
  options: {
    /** The language of the draft. */
    readonly language: DraftLanguage
    /** Of these only names of places count, where the same word of a place is before them. */
    readonly complaint?: readonly string[]
  },
): Grounds {
  const { language, complaint = [] } = options
  const read = sources.map((source): Source => sourceOf(source, language))
  const places = complaint.map((given) => tokensOf(given, language))
  const keysOf = (words: readonly string[]): ReadonlySet<string> => new Set(words.map((word) => keyOf(word, language)))
  const [measures, moments, placeWords, bodies] = [language.measures, language.moments, language.places, language.bodies].map(keysOf)
  const facts: GroundedFact[] = []
  const ungrounded: DraftFact[] = []
  const judge = (fact: DraftFact, stands: (source: Source) => boolean): void => {
    const source = read.find(stands)
    if (source === undefined) ungrounded.push(fact)
    else facts.push({ ...fact, source: { kind: source.kind, id: source.id } })
  }
  const contacts = [findEmails, findLinks, findMentions].flatMap((find) => find(text)).map(({ start, end }) => ({ start, end }))
  for (const span of contacts) {
    const piece = text
      .slice(span.start, span.end)
      .toLowerCase()
      .replace(/[.,;!?)]+$/u, "")
    judge({ ...span, kind: "contact" }, ({ lower }) => isWhole(lower, piece))
  }
  const phones = findPhones(text).filter(({ start, end }) => digitsOf(text.slice(start, end)).length >= 7)
  for (const { start, end } of phones) {
    const digits = digitsOf(text.slice(start, end))
    judge({ start, end, kind: "contact" }, (source) => source.phones.includes(digits))
  }
  const taken = [...contacts, ...phones]
  const tokens = tokensOf(text, language)
  for (const [index, token] of tokens.entries()) {
    if (taken.some(({ start, end }) => start <= token.start && token.end <= end)) continue
    const before = token.followsClosely ? tokens[index - 1] : undefined
    const after = tokens[index + 1]?.followsClosely === true ? tokens[index + 1] : undefined
    const { start, end, key } = token
    if (token.isNumber) {
      // With the word beside it: "5 days" is no source of "house 5".
      judge({ start, end, kind: "number" }, (source) =>
        source.tokens.some((one, place) => one.key === key && standsAlike(source.tokens, place, before, after)),
      )
    } else if (moments?.has(key) === true) {
      judge({ start, end, kind: "time" }, (source) => source.tokens.some((one) => one.key === key))
    } else if (measures?.has(key) === true) {
      judge({ start, end, kind: "time" }, (source) =>
        source.tokens.some((one, place) => one.key === key && (before === undefined || source.tokens[place - 1]?.key === before.key)),
      )
    } else if (bodies?.has(key) === true) {
      judge({ start, end, kind: "body" }, (source) =>
        source.tokens.some((one, place) => one.key === key && (after === undefined || source.tokens[place + 1]?.key === after.key)),
      )
    } else if (isName(token, after, language)) {
      const place = before !== undefined && placeWords?.has(before.key) === true ? before.key : null
      // The citizen says where it is, and nothing else that a reply may repeat.
      if (place !== null && places.some((of) => of.some((one, at) => one.key === key && of[at - 1]?.key === place))) continue
      judge({ start, end, kind: "name" }, (source) => source.tokens.some((one) => one.key === key && one.isCapital))
    }
  }
  return { facts: facts.toSorted(byPlace), ungrounded: ungrounded.toSorted(byPlace) }
}

function byPlace(one: DraftFact, other: DraftFact): number {
  return one.start - other.start
}

/** Whether a number has the same word after it, or before it where none is after. A number alone needs no other. */
function standsAlike(tokens: readonly Token[], place: number, before: Token | undefined, after: Token | undefined): boolean {
  if (after !== undefined) return tokens[place + 1]?.key === after.key
  if (before !== undefined) return tokens[place - 1]?.key === before.key
  return true
}

/** A word with a capital letter; at the beginning of a sentence only what is a person's, or begins a name of two. */
function isName(token: Token, after: Token | undefined, { locale, isName: isPerson }: DraftLanguage): boolean {
  if (!token.isCapital || locale.isCommon?.(fold(token.text)) === true) return false
  if (!token.startsSentence) return true
  return (
    isPerson(token.text) ||
    (token.text.length > 1 && token.text === token.text.toUpperCase()) ||
    (after?.isCapital === true && !after.isNumber)
  )
}

function sourceOf(source: DraftSource, language: DraftLanguage): Source {
  return {
    ...source,
    tokens: tokensOf(source.text, language),
    lower: source.text.toLowerCase(),
    phones: findPhones(source.text).map(({ start, end }) => digitsOf(source.text.slice(start, end))),
  }
}

function tokensOf(text: string, language: DraftLanguage): readonly Token[] {
  let last = 0
  let isFirst = true
  return Array.from(text.matchAll(tokenPattern), (match): Token => {
    const [word] = match
    const between = text.slice(last, match.index)
    const isNumber = /^\d/.test(word)
    // The point of an abbreviation ("ул. Ленина") ends no sentence.
    const isAbbreviated = /(?<!\p{L})\p{L}{1,3}$/u.test(text.slice(Math.max(0, last - 4), last))
    const startsSentence = isFirst || /[!?…\n]/u.test(between) || (between.includes(".") && !isAbbreviated)
    const followsClosely = !isFirst && !startsSentence && /^[\s«»"“”№.]*$/u.test(between)
    last = match.index + word.length
    isFirst = false
    return {
      text: word,
      key: isNumber ? word : keyOf(word, language),
      start: match.index,
      end: last,
      isNumber,
      isCapital: /^\p{Lu}/u.test(word),
      followsClosely,
      startsSentence,
    }
  })
}

function keyOf(word: string, { locale }: DraftLanguage): string {
  const folded = fold(word)
  return locale.keyOf?.(folded) ?? folded
}

function fold(word: string): string {
  return word.toLowerCase().replaceAll("ё", "е")
}

/** Whether the office itself publishes what looks like personal data: its digits as one number, or every word. */
export function isPublished(piece: string, office: readonly DraftSource[], language: DraftLanguage): boolean {
  const read = office.map((source) => sourceOf(source, language))
  const digits = digitsOf(piece)
  if (/[@/]/u.test(piece)) return read.some(({ lower }) => isWhole(lower, piece.toLowerCase()))
  if (!/\p{L}/u.test(piece))
    return read.some(({ phones, tokens }) => phones.includes(digits) || tokens.some((one) => one.text === piece.trim()))
  return tokensOf(piece, language).every((token) => read.some(({ tokens }) => tokens.some((one) => one.key === token.key)))
}

function isWhole(text: string, piece: string): boolean {
  for (let at = text.indexOf(piece); at !== -1; at = text.indexOf(piece, at + 1)) {
    const around = `${text[at - 1] ?? " "}${text[at + piece.length] ?? " "}`
    if (piece !== "" && !/[\p{L}\d@]/u.test(around)) return true
  }
  return false
}

/** The digits of a number; the trunk prefix 8 of the numbering plan +7 is written as 7. */
function digitsOf(text: string): string {
  const digits = text.replaceAll(/\D/g, "")
  return digits.length === 11 && digits.startsWith("8") ? `7${digits.slice(1)}` : digits
}
