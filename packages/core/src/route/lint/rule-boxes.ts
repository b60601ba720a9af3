import type { Instant } from "../../base/index.ts"
import { findOwner } from "../owner.ts"
import { outsidePeriod } from "../period.ts"
import type { RoutingRule } from "../routing-rule.ts"
import type { Routing } from "../routing.ts"
import { routingIndex, type RoutingIndex } from "../territory-tree.ts"
import { isEmpty, membersOf, setOf, type Box } from "./box.ts"
import type { Space } from "./space.ts"

/** A rule as the sets of facts that it is about. */
export interface RuleBoxes {
  readonly rule: RoutingRule
  /** Its place in the list. */
  readonly place: number
  /** The facts that its conditions hold for. */
  readonly fits: Box
  /** Of those, the facts for which it finds an owner. They do not overlap. */
  readonly owns: readonly Box[]
}

/** Every rule as sets of facts, in the order of the list. */
export function ruleBoxes(routing: Routing, space: Space): readonly RuleBoxes[] {
  const index = routingIndex(routing)
  return routing.rules.map((rule, place) => {
    const fits = fitsOf(rule, space, index)
    return { rule, place, fits, owns: isEmpty(fits) ? [] : ownsOf(rule, fits, space, index) }
  })
}

function fitsOf(rule: RoutingRule, space: Space, index: RoutingIndex): Box {
  const { topics, territoryIds, networks, communities, kinds, importance } = rule.when
  return {
    topic: setOf(space.topic, (topic) => topics === undefined || (topic !== null && topics.includes(topic))),
    territory: setOf(
      space.territory,
      (id) => territoryIds === undefined || (id !== null && index.chain(id).some((part) => territoryIds.includes(part.id))),
    ),
    source: setOf(
      space.source,
      ({ network, communityKey }) =>
        (networks === undefined || networks.includes(network)) &&
        (communities === undefined || (communityKey !== null && communities.includes(communityKey))),
    ),
    kind: setOf(space.kind, (kind) => kinds === undefined || kinds.includes(kind)),
    importance: setOf(space.importance, (weight) => importance === undefined || importance === weight),
    time: setOf(space.time, (at) => outsidePeriod(rule, at) === null),
  }
}

/** The owner that a rule finds in a territory at a moment; null when it finds none. */
export function ownerAt(rule: RoutingRule, territoryId: string | null, at: Instant, index: RoutingIndex): string | null {
  return findOwner(rule.assign, territoryId, at, index).authorityId
}

/** Moments at which the same territories have an owner go into one box. */
function ownsOf(rule: RoutingRule, fits: Box, space: Space, index: RoutingIndex): readonly Box[] {
  const timesOf = new Map<bigint, bigint>()
  for (const moment of membersOf(fits.time)) {
    const at = space.time[moment]
    if (at === undefined) continue
    const territory = fits.territory & setOf(space.territory, (id) => ownerAt(rule, id, at, index) !== null)
    timesOf.set(territory, (timesOf.get(territory) ?? 0n) | (1n << BigInt(moment)))
  }
  return [...timesOf].map(([territory, time]) => ({ ...fits, territory, time })).filter((box) => !isEmpty(box))
}
