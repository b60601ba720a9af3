import type { Instant } from "../base/index.ts"
import type { TemplateFacts } from "./template.ts"

/** A value that a template can hold: a text as it is, a number, a moment, or a day. */
export type ReplyFact =
  | string
  | number
  | {
      /** A moment, worded with its time. */
      readonly moment: Instant
    }
  | {
      /** A moment, worded as its day. */
      readonly day: Instant
    }
  | null
  | undefined

/** How a reply speaks of times and numbers. `@otklik/locale-ru` has `replyWordingRu`. */
export interface ReplyWording {
  /**
   * A moment with its time of day, as a person in the zone reads it.
   *
   * @param instant - the moment
   * @param zone - an IANA zone
   */
  readonly moment: (instant: Instant, zone: string) => string
  /**
   * The local day of a moment.
   *
   * @param instant - the moment
   * @param zone - an IANA zone
   */
  readonly day: (instant: Instant, zone: string) => string
  /**
   * A number.
   *
   * @param value - finite
   */
  readonly number: (value: number) => string
}

/** Times and numbers in English: `1 December 2026, 14:30`, `1 December 2026`, `12,000.5`. */
export const replyWordingEn: ReplyWording = {
  moment: (instant, zone) => `${dayOf(instant, zone)}, ${format(instant, { timeZone: zone, hour: "2-digit", minute: "2-digit" })}`,
  day: dayOf,
  number: (value) => value.toLocaleString("en-GB"),
}

function dayOf(instant: Instant, zone: string): string {
  return format(instant, { timeZone: zone, day: "numeric", month: "long", year: "numeric" })
}

function format(instant: Instant, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat("en-GB", options).format(Date.parse(instant))
}

/**
 * Puts facts into the words of the region: what `renderReply` fills in. A moment is worded in the zone of the region
 * and never in that of the server.
 *
 * @param facts - values by name; what is missing stays missing, for `renderReply` to name
 * @param options - the region's IANA zone, and its wording
 */
export function wordFacts(
  facts: Readonly<Record<string, ReplyFact>>,
  options: {
    /** The IANA zone that moments are worded in. */
    readonly zone: string
    /** The words of the language. */
    readonly wording: ReplyWording
  },
): TemplateFacts {
  const { zone, wording } = options
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, wordOf(fact, zone, wording)]))
}

function wordOf(fact: ReplyFact, zone: string, wording: ReplyWording): string | null {
  if (fact === null || fact === undefined) return null
  if (typeof fact === "string") return fact
  if (typeof fact === "number") return Number.isFinite(fact) ? wording.number(fact) : null
  return "moment" in fact ? wording.moment(fact.moment, zone) : wording.day(fact.day, zone)
}
