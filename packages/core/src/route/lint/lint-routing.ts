import { readInstant, type Instant } from "../../base/index.ts"
import type { Routing } from "../routing.ts"
import type { RoutingFinding } from "./finding.ts"
import { lintConflicts } from "./lint-conflicts.ts"
import { lintContacts } from "./lint-contacts.ts"
import { lintIdle } from "./lint-idle.ts"
import { lintRules } from "./lint-rules.ts"
import { lintTopics } from "./lint-topics.ts"
import { ruleBoxes } from "./rule-boxes.ts"
import { spaceOf } from "./space.ts"

/** Options of {@link lintRouting}. */
export interface LintRoutingOptions {
  /** What ended before this moment is not checked; absent: all times are. */
  readonly from?: Instant
  /** Contacts that were last tried before this moment are reported; absent: when they were checked does not matter. */
  readonly contactsCheckedSince?: Instant
}

/**
 * What is wrong with routing data, without an incident: rules that never decide, rules and topics without an owner,
 * rules that contradict each other, authorities that nobody can reach.
 *
 * Exact, not sampled: rules are compared as sets of facts, so that a rule is `unreachable`, `shadowed` or `ownerless`
 * everywhere exactly when there are no facts, with a kind, an importance and a moment, for which `route` lets it
 * decide. A network that no rule names represents all others.
 *
 * @param routing - read with `routingSchema`
 * @param topics - the host's topics
 * @param options - since when things matter
 * @returns what is wrong with rules, then with topics, then with authorities and roles
 */
export function lintRouting(
  routing: Routing,
  topics: readonly {
    /** The topic. */
    readonly id: string
  }[],
  options: LintRoutingOptions = {},
): readonly RoutingFinding[] {
  const topicIds = topics.map(({ id }) => id)
  const given = (name: keyof LintRoutingOptions) => (options[name] === undefined ? undefined : readInstant(options[name], name))
  const space = spaceOf(routing, topicIds, given("from"))
  const rules = ruleBoxes(routing, space)
  return [
    ...lintRules(rules, space),
    ...lintConflicts(rules, space, routing),
    ...lintTopics(rules, space, routing, topicIds),
    ...lintContacts(routing, given("contactsCheckedSince")),
    ...lintIdle(rules, space, routing),
  ]
}
