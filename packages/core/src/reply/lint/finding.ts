import type { Span } from "../../base/index.ts"

/**
 * What can be wrong with a reply:
 *
 * - `no-time`: an interim reply that names no day and no term; `other-date`: it names another day than the promise;
 *   `promise-in-the-past`: it promises for a day that is over; `vague-date`: "soon";
 * - `nobody-named`, `no-contact`: nobody is named, or no way to reach them;
 * - `only-passed-on`: it says that it was passed on or noted, and neither what was done nor when; `law-only`: it cites
 *   laws and says nothing that was or will be done; `other-subject`: it has no word of the complaint and its topic;
 * - `stock-text`: most of it was said to others as well; `form-reply`: only passed on, or stock text without a time;
 * - `personal-data`: somebody's number or address is in it; `asks-personal-data`: it asks for one in public;
 * - `too-long`, `link-forbidden`, `photo-impossible`: the network does not take it;
 * - `shouting`, `placeholder`: capitals, and what was left of a template;
 * - `quotes-gone-text`: it quotes a message that was deleted or erased;
 * - `impolite`, `no-greeting`, `too-short`: its manner;
 * - `phrase`: a phrase that the host does not want.
 */
export type ReplyFindingCode =
  | "no-time"
  | "other-date"
  | "promise-in-the-past"
  | "vague-date"
  | "nobody-named"
  | "no-contact"
  | "personal-data"
  | "asks-personal-data"
  | "too-long"
  | "link-forbidden"
  | "photo-impossible"
  | "shouting"
  | "placeholder"
  | "quotes-gone-text"
  | "only-passed-on"
  | "stock-text"
  | "form-reply"
  | "law-only"
  | "other-subject"
  | "impolite"
  | "no-greeting"
  | "too-short"
  | "phrase"

/** `error`: it should not go out so; `warning`: probably not meant; `note`: worth a check. */
export type ReplySeverity = "error" | "warning" | "note"

/** One thing about a reply that its author should know. */
export interface ReplyFinding {
  /** What is wrong. */
  readonly code: ReplyFindingCode
  /** How much it weighs. */
  readonly severity: ReplySeverity
  /** Where in the text, in UTF-16 units, half-open; null where something is missing, or the whole is meant. */
  readonly span: Span | null
  /** A sentence in the language of the lint. It never repeats what was found. */
  readonly sentence: string
  /** What the sentence is made of. */
  readonly facts: Readonly<Record<string, string>>
  /** The phrase rule, for `phrase`. */
  readonly ruleId?: string
}

/** What a check found: the lint adds severity and sentence. */
export interface RawFinding {
  readonly code: Exclude<ReplyFindingCode, "phrase">
  readonly span?: Span
  readonly facts?: Readonly<Record<string, string>>
}

/** How much each finding matters, where the host says nothing else. */
export const usualSeverities: Readonly<Record<Exclude<ReplyFindingCode, "phrase">, ReplySeverity>> = {
  "no-time": "warning",
  "other-date": "error",
  "promise-in-the-past": "error",
  "vague-date": "warning",
  "nobody-named": "warning",
  "no-contact": "note",
  "personal-data": "error",
  "asks-personal-data": "error",
  "too-long": "error",
  "link-forbidden": "error",
  "photo-impossible": "error",
  shouting: "note",
  placeholder: "error",
  "quotes-gone-text": "error",
  "only-passed-on": "warning",
  "stock-text": "warning",
  "form-reply": "warning",
  "law-only": "warning",
  "other-subject": "note",
  impolite: "note",
  "no-greeting": "note",
  "too-short": "note",
}
