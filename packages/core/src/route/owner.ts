import type { Instant } from "../base/index.ts"
import { outsidePeriod } from "./period.ts"
import type { Assignee } from "./routing-rule.ts"
import type { RoutingIndex } from "./territory-tree.ts"

/** Who it goes to, or why to nobody. */
export interface FoundOwner {
  readonly authorityId: string | null
  readonly why: string
}

/**
 * Who an assignee is: the authority itself, or whoever plays the role in the territory or in what it lies in. Whoever
 * is not responsible at that moment is passed over.
 *
 * @param at - which moment; absent: all periods hold
 */
export function findOwner(assignee: Assignee, territoryId: string | null, at: Instant | undefined, index: RoutingIndex): FoundOwner {
  if ("authorityId" in assignee) {
    const { authorityId } = assignee
    const obstacle = obstacleOf(authorityId, at, index)
    return obstacle === null ? { authorityId, why: `goes to "${authorityId}"` } : { authorityId: null, why: obstacle }
  }
  const { role } = assignee
  if (territoryId === null) return { authorityId: null, why: `the territory is unknown, so no authority has the role "${role}"` }
  const obstacles: string[] = []
  for (const part of index.chain(territoryId)) {
    const player = part.ownersByTime?.find((owner) => owner.role === role && outsidePeriod(owner, at) === null)
    const authorityId = player?.authorityId ?? (Object.hasOwn(part.owners ?? {}, role) ? part.owners?.[role] : undefined)
    if (authorityId === undefined) continue
    const obstacle = obstacleOf(authorityId, at, index)
    if (obstacle === null) return { authorityId, why: `"${authorityId}" plays the role "${role}" in "${part.id}"` }
    obstacles.push(obstacle)
  }
  return { authorityId: null, why: [`no authority has the role "${role}" in "${territoryId}"`, ...obstacles].join("; ") }
}

function obstacleOf(authorityId: string, at: Instant | undefined, index: RoutingIndex): string | null {
  const authority = index.authorities.get(authorityId)
  if (authority === undefined) return `there is no authority "${authorityId}"`
  const outside = outsidePeriod(authority, at)
  return outside === null ? null : `the authority "${authorityId}" is ${outside}`
}
