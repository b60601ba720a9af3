import type { Calendar, DeskOptions, PolicyInput, RoutingInput, Topic } from "@otklik/core"
import { createReplyLint, type Guidance } from "@otklik/core/replies"
import type { MatchLocale } from "@otklik/core/rules"
import { createCalendar } from "@otklik/core/sla"
import { replyLanguageRu, russian } from "@otklik/locale-ru"
import { officeCalendar, officeCalendarId } from "./calendar.ts"
import { guidance } from "./guidance/index.ts"
import { survey, tags } from "./office.ts"
import { policies } from "./policies.ts"
import { routing } from "./routing.ts"
import { rules, type RegionRule } from "./rules/index.ts"
import { topics } from "./topics.ts"

/** What a desk needs to know of a region. */
export interface Region {
  /** In order: the first that matches names the topic. */
  readonly rules: readonly RegionRule[]
  /** Gives the words of rules and the names of places their grammatical forms. */
  readonly locale: MatchLocale
  readonly routing: RoutingInput
  readonly topics: readonly Topic[]
  readonly policies: readonly PolicyInput[]
  readonly calendars: Readonly<Record<string, Calendar>>
  readonly guidance: readonly Guidance[]
  /** What the office marks incidents with. */
  readonly tags: NonNullable<DeskOptions["tags"]>
  /** Authors are asked how it was. */
  readonly survey: NonNullable<DeskOptions["survey"]>
  /** Replies are checked in Russian where they are written. */
  readonly replies: NonNullable<DeskOptions["replies"]>
}

const locale = russian()

/** Zabaykalye, ready for `createDesk`. */
export const region: Region = {
  rules,
  locale,
  routing,
  topics,
  policies,
  calendars: { [officeCalendarId]: createCalendar(officeCalendar) },
  guidance,
  tags,
  survey,
  replies: { lint: createReplyLint({ language: replyLanguageRu, locale }), zone: "Asia/Chita" },
}
