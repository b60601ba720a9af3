import { readInstant, type Instant } from "../base/index.ts"
import type { GoalId, Importance, IncidentKind } from "../incident/index.ts"
import type { Network } from "../message/index.ts"
import { momentOrder, type Policy, type PolicyMoment } from "./policy.ts"

/** What a choice of policy depends on, as far as it is known. */
export interface ClockFacts {
  /** The topic; null: none. */
  readonly topic: string | null
  /** What the message is. */
  readonly kind: IncidentKind
  /** How important it is. */
  readonly importance: Importance
  /** The network of the first message. */
  readonly network: Network
  /** The owner; null while there is none. */
  readonly authorityId: string | null
  /**
   * The moments that have come and whose clocks are to be started now: at registration the first three, at the
   * hand-over `assigned`.
   */
  readonly moments: Readonly<Partial<Record<PolicyMoment, Instant>>>
}

/** A policy that was not chosen, and why. */
export interface PassedPolicy {
  /** The policy. */
  readonly policyId: string
  /** Its edition. */
  readonly policyVersion: string
  /** The condition that was not met. */
  readonly why: string
}

/** Which policy rules a goal, and why this one. */
export interface PolicyChoice {
  /** The goal. */
  readonly goal: GoalId
  /** Null when none applies: the goal then has no clock. */
  readonly policy: Policy | null
  /** Why it is the one, or why there is none. */
  readonly why: string
  /** The goal's other policies, in the order of the list. */
  readonly passed: readonly PassedPolicy[]
}

/**
 * Chooses the one policy of a goal: of those that apply, the one with the most conditions; of equals, the first in the
 * list.
 *
 * A policy that starts at a moment still to come takes part: at registration a special term that runs from the
 * hand-over keeps a general one that runs from registration from starting too early. One whose moment lies before the
 * moments given, and is not among them, does not: its time to start has passed. A policy for given authorities can
 * apply only once the owner is known.
 *
 * @param policies - read with `policySchema`, of any goals, in the order of the host's list
 * @param goal - which goal
 * @param facts - of the incident
 */
export function choosePolicy(policies: readonly Policy[], goal: GoalId, facts: ClockFacts): PolicyChoice {
  const candidates = policies.filter((policy) => policy.goal === goal)
  const judged = candidates.map((policy) => ({ policy, obstacle: obstacleOf(policy, facts), weight: conditionsOf(policy).length }))
  const fitting = judged.filter(({ obstacle }) => obstacle === null)
  const chosen = fitting.reduce<(typeof fitting)[number] | null>(
    (best, next) => (best === null || next.weight > best.weight ? next : best),
    null,
  )
  if (chosen === null) {
    const why = candidates.length === 0 ? `no policy has the goal "${goal}"` : `none of the policies with the goal "${goal}" applies`
    return { goal, policy: null, why, passed: judged.map(({ policy, obstacle }) => passed(policy, obstacle ?? why)) }
  }
  const rest = judged.filter((other) => other !== chosen)
  return {
    goal,
    policy: chosen.policy,
    why: whyChosen(chosen.policy, fitting.length, fitting.filter(({ weight }) => weight === chosen.weight).length),
    passed: rest.map(({ policy, obstacle, weight }) =>
      passed(
        policy,
        obstacle ?? (weight < chosen.weight ? "applies, with fewer conditions" : "applies with as many conditions, further down the list"),
      ),
    ),
  }
}

function passed({ id, version }: Policy, why: string): PassedPolicy {
  return { policyId: id, policyVersion: version, why }
}

function whyChosen(policy: Policy, applicable: number, equals: number): string {
  const conditions = conditionsOf(policy)
  const fits = conditions.length === 0 ? "fits every incident" : `fits by ${conditions.join(", ")}`
  if (applicable === 1) return `${fits}; the only one that applies`
  if (equals === 1) return `${fits}; of the ${applicable} that apply it has the most conditions`
  return `${fits}; of the ${applicable} that apply ${equals} have as many conditions, and it is the first of them in the list`
}

function conditionsOf({ appliesTo }: Policy): readonly string[] {
  return Object.entries(appliesTo).flatMap(([condition, wanted]) => (wanted === undefined ? [] : [condition]))
}

/** Why a policy does not apply; null when it does. */
function obstacleOf(policy: Policy, facts: ClockFacts): string | null {
  const { topics, importance, kinds, networks, authorityIds } = policy.appliesTo
  if (topics !== undefined && (facts.topic === null || !topics.includes(facts.topic))) return "another topic"
  if (importance !== undefined && importance !== facts.importance) return `importance is ${facts.importance}, not ${importance}`
  if (kinds !== undefined && !kinds.includes(facts.kind)) return `kind is ${facts.kind}`
  if (networks !== undefined && !networks.includes(facts.network)) return `network is ${facts.network}`
  if (authorityIds !== undefined && facts.authorityId === null) return "the owner is not known yet"
  if (authorityIds !== undefined && facts.authorityId !== null && !authorityIds.includes(facts.authorityId)) return "another owner"
  const known = momentOrder.filter((moment) => facts.moments[moment] !== undefined)
  const latest = known.at(-1)
  if (latest === undefined) return "no starting moment has been reached"
  const start = facts.moments[policy.startsAt]
  if (start === undefined && momentOrder.indexOf(policy.startsAt) < momentOrder.indexOf(latest))
    return `starts at "${policy.startsAt}", which has passed`
  const judgedAt = readInstant(start ?? facts.moments[latest] ?? "", `moments.${start === undefined ? latest : policy.startsAt}`)
  if (policy.validFrom !== undefined && judgedAt < policy.validFrom) return `valid only from ${policy.validFrom}`
  if (policy.validTo !== undefined && judgedAt >= policy.validTo) return `valid only before ${policy.validTo}`
  return null
}
