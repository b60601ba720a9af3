import { route, type Route } from "./route.ts"
import type { RoutingCase } from "./routing-case.ts"
import type { Routing } from "./routing.ts"
import { routingIndex } from "./territory-tree.ts"

/** A case that the rules do not do right by. */
export interface RoutingFailure {
  /** The place in the list, from 0. */
  readonly index: number
  /** The title of the case. */
  readonly title: string
  /** What is not as the case says, a sentence each. */
  readonly problems: readonly string[]
  /** The answer with its whole reason: why this rule, and why not each rule before it. */
  readonly found: Route
}

/** What {@link checkRouting} found. */
export interface RoutingCheck {
  /** Whether every case is as it says. Rules without a case do not make it false. */
  readonly passed: boolean
  /** How many there are. */
  readonly counts: {
    /** Cases that were checked. */
    readonly cases: number
    /** Cases that failed. */
    readonly failed: number
    /** Rules of the routing. */
    readonly rules: number
    /** Rules that no case needs. */
    readonly untested: number
  }
  /** In the order of the cases. */
  readonly failures: readonly RoutingFailure[]
  /** Rules that decide no case, in their order. */
  readonly untested: readonly string[]
}

/**
 * Runs example cases against the rules, as tests of a table that people change.
 *
 * @param routing - read with `routingSchema`
 * @param cases - read with `routingCaseSchema`; absent: those that are kept in the routing data
 */
export function checkRouting(routing: Routing, cases: readonly RoutingCase[] = routing.cases ?? []): RoutingCheck {
  const routes = cases.map((example) => route(routing, example.facts))
  const failures = cases.flatMap((example, index): readonly RoutingFailure[] => {
    const found = routes[index]
    if (found === undefined) return []
    const problems = problemsOf(example, found, routing)
    return problems.length === 0 ? [] : [{ index, title: example.title, problems, found }]
  })
  const deciding = new Set(routes.map(({ ruleId }) => ruleId))
  const untested = routing.rules.map(({ id }) => id).filter((id) => !deciding.has(id))
  const counts = { cases: cases.length, failed: failures.length, rules: routing.rules.length, untested: untested.length }
  return { passed: failures.length === 0, counts, failures, untested }
}

function problemsOf({ facts, owner, ruleId, coExecutors, why = [] }: RoutingCase, found: Route, routing: Routing): readonly string[] {
  const index = routingIndex(routing)
  const problems: string[] = []
  // A slip in the case itself would otherwise pass as "no owner".
  if (facts.territoryId !== null && !index.territories.has(facts.territoryId))
    problems.push(`the case names the territory "${facts.territoryId}", and there is none`)
  if (owner !== null && !index.authorities.has(owner)) problems.push(`the case names the authority "${owner}", and there is none`)
  if (ruleId !== undefined && !routing.rules.some(({ id }) => id === ruleId))
    problems.push(`the case names the rule "${ruleId}", and there is none`)
  if (found.authorityId !== owner) problems.push(`${ownerText(owner)} was expected, and ${ownerText(found.authorityId)} was found`)
  if (ruleId !== undefined && found.ruleId !== ruleId)
    problems.push(`the rule "${ruleId}" was to decide, and ${found.ruleId === null ? "none did" : `"${found.ruleId}" did`}`)
  if (coExecutors !== undefined) {
    const expected = coExecutors.toSorted().join(", ")
    const real = found.coExecutors
      .map(({ authorityId }) => authorityId)
      .toSorted()
      .join(", ")
    if (expected !== real) problems.push(`the co-executors were to be (${expected}), and are (${real})`)
  }
  for (const piece of why) if (!found.why.includes(piece)) problems.push(`the reason was to say "${piece}"`)
  return problems
}

function ownerText(authorityId: string | null): string {
  return authorityId === null ? "no owner" : `"${authorityId}"`
}
