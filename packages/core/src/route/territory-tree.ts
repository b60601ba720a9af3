import type { Authority } from "./authority.ts"
import type { Routing } from "./routing.ts"
import type { Territory } from "./territory.ts"

/** Routing data with its lookups. */
export interface RoutingIndex {
  readonly authorities: ReadonlyMap<string, Authority>
  readonly territories: ReadonlyMap<string, Territory>
  /** The territory and what it lies in, nearest first; empty for an unknown id. */
  chain(territoryId: string): readonly Territory[]
}

const indexes = new WeakMap<Routing, RoutingIndex>()

/** The lookups of routing data, made once for each object. */
export function routingIndex(routing: Routing): RoutingIndex {
  let index = indexes.get(routing)
  if (index === undefined) {
    index = buildIndex(routing)
    indexes.set(routing, index)
  }
  return index
}

function buildIndex(routing: Routing): RoutingIndex {
  const territories = new Map(routing.territories.map((territory) => [territory.id, territory]))
  const chains = new Map<string, readonly Territory[]>()
  const chain = (territoryId: string): readonly Territory[] => {
    const known = chains.get(territoryId)
    if (known !== undefined) return known
    const found: Territory[] = []
    // The schema refuses circles; the second condition keeps unchecked data from running for ever.
    for (let at = territories.get(territoryId); at !== undefined && !found.includes(at);) {
      found.push(at)
      at = at.parentId === undefined ? undefined : territories.get(at.parentId)
    }
    chains.set(territoryId, found)
    return found
  }
  return { authorities: new Map(routing.authorities.map((authority) => [authority.id, authority])), territories, chain }
}
