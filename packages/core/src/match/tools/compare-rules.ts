import * as z from "zod"
import { readOptions } from "../../base/index.ts"
import { localeSchema, type MatchLocale } from "../locale.ts"
import type { Match, Rule } from "../rule.ts"
import { eachMessage, type TrialMessages } from "./message-stream.ts"
import { createDifferenceTally, type RuleDifference } from "./rule-difference.ts"
import { pairRules, type RulePairs } from "./rule-pairs.ts"
import { createTopicTally, type TopicChange } from "./topic-changes.ts"

/** What {@link compareRules} found. */
export interface RuleComparison {
  /** Whole messages, however many rules hold for them. */
  readonly messages: {
    /** Messages that were read. */
    readonly read: number
    /** Messages that some rule matched before. */
    readonly matchedBefore: number
    /** Messages that some rule matches now. */
    readonly matchedAfter: number
    /** No rule held before, some rule holds after. */
    readonly caught: number
    /** Some rule held before, none holds after. */
    readonly lost: number
  }
  /**
   * Every rule that was added, removed or changed, those without effect included: in the order of `after`, then those
   * removed.
   */
  readonly rules: readonly RuleDifference[]
  /** How first topics move; the most frequent first. A change of the order of rules shows here and nowhere else. */
  readonly topics: readonly TopicChange[]
}

/** Options of {@link compareRules}. */
export interface RuleComparisonOptions {
  /** The locale that both matchers have. */
  readonly locale?: MatchLocale | undefined
  /**
   * How many messages are reported for each rule and direction, and for each change of topic: the first ones. 0 to
   * 1000; default 10.
   */
  readonly samples?: number | undefined
}

const optionsSchema = z.strictObject({ locale: z.optional(localeSchema), samples: z.int().min(0).max(1000).default(10) })

/**
 * Tries an edit of the rules on messages before it goes live: which matches appear and disappear, and which messages
 * change their topic. Counts are exact. What is kept does not grow with the number of messages, but for the samples
 * that were asked for.
 *
 * @param before - the rules as they are
 * @param after - the rules as they would be; a rule is the same one when its id is
 * @param messages - any real messages, read once and one at a time
 * @param options - the locale, and how many samples
 * @throws DeskError `invalid-rule` with paths as `after[3].query`; `config` for bad options or a message without text.
 * Whatever `messages` throws
 */
export async function compareRules(
  before: readonly Rule[],
  after: readonly Rule[],
  messages: TrialMessages,
  options: RuleComparisonOptions = {},
): Promise<RuleComparison> {
  const { locale, samples } = readOptions(optionsSchema, options, "compareRules options")
  const pairs = pairRules(before, after, locale)
  const differences = createDifferenceTally(pairs, samples)
  const topics = createTopicTally(samples)
  const counts = { read: 0, matchedBefore: 0, matchedAfter: 0, caught: 0, lost: 0 }
  for await (const { place, message } of eachMessage(messages)) {
    const was = pairs.before.match(message)
    const changed = pairs.afterChanged.match(message)
    const kept = was.filter(({ ruleId }) => pairs.unchanged.has(ruleId))
    const isMatch = kept.length + changed.length > 0
    counts.read += 1
    if (was.length > 0) counts.matchedBefore += 1
    if (isMatch) counts.matchedAfter += 1
    if (was.length === 0 && isMatch) counts.caught += 1
    if (was.length > 0 && !isMatch) counts.lost += 1
    differences.add({ place, message }, was, changed)
    topics.add(place, firstTopic(was), firstTopicAfter([...kept, ...changed], pairs))
  }
  return { messages: counts, rules: differences.list(), topics: topics.list() }
}

function firstTopic(matches: readonly Match[]): string | null {
  return matches.find(({ topic }) => topic !== undefined)?.topic ?? null
}

/** The matches come of two matchers: the rank of a rule decides, and an unchanged query may have another topic now. */
function firstTopicAfter(matches: readonly Match[], { afterRank, afterTopics }: RulePairs): string | null {
  let best = afterTopics.length
  for (const { ruleId } of matches) {
    const rank = afterRank.get(ruleId) ?? best
    if (rank < best && afterTopics[rank] !== undefined) best = rank
  }
  return afterTopics[best] ?? null
}
