import type { CoExecutor } from "../incident/index.ts"
import { findOwner } from "./owner.ts"
import { outsidePeriod } from "./period.ts"
import type { RouteFacts, RoutingRule } from "./routing-rule.ts"
import type { Routing } from "./routing.ts"
import { routingIndex, type RoutingIndex } from "./territory-tree.ts"

const unknownTerritory = "the territory is unknown"

/** Why a rule was passed over. */
export interface PassedRule {
  /** The rule. */
  readonly ruleId: string
  /** The condition that was not met. */
  readonly why: string
}

/** An owner, or the visible no-owner queue; always with the reason. */
export interface Route {
  /** Null: nobody owns it, and a person must decide. */
  readonly authorityId: string | null
  /** The rule that decided; null for the no-owner queue. */
  readonly ruleId: string | null
  /** Why, in words. */
  readonly why: string
  /** The rules before it, in order, each with the condition that did not hold. */
  readonly passed: readonly PassedRule[]
  /**
   * Who works on it beside the owner, in the order of the rule; the owner itself is none, and nobody is given twice.
   */
  readonly coExecutors: readonly CoExecutor[]
}

/**
 * Finds the owner of an incident. Total: any facts give an owner or the no-owner queue, and never an error.
 *
 * Rules are tried in their order; the first whose conditions hold and that finds an owner decides.
 *
 * @param routing - authorities, territories, rules (checked by `routingSchema`)
 * @param facts - what is known of the incident
 */
export function route(routing: Routing, facts: RouteFacts): Route {
  const index = routingIndex(routing)
  const passed: PassedRule[] = []
  let nearest: PassedRule | null = null
  for (const rule of routing.rules) {
    const obstacle = obstacleOf(rule, facts, index)
    if (obstacle !== null) {
      passed.push({ ruleId: rule.id, why: obstacle })
      if (obstacle === unknownTerritory) nearest = { ruleId: rule.id, why: obstacle }
      continue
    }
    const owner = findOwner(rule.assign, facts.territoryId, facts.at, index)
    if (owner.authorityId === null) {
      nearest = { ruleId: rule.id, why: owner.why }
      passed.push(nearest)
      continue
    }
    const subject = `${facts.topic === null ? "" : `topic "${facts.topic}", `}rule "${rule.id}"`
    const { coExecutors, missing } = coExecutorsOf(rule, owner.authorityId, facts, index)
    const why = [`${subject}: ${owner.why}`, ...missing.map((reason) => `a co-executor is missing: ${reason}`)].join("; ")
    return { authorityId: owner.authorityId, ruleId: rule.id, why, passed, coExecutors }
  }
  return { authorityId: null, ruleId: null, why: whyNobody(facts, index, nearest), passed, coExecutors: [] }
}

function coExecutorsOf(
  rule: RoutingRule,
  ownerId: string,
  facts: RouteFacts,
  index: RoutingIndex,
): { readonly coExecutors: readonly CoExecutor[]; readonly missing: readonly string[] } {
  const coExecutors: CoExecutor[] = []
  const missing: string[] = []
  for (const assignee of rule.coExecutors ?? []) {
    const { authorityId, why } = findOwner(assignee, facts.territoryId, facts.at, index)
    if (authorityId === null) missing.push(why)
    else if (authorityId !== ownerId && !coExecutors.some((other) => other.authorityId === authorityId))
      coExecutors.push({ authorityId, why })
  }
  return { coExecutors, missing }
}

/** The first condition that does not hold, as a sentence; null when all hold. */
function obstacleOf(rule: RoutingRule, facts: RouteFacts, index: RoutingIndex): string | null {
  const { when } = rule
  const outside = outsidePeriod(rule, facts.at)
  if (outside !== null) return outside
  if (when.topics !== undefined && (facts.topic === null || !when.topics.includes(facts.topic))) {
    return facts.topic === null ? "the topic is unknown" : `not for the topic "${facts.topic}"`
  }
  if (when.networks !== undefined && !when.networks.includes(facts.network)) return `not for the network "${facts.network}"`
  if (when.kinds !== undefined && (facts.kind === undefined || !when.kinds.includes(facts.kind))) return "not for this kind of message"
  if (when.importance !== undefined && when.importance !== (facts.importance ?? "normal")) return `only for ${when.importance} importance`
  if (when.communities !== undefined && !when.communities.includes(facts.communityKey ?? "")) return "not for this community"
  if (when.territoryIds !== undefined) {
    if (facts.territoryId === null) return unknownTerritory
    const wanted = when.territoryIds
    if (!index.chain(facts.territoryId).some((part) => wanted.includes(part.id))) return `not for the territory "${facts.territoryId}"`
  }
  return null
}

/** Names the rule that came nearest, since "no rule" alone helps nobody. */
function whyNobody(facts: RouteFacts, index: RoutingIndex, nearest: PassedRule | null): string {
  const known = [
    `topic ${facts.topic === null ? "unknown" : `"${facts.topic}"`}`,
    `territory ${facts.territoryId === null ? "unknown" : `"${index.territories.get(facts.territoryId)?.id ?? facts.territoryId}"`}`,
    `network "${facts.network}"`,
  ].join(", ")
  return `no owner: ${known}; ${nearest === null ? "no rule fits" : `nearest rule "${nearest.ruleId}": ${nearest.why}`}`
}
