import * as z from "zod"
import { readOptions } from "../../base/index.ts"
import { localeSchema, type MatchLocale } from "../locale.ts"
import { createMatcher } from "../matcher.ts"
import type { Rule } from "../rule.ts"
import { eachMessage, type TrialMessages } from "./message-stream.ts"
import { createOverlapTally, type ContainedRule, type RuleOverlap, type ShadowedRule } from "./rule-overlap.ts"
import { byTopic } from "./topic-changes.ts"

/** What one rule does on the messages. */
export interface RuleUse {
  /** The rule. */
  readonly ruleId: string
  /** Messages for which it holds. */
  readonly hits: number
  /** `hits` of all messages, 0 to 1; 0 when there are none. */
  readonly share: number
  /** Messages for which it is the first rule that holds. */
  readonly first: number
  /** Messages for which no other rule holds: what would be lost without it. */
  readonly alone: number
}

/** How many messages are about a topic. */
export interface TopicUse {
  /** The topic of the first rule that holds and has one; null where some rule holds but none has a topic. */
  readonly topic: string | null
  /** Messages that some rule of this topic matches. */
  readonly messages: number
}

/** What {@link auditRules} found. */
export interface RuleAudit {
  /** Messages read. */
  readonly messages: number
  /** Messages for which some rule holds. */
  readonly matched: number
  /** In the order of the rules. */
  readonly rules: readonly RuleUse[]
  /** By their first topic: the most frequent first, equal ones by name. Their sum is `matched`. */
  readonly topics: readonly TopicUse[]
  /** Pairs of rules that hold for the same messages, the most alike first. */
  readonly overlaps: readonly RuleOverlap[]
  /** Rules that hold mostly where another one does, the most contained first. */
  readonly contained: readonly ContainedRule[]
  /**
   * Whether every pair was counted; false when there were more pairs than `trackedPairs`: then `overlaps`, `contained`
   * and the `behind` of shadowed rules may lack some. What they say is exact, and so is all else.
   */
  readonly allPairsCounted: boolean
  /** Rules that held for nothing, in their order. */
  readonly neverFired: readonly string[]
  /** Rules that held, but never first: another one always came before. In their order. */
  readonly shadowed: readonly ShadowedRule[]
}

/** Options of {@link auditRules}. */
export interface RuleAuditOptions {
  /** The locale that the matcher has. */
  readonly locale?: MatchLocale | undefined
  /** How many pairs `overlaps` and `contained` report at most, each. 0 to 100 000; default 50. */
  readonly pairs?: number | undefined
  /**
   * How many pairs of rules are counted at most. The first that are met are counted exactly; later ones are left out,
   * and the audit says so. 0 to 10 000 000; default 1 000 000, which is some 100 MB at worst and enough for any 1400
   * rules.
   */
  readonly trackedPairs?: number | undefined
}

const optionsSchema = z.strictObject({
  locale: z.optional(localeSchema),
  pairs: z.int().min(0).max(100_000).default(50),
  trackedPairs: z.int().min(0).max(10_000_000).default(1_000_000),
})

/**
 * What rules do on real messages: how often each holds and comes first, which ones overlap, and which do nothing.
 * What is kept depends on the number of rules and not on that of messages.
 *
 * @param rules - the rules of one matcher, in their order
 * @param messages - read once and one at a time
 * @param options - the locale, and how much is reported pairs
 * @throws DeskError `invalid-rule`; `config` for bad options or a message without text. Whatever `messages` throws
 */
export async function auditRules(rules: readonly Rule[], messages: TrialMessages, options: RuleAuditOptions = {}): Promise<RuleAudit> {
  const { locale, pairs, trackedPairs } = readOptions(optionsSchema, options, "auditRules options")
  const matcher = createMatcher(rules, { locale })
  const uses = rules.map(({ id }) => ({ ruleId: id, hits: 0, first: 0, alone: 0 }))
  const rank = new Map(rules.map(({ id }, index) => [id, index]))
  const overlap = createOverlapTally(trackedPairs)
  const topics = new Map<string | null, number>()
  let read = 0
  let matched = 0
  for await (const { message } of eachMessage(messages)) {
    read += 1
    const matches = matcher.match(message)
    if (matches.length === 0) continue
    matched += 1
    const ranks = matches.map(({ ruleId }) => rank.get(ruleId) ?? 0)
    ranks.forEach((at, place) => {
      const use = uses[at]
      if (use === undefined) return
      use.hits += 1
      if (place === 0) use.first += 1
      if (ranks.length === 1) use.alone += 1
    })
    overlap.add(ranks)
    const topic = matches.find((match) => match.topic !== undefined)?.topic ?? null
    topics.set(topic, (topics.get(topic) ?? 0) + 1)
  }
  return {
    messages: read,
    matched,
    rules: uses.map((use) => ({
      ruleId: use.ruleId,
      hits: use.hits,
      share: read === 0 ? 0 : use.hits / read,
      first: use.first,
      alone: use.alone,
    })),
    topics: Array.from(topics, ([topic, count]) => ({ topic, messages: count })).sort(
      (a, b) => b.messages - a.messages || byTopic(a.topic, b.topic),
    ),
    overlaps: overlap.overlaps(uses, pairs),
    contained: overlap.contained(uses, pairs),
    allPairsCounted: overlap.isComplete(),
    neverFired: uses.filter(({ hits }) => hits === 0).map(({ ruleId }) => ruleId),
    shadowed: overlap.shadowed(uses),
  }
}
