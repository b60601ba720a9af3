import { findOwner } from "../owner.ts"
import type { Assignee } from "../routing-rule.ts"
import type { Routing } from "../routing.ts"
import { routingIndex, type RoutingIndex } from "../territory-tree.ts"
import { findUncovered, membersOf, type Box } from "./box.ts"
import type { RoutingFinding } from "./finding.ts"
import type { RuleBoxes } from "./rule-boxes.ts"
import type { Space } from "./space.ts"

/** Authorities that nothing is ever given to, and roles that no rule asks for. */
export function lintIdle(rules: readonly RuleBoxes[], space: Space, routing: Routing): readonly RoutingFinding[] {
  return [...idleAuthorities(rules, space, routing), ...idleRoles(routing)]
}

function idleAuthorities(rules: readonly RuleBoxes[], space: Space, routing: Routing): readonly RoutingFinding[] {
  const index = routingIndex(routing)
  const busy = new Set<string>()
  for (const { rule, owns, place } of rules) {
    const before = rules.slice(0, place).flatMap((entry) => entry.owns)
    for (const assignee of [rule.assign, ...(rule.coExecutors ?? [])])
      for (const box of owns)
        for (const [authorityId, parts] of sharesOf(assignee, box, space, index))
          if (!busy.has(authorityId) && parts.some((part) => findUncovered(part, before) !== null)) busy.add(authorityId)
  }
  return routing.authorities.flatMap(({ id }, place): readonly RoutingFinding[] => {
    if (busy.has(id)) return []
    const message = `the authority "${id}" is given nothing by any rule`
    return [{ code: "idle", severity: "note", path: `authorities[${place}]`, message, related: [] }]
  })
}

/** The parts of a box in which each authority is the one that an assignee means. */
function sharesOf(assignee: Assignee, box: Box, space: Space, index: RoutingIndex): ReadonlyMap<string, readonly Box[]> {
  const shares = new Map<string, Box[]>()
  for (const moment of membersOf(box.time)) {
    const territories = new Map<string, bigint>()
    for (const territory of membersOf(box.territory)) {
      const { authorityId } = findOwner(assignee, space.territory[territory] ?? null, space.time[moment], index)
      if (authorityId !== null) territories.set(authorityId, (territories.get(authorityId) ?? 0n) | (1n << BigInt(territory)))
    }
    for (const [authorityId, territory] of territories) {
      const part = { ...box, territory, time: 1n << BigInt(moment) }
      shares.set(authorityId, [...(shares.get(authorityId) ?? []), part])
    }
  }
  return shares
}

function idleRoles(routing: Routing): readonly RoutingFinding[] {
  const asked = new Set(
    routing.rules.flatMap(({ assign, coExecutors = [] }) => [assign, ...coExecutors].flatMap((who) => ("role" in who ? [who.role] : []))),
  )
  const reported = new Set<string>()
  return routing.territories.flatMap(({ owners = {}, ownersByTime = [] }, place) => {
    const played = [
      ...Object.keys(owners).map((role) => ({ role, path: `territories[${place}].owners.${role}` })),
      ...ownersByTime.map(({ role }, at) => ({ role, path: `territories[${place}].ownersByTime[${at}].role` })),
    ]
    return played.flatMap(({ role, path }): readonly RoutingFinding[] => {
      if (asked.has(role) || reported.has(role)) return []
      reported.add(role)
      return [{ code: "idle", severity: "note", path, message: `no rule asks for the role "${role}"`, related: [] }]
    })
  })
}
