import type { Routing } from "../routing.ts"
import { routingIndex, type RoutingIndex } from "../territory-tree.ts"
import { findUncovered, intersect, liesIn, membersOf, setOf, type Box } from "./box.ts"
import type { RoutingFinding } from "./finding.ts"
import { isAlive } from "./lint-rules.ts"
import { ownerAt, type RuleBoxes } from "./rule-boxes.ts"
import { factsIn, type Space } from "./space.ts"

/** Pairs of rules whose order alone decides between two owners. A rule that never decides is reported elsewhere. */
export function lintConflicts(rules: readonly RuleBoxes[], space: Space, routing: Routing): readonly RoutingFinding[] {
  const index = routingIndex(routing)
  const alive = rules.filter((entry) => isAlive(entry, rules))
  return alive.flatMap((later) =>
    alive
      .filter(({ place }) => place < later.place)
      .flatMap((earlier): readonly RoutingFinding[] => {
        // The more special rule goes before the more general one: that is what the order is for.
        if (liesIn(earlier.fits, later.fits) || liesIn(later.fits, earlier.fits)) return []
        const before = rules.slice(0, earlier.place).flatMap(({ owns }) => owns)
        const disputed = disputedBy(earlier, later, space, index).find((box) => findUncovered(box, before) !== null)
        const witness = disputed === undefined ? null : findUncovered(disputed, before)
        return witness === null ? [] : [conflict(earlier, later, witness, space, index)]
      }),
  )
}

/** Where both rules find an owner, and not the same one. */
function disputedBy(earlier: RuleBoxes, later: RuleBoxes, space: Space, index: RoutingIndex): readonly Box[] {
  return earlier.owns.flatMap((one) =>
    later.owns.flatMap((other): readonly Box[] => {
      const common = intersect(one, other)
      if (common === null) return []
      return membersOf(common.time).flatMap((moment): readonly Box[] => {
        const at = space.time[moment] ?? ""
        const differ = setOf(space.territory, (id) => ownerAt(earlier.rule, id, at, index) !== ownerAt(later.rule, id, at, index))
        const territory = common.territory & differ
        return territory === 0n ? [] : [{ ...common, territory, time: 1n << BigInt(moment) }]
      })
    }),
  )
}

function conflict(earlier: RuleBoxes, later: RuleBoxes, witness: Box, space: Space, index: RoutingIndex): RoutingFinding {
  const { topic, territoryId, network, at } = factsIn(witness, space)
  const facts = [
    topic === null ? "an unknown topic" : `the topic "${topic}"`,
    territoryId === null ? "an unknown place" : `in "${territoryId}"`,
    `on "${network}"`,
  ].join(" ")
  const owners = [earlier, later].map(({ rule }) => `"${rule.id}" gives it to "${ownerAt(rule, territoryId, at, index) ?? ""}"`)
  return {
    code: "conflict",
    severity: "warning",
    path: `rules[${later.place}]`,
    message: `for ${facts} ${owners.join(", ")}, and only their order decides; a rule for what both are about, put before them, would say it`,
    related: [`rules[${earlier.place}]`],
  }
}
