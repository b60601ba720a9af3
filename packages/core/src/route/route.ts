import type { Instant } from "../base/index.ts"
import type { Importance, IncidentKind } from "../incident/index.ts"
import type { MessageKey, Network } from "../message/index.ts"
import type { Routing, RoutingRule } from "./routing.ts"
import { routingIndex, type RoutingIndex } from "./territory-tree.ts"

/** What routing looks at. */
export interface RouteFacts {
  readonly topic: string | null
  readonly territoryId: string | null
  readonly network: Network
  readonly communityKey?: MessageKey | null
  readonly kind?: IncidentKind
  readonly importance?: Importance
  /** Decides which rules are valid; absent: all of them are. */
  readonly at?: Instant
}

/** Why a rule was passed over. */
export interface PassedRule {
  readonly ruleId: string
  readonly why: string
}

/** An owner, or the visible no-owner queue; always with the reason. */
export interface Route {
  /** Null: nobody owns it, and a person must decide. */
  readonly authorityId: string | null
  /** The rule that decided; null for the no-owner queue. */
  readonly ruleId: string | null
  readonly why: string
  /** The rules before it, in order, each with the condition that did not hold. */
  readonly passed: readonly PassedRule[]
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
  for (const rule of routing.rules) {
    const obstacle = obstacleOf(rule, facts, index)
    if (obstacle !== null) {
      passed.push({ ruleId: rule.id, why: obstacle })
      continue
    }
    const owner = ownerOf(rule, facts, index)
    if (owner.authorityId === null) {
      passed.push({ ruleId: rule.id, why: owner.why })
      continue
    }
    return { authorityId: owner.authorityId, ruleId: rule.id, why: owner.why, passed }
  }
  return { authorityId: null, ruleId: null, why: whyNobody(facts, index, passed), passed }
}

/** The first condition that does not hold, as a sentence; null when all hold. */
function obstacleOf(rule: RoutingRule, facts: RouteFacts, index: RoutingIndex): string | null {
  const { when } = rule
  if (facts.at !== undefined && rule.validFrom !== undefined && facts.at < rule.validFrom) return `valid only from ${rule.validFrom}`
  if (facts.at !== undefined && rule.validTo !== undefined && facts.at >= rule.validTo) return `valid only before ${rule.validTo}`
  if (when.topics !== undefined && (facts.topic === null || !when.topics.includes(facts.topic))) {
    return facts.topic === null ? "the topic is unknown" : `not for the topic "${facts.topic}"`
  }
  if (when.networks !== undefined && !when.networks.includes(facts.network)) return `not for the network "${facts.network}"`
  if (when.kinds !== undefined && (facts.kind === undefined || !when.kinds.includes(facts.kind))) return "not for this kind of message"
  if (when.importance !== undefined && when.importance !== (facts.importance ?? "normal")) return `only for ${when.importance} importance`
  if (when.communities !== undefined && !when.communities.includes(facts.communityKey ?? "")) return "not for this community"
  if (when.territoryIds !== undefined) {
    if (facts.territoryId === null) return "the territory is unknown"
    const wanted = when.territoryIds
    if (!index.chain(facts.territoryId).some((part) => wanted.includes(part.id))) return `not for the territory "${facts.territoryId}"`
  }
  return null
}

function ownerOf(rule: RoutingRule, facts: RouteFacts, index: RoutingIndex): { readonly authorityId: string | null; readonly why: string } {
  const subject = `${facts.topic === null ? "" : `topic "${facts.topic}", `}rule "${rule.id}"`
  if ("authorityId" in rule.assign) {
    const { authorityId } = rule.assign
    if (!index.authorities.has(authorityId)) return { authorityId: null, why: `there is no authority "${authorityId}"` }
    return { authorityId, why: `${subject}: goes to "${authorityId}"` }
  }
  const { role } = rule.assign
  if (facts.territoryId === null) return { authorityId: null, why: `the territory is unknown, so nobody plays the role "${role}"` }
  for (const part of index.chain(facts.territoryId)) {
    const authorityId = part.owners?.[role]
    if (authorityId !== undefined && index.authorities.has(authorityId)) {
      return { authorityId, why: `${subject}: "${authorityId}" plays the role "${role}" in "${part.id}"` }
    }
  }
  return { authorityId: null, why: `nobody plays the role "${role}" in "${facts.territoryId}"` }
}

/** Names the rule that came nearest, since "no rule" alone helps nobody. */
function whyNobody(facts: RouteFacts, index: RoutingIndex, passed: readonly PassedRule[]): string {
  const known = [
    `topic ${facts.topic === null ? "unknown" : `"${facts.topic}"`}`,
    `territory ${facts.territoryId === null ? "unknown" : `"${index.territories.get(facts.territoryId)?.id ?? facts.territoryId}"`}`,
    `network "${facts.network}"`,
  ].join(", ")
  const near = passed.findLast((rule) => rule.why.includes("plays the role") || rule.why === "the territory is unknown")
  return `no owner: ${known}; ${near === undefined ? "no rule fits" : `nearest rule "${near.ruleId}": ${near.why}`}`
}
