import type { Span } from "../../base/index.ts"

/**
 * What can be wrong with a reply:
 *
 * - `no-date`: an interim reply that names no date; `other-date`: it names another one than the promise; `vague-date`:
 *   "soon";
 * - `no-responsible`, `no-contact`: nobody is named, or no way to reach them;
 * - `personal-data`: somebody's number or address is in it; `asks-personal-data`: it asks for one in public;
 * - `too-long`, `link-forbidden`, `photo-impossible`: the network does not take it;
 * - `shouting`, `placeholder`: capitals, and what was left of a template;
 * - `quotes-gone-text`: it quotes a message that was deleted or erased;
 * - `same-text`: many got the same text;
 * - `phrase`: a phrase that the host does not want.
 */
export type ReplyFindingCode =
  | "no-date"
  | "other-date"
  | "vague-date"
  | "no-responsible"
  | "no-contact"
  | "personal-data"
  | "asks-personal-data"
  | "too-long"
  | "link-forbidden"
  | "photo-impossible"
  | "shouting"
  | "placeholder"
  | "quotes-gone-text"
  | "same-text"
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
  "no-date": "warning",
  "other-date": "error",
  "vague-date": "warning",
  "no-responsible": "warning",
  "no-contact": "note",
  "personal-data": "error",
  "asks-personal-data": "error",
  "too-long": "error",
  "link-forbidden": "error",
  "photo-impossible": "error",
  shouting: "note",
  placeholder: "error",
  "quotes-gone-text": "error",
  "same-text": "warning",
}
