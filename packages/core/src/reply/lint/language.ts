import type { Span } from "../../base/index.ts"
import type { ReplyFindingCode } from "./finding.ts"

/** A piece of personal data in a text. */
export interface PersonalDataFind extends Span {
  /** What it is, for the sentence, in the language of the lint: `mobile phone`. */
  readonly what: string
}

/**
 * Finds one kind of personal data by its shape: a number with its check digits, an address of a flat. Never by a list
 * of names.
 *
 * @param text - a reply
 */
export type PersonalDataDetector = (text: string) => readonly PersonalDataFind[]

/** The questions that a lint asks of a text, each a query of `docs/query-language.md`. */
export interface ReplyQueries {
  /** A day or a term that is no date: `tomorrow`, `within 3 days`. */
  readonly relativeDate: string
  /** A promise without a date: `soon`. */
  readonly vagueDate: string
  /** Any responsible body, where the caller names none. */
  readonly responsible: string
  /** A way to reach somebody that is no number, link or address. */
  readonly contact: string
  /** A request for personal data. It is searched for in each sentence by itself. */
  readonly askForPersonalData: string
  /** A private way: a sentence that names one may ask. */
  readonly privateChannel: string
}

/** Everything that a lint of replies knows of a language and a country. `@otklik/locale-ru` has `replyLanguageRu`. */
export interface ReplyLanguage {
  /** The twelve months, each with every spelling that is next to a day: `["января", "янв"]`. */
  readonly months: readonly (readonly string[])[]
  /** Queries for the words of the language. */
  readonly queries: ReplyQueries
  /** Words by which a bracket is known to be a place to fill in, lower case: `insert`. */
  readonly placeholderWords: readonly string[]
  /** Personal data by its shape in this country. Payment cards and e-mail addresses are searched for everywhere. */
  readonly detectors: readonly PersonalDataDetector[]
  /** What a payment card and an e-mail address are called. */
  readonly names: {
    /** A bank card. */
    readonly card: string
    /** An e-mail address. */
    readonly email: string
  }
  /**
   * A sentence for each finding, a template of `renderReply`. Facts: `what` (`personal-data`), `limit`, `length` and
   * `network` (what a network does not take), `count` (`same-text`).
   */
  readonly sentences: Readonly<Record<Exclude<ReplyFindingCode, "phrase">, string>>
}

/** English: what a lint speaks and reads where the host names no language. */
export const replyLanguageEn: ReplyLanguage = {
  months: [
    ["january", "jan"],
    ["february", "feb"],
    ["march", "mar"],
    ["april", "apr"],
    ["may"],
    ["june", "jun"],
    ["july", "jul"],
    ["august", "aug"],
    ["september", "sep"],
    ["october", "oct"],
    ["november", "nov"],
    ["december", "dec"],
  ],
  queries: {
    relativeDate: "today | tomorrow | (within NEAR/3 (hours | days | week))",
    vagueDate: 'soon | shortly | "in due course" | "as soon as possible"',
    responsible: "administration | ministry | department | inspection | utility | council",
    contact: "hotline | telephone",
    askForPersonalData:
      '(send | write | give | tell | leave) NEAR/5 ("phone number" | passport | "full name" | "date of birth" | "home address")',
    privateChannel: '"private message" | "private messages" | "direct message" | "direct messages"',
  },
  placeholderWords: ["insert", "specify", "name", "date", "todo"],
  detectors: [],
  names: { card: "the number of a payment card", email: "an e-mail address" },
  sentences: {
    "no-date": "an interim reply names a date, or why there is none",
    "other-date": "the date in the text is not the date of the promise",
    "vague-date": "this promises something without a date",
    "no-responsible": "the text does not say who is responsible",
    "no-contact": "the text does not say how to contact the responsible authority",
    "personal-data": "possible personal data: {what}",
    "asks-personal-data": "this asks for personal data in public: move to a private channel",
    "too-long": "{length} characters, and {network} takes {limit}",
    "link-forbidden": "{network} takes no links in a reply",
    "photo-impossible": "{network} takes no photos in a reply",
    shouting: "this shouts",
    placeholder: "this was to be filled in",
    "quotes-gone-text": "this quotes a message that was deleted",
    "same-text": "{count} recent replies have the same text",
  },
}
