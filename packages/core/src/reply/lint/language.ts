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
  /** That something was or is being done: `repaired`. Asked of each part of a sentence by itself. */
  readonly done: string
  /** That something will be done: `will`. What promises says of nothing that it was done. */
  readonly promise: string
  /** A law or a standard. */
  readonly law: string
  /** That it was passed on, taken under control or noted. */
  readonly passedOn: string
  /** What no office says to a citizen. */
  readonly impolite: string
  /** A greeting. */
  readonly greeting: string
}

/** Everything that a lint of replies knows of a language and a country. `@otklik/locale-ru` has `replyLanguageRu`. */
export interface ReplyLanguage {
  /** The twelve months, each with every spelling that is next to a day: `["января", "янв"]`. */
  readonly months: readonly (readonly string[])[]
  /** Queries for the words of the language. */
  readonly queries: ReplyQueries
  /** Words of replies that say nothing of the subject, folded as a matcher folds them: `hello`, `message`. */
  readonly courtesyWords: readonly string[]
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
   * `network` (what a network does not take), `percent` (`stock-text`), `least` (`too-short`).
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
    relativeDate:
      'today | tomorrow | (within NEAR/3 (hours | days | week | weeks | month)) | "by the end of the week" | "by the end of the month" | "by the end of the year" | "next week" | "next month" | "in january" | "in february" | "in march" | "in april" | "in may" | "in june" | "in july" | "in august" | "in september" | "in october" | "in november" | "in december"',
    vagueDate: 'soon | shortly | "in due course" | "as soon as possible"',
    responsible: "administration | ministry | department | inspection | utility | council",
    contact: "hotline | telephone",
    askForPersonalData:
      '(send | write | give | tell | leave) NEAR/5 ("phone number" | passport | "full name" | "date of birth" | "home address")',
    privateChannel: '"private message" | "private messages" | "direct message" | "direct messages"',
    done: "repaired | fixed | replaced | cleared | removed | restored | filled | cleaned | installed | checked | inspected | completed | paid | refunded",
    promise: "will | shall | plan | planned | scheduled",
    law: 'law | act | regulation | regulations | statute | decree | code | standard | "in accordance with" | "pursuant to"',
    passedOn:
      '"passed on" | forwarded | referred | noted | "under control" | "taken into account" | "sent to the department" | "under consideration"',
    impolite: '"your own fault" | nonsense | stupid | "none of your business" | "stop complaining" | hysterical',
    greeting: 'hello | dear | "good morning" | "good afternoon" | "good evening" | "good day"',
  },
  courtesyWords: [
    "hello",
    "dear",
    "good",
    "afternoon",
    "morning",
    "evening",
    "message",
    "thank",
    "thanks",
    "please",
    "your",
    "have",
    "this",
    "that",
    "will",
    "been",
    "with",
    "from",
  ],
  placeholderWords: ["insert", "specify", "name", "date", "todo"],
  detectors: [],
  names: { card: "the number of a payment card", email: "an e-mail address" },
  sentences: {
    "no-time": "an interim reply names a day or a term, or why there is none",
    "promise-in-the-past": "this promises something for a day that is over",
    "other-date": "the date in the text is not the date of the promise",
    "vague-date": "this promises something without a date",
    "nobody-named": "the text does not say who is responsible",
    "no-contact": "the text does not say how to contact the responsible authority",
    "personal-data": "possible personal data: {what}",
    "asks-personal-data": "this asks for personal data in public: move to a private channel",
    "too-long": "{length} characters, and {network} takes {limit}",
    "link-forbidden": "{network} takes no links in a reply",
    "photo-impossible": "{network} takes no photos in a reply",
    shouting: "this shouts",
    placeholder: "this was to be filled in",
    "quotes-gone-text": "this quotes a message that was deleted",
    "only-passed-on": "the text says that it was passed on, and neither what was done nor when something will be",
    "stock-text": "{percent} % of the text was said to others in the last 30 days",
    "form-reply": "this reads as a form reply: say what was done, or what will be done by when",
    "law-only": "the text cites laws, and does not say what was done or will be",
    "other-subject": "the text shares no word with the complaint and its topic",
    impolite: "this is impolite",
    "no-greeting": "the text does not greet",
    "too-short": "fewer than {least} characters",
  },
}
