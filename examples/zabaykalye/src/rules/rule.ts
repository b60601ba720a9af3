import type { Rule } from "@otklik/core"
import { advert, announcement, calm, elsewhere, here, news, notRepaired, objection, ours, repaired, story, thanks, voice } from "./words.ts"

/** A keyword rule with the texts that prove it: its tests. */
export interface RegionRule extends Rule {
  readonly topic: string
  readonly version: string
  readonly examples: {
    /** Invented texts that the rule must catch. */
    readonly match: readonly string[]
    /** Invented texts with the same words that it must leave alone. */
    readonly skip: readonly string[]
  }
}

/** The wording of this day; raised whenever a query changes. */
const version = "2026-12-01"

/** What happens in another region, or was put right already. */
const settled = `-(${elsewhere} -${here}) -(${thanks} -(${voice} | ${objection})) -(${repaired} -${notRepaired}) -${story}`

/**
 * A rule about danger: it holds whoever tells of it, but for another region and for what was put right.
 *
 * @param id - the rule's id
 * @param topic - the topic it stands for
 * @param query - what to search for
 * @param match - three texts or more that it catches
 * @param skip - two texts or more that it leaves alone
 */
export function urgentRule(id: string, topic: string, query: string, match: readonly string[], skip: readonly string[]): RegionRule {
  const whole = `(${query}) ${settled}`
  return { id, topic, query: whole.replaceAll(/\s+/g, " ").trim(), version, examples: { match, skip } }
}

/**
 * A rule that leaves news, announcements and offers alone: as {@link urgentRule}, but not for texts that are worded
 * like an advertisement, or like a news item, an announcement or a word of calm without a plea.
 */
export function rule(id: string, topic: string, query: string, match: readonly string[], skip: readonly string[]): RegionRule {
  const quiet = `-(${news} -${voice} -${ours}) -((${calm} | ${announcement}) -(${voice} | ${objection})) -${advert}`
  return urgentRule(id, topic, `(${query}) ${quiet}`, match, skip)
}

/** A rule whose query holds a plea already: as {@link rule}, but the wording of news does not silence it. */
export function pleaRule(id: string, topic: string, query: string, match: readonly string[], skip: readonly string[]): RegionRule {
  return urgentRule(id, topic, `(${query}) -${advert}`, match, skip)
}
