import type { TerritoryFinding } from "../incident/index.ts"
import { createMatcher, type Matcher, type MatcherOptions } from "../match/index.ts"
import type { MessageKey, Place } from "../message/index.ts"
import { distanceKm } from "./distance.ts"
import type { Routing } from "./routing.ts"
import { routingIndex } from "./territory-tree.ts"
import type { Territory } from "./territory.ts"
import { createPlaceFinder, type NamedPlace, type PlaceFinder } from "./text/find-places.ts"
import { createStreetFinder, streetKey } from "./text/find-streets.ts"
import { settlePlaces } from "./text/settle-places.ts"

/** What says where a message belongs. */
export interface LocateFacts {
  /** The text of the message. */
  readonly text: string
  /** The place that it names. */
  readonly place?: Place | null | undefined
  /** The community that it is in. */
  readonly communityKey?: MessageKey | null | undefined
}

/** Finds territories. */
export interface Locator {
  /**
   * The territory of a message with its reason. In this order: the place that the message names, the community
   * it is in, a place name in its text, else unknown.
   */
  locate(facts: LocateFacts): TerritoryFinding
  /**
   * The streets of a message, as keys to be compared: the one of its place, or those that its text names, where the
   * routing data has `addressWords`. "Карымская" and "на Карымской" have one key.
   */
  streetsOf(facts: Pick<LocateFacts, "text" | "place">): readonly string[]
}

/**
 * Prepares the search for territories.
 *
 * A text is read for `mention` queries, and, where the routing data has `addressWords`, for `textNames` in all their
 * forms: beside a street with a house number, behind a word like "посёлок", or alone. A name that several bear, or that
 * is also an ordinary word, is never guessed.
 *
 * @param routing - territories with names, mention queries, communities and centres
 * @param options - `locale`, as of the matcher
 * @throws DeskError `invalid-rule` when a territory's mention query cannot be read
 */
export function createLocator(routing: Routing, options?: MatcherOptions): Locator {
  const byName = new Map<string, Territory>()
  const byCommunity = new Map<MessageKey, Territory>()
  for (const territory of routing.territories) {
    for (const name of [territory.title, ...(territory.names ?? [])]) {
      const key = nameKey(name)
      if (!byName.has(key)) byName.set(key, territory)
    }
    for (const community of territory.communities ?? []) if (!byCommunity.has(community)) byCommunity.set(community, territory)
  }
  const mentions = createMatcher(
    routing.territories.flatMap((territory) => (territory.mention === undefined ? [] : [{ id: territory.id, query: territory.mention }])),
    options,
  )
  const findPlaces =
    routing.addressWords === undefined ? null : createPlaceFinder(routing.territories, routing.addressWords, options?.locale)
  const findStreets = routing.addressWords === undefined ? null : createStreetFinder(routing.addressWords, options?.locale)
  return {
    streetsOf({ text, place }) {
      const { street } = place ?? {}
      const found = findStreets?.(street ?? text) ?? []
      return street === undefined || found.length > 0 ? found : [streetKey(street)]
    },
    locate: ({ text, place, communityKey }) =>
      byPlaceName(place, byName) ??
      byCoordinates(place, routing) ??
      byOwnCommunity(communityKey, byCommunity) ??
      byText(text, mentions, findPlaces, routing) ?? {
        territoryId: null,
        basis: "unknown",
        confidence: 0,
        why: "no place, no known community, no place name in the text",
      },
  }
}

function nameKey(name: string): string {
  return name.toLowerCase().replaceAll("ё", "е").replaceAll(/\s+/g, " ").trim()
}

function byPlaceName(place: Place | null | undefined, byName: ReadonlyMap<string, Territory>): TerritoryFinding | null {
  if (place?.name === undefined) return null
  // "Чита, Забайкальский край": the first part that is known is the most exact one.
  for (const part of [place.name, ...place.name.split(",")]) {
    const territory = byName.get(nameKey(part))
    if (territory !== undefined) {
      return { territoryId: territory.id, basis: "place", confidence: 0.95, why: `the message names the place "${territory.title}"` }
    }
  }
  return null
}

function byCoordinates(place: Place | null | undefined, routing: Routing): TerritoryFinding | null {
  const { latitude, longitude } = place ?? {}
  if (latitude === undefined || longitude === undefined) return null
  let best: { readonly territory: Territory; readonly km: number; readonly radiusKm: number } | null = null
  for (const territory of routing.territories) {
    if (territory.center === undefined) continue
    const km = distanceKm(territory.center, { latitude, longitude })
    const { radiusKm } = territory.center
    if (km > radiusKm) continue
    // The smallest circle around the point is the most exact answer; among equals the nearest centre.
    if (best === null || radiusKm < best.radiusKm || (radiusKm === best.radiusKm && km < best.km)) best = { territory, km, radiusKm }
  }
  if (best === null) return null
  // How far exactly would say where the citizen was, in a log that nothing is erased from.
  const why = `the coordinates lie within ${best.radiusKm} km of the centre of "${best.territory.title}"`
  return { territoryId: best.territory.id, basis: "place", confidence: 0.9, why }
}

function byOwnCommunity(
  communityKey: MessageKey | null | undefined,
  byCommunity: ReadonlyMap<MessageKey, Territory>,
): TerritoryFinding | null {
  if (communityKey === null || communityKey === undefined) return null
  const territory = byCommunity.get(communityKey)
  if (territory === undefined) return null
  return {
    territoryId: territory.id,
    basis: "community",
    confidence: 0.8,
    why: `posted in ${communityKey}, a community of "${territory.title}"`,
  }
}

/** What the text names: mention queries and names, settled together. */
function byText(text: string, mentions: Matcher, findPlaces: PlaceFinder | null, routing: Routing): TerritoryFinding | null {
  const index = routingIndex(routing)
  const mentioned = mentions.match(text).flatMap(({ ruleId, clauses }) => {
    const territory = index.territories.get(ruleId)
    return territory === undefined ? [] : [{ territory, words: clauses.map(({ term }) => term) }]
  })
  const places = [
    ...mentioned.map(({ territory }): NamedPlace => ({ territories: [territory], strength: "bare" })),
    ...(findPlaces?.(text) ?? []),
  ]
  const settled = settlePlaces(places, index)
  if (settled === null || mentioned.length === 0) return settled
  return { ...settled, why: `${settled.why} (${mentioned.flatMap(({ words }) => words).join(", ")})` }
}
