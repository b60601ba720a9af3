import { defaultViews, type Calendar, type DeskOptions, type PolicyInput, type RoutingInput, type Topic } from "@otklik/core"
import { createReplyLint, type Guidance } from "@otklik/core/replies"
import type { MatchLocale } from "@otklik/core/rules"
import { createCalendar } from "@otklik/core/sla"
import { replyLanguageRu, replyWordingRu, russian, viewWordingRu } from "@otklik/locale-ru"
import { officeCalendar, officeCalendarId } from "./calendar.ts"
import { guidance } from "./guidance/index.ts"
import { survey, tags } from "./office.ts"
import { policies } from "./policies.ts"
import { routing } from "./routing.ts"
import { rules, type RegionRule } from "./rules/index.ts"
import { templates } from "./templates.ts"
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
  /** The lists of the office's day. */
  readonly views: NonNullable<DeskOptions["views"]>
  /** Authors are asked how it was. */
  readonly survey: NonNullable<DeskOptions["survey"]>
  /** Replies are written with templates, and checked in Russian. */
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
  views: defaultViews(viewWordingRu),
  replies: {
    templates,
    wording: replyWordingRu,
    lint: createReplyLint({ language: replyLanguageRu, locale }),
    zone: "Asia/Chita",
  },
}
