import type { TerritoryFinding } from "../../incident/index.ts"
import type { RoutingIndex } from "../territory-tree.ts"
import type { Territory } from "../territory.ts"
import type { NamedPlace, PlaceStrength } from "./find-places.ts"

/**
 * How sure a place from a text is, of 1: an address more than a name, a name that several bear, or several names,
 * hardly at all.
 */
const confidence: Readonly<Record<PlaceStrength, number>> = { address: 0.85, named: 0.8, bare: 0.7, doubtful: 0 }
const commonConfidence = 0.3

const manner: Readonly<Record<PlaceStrength, string>> = {
  address: "next to a street and a house number",
  named: "as a place",
  bare: "",
  doubtful: "",
}

/**
 * Makes one answer of the places that a text names. One that lies inside all the others is meant; a name that several
 * bear is decided by what else the text names; otherwise it is their common part, with little confidence. Never a
 * guess: where there is no common part, nothing.
 *
 * @returns null when the text names no place at all
 */
export function settlePlaces(places: readonly NamedPlace[], index: RoutingIndex): TerritoryFinding | null {
  const certain = places.filter(({ strength }) => strength !== "doubtful")
  if (certain.length === 0) return doubt(places)
  const settled = certain.map((place) => narrow(place, certain, index))
  const unclear = settled.filter(({ territories }) => territories.length > 1)
  const clear = settled.flatMap(({ territories: [only, ...others], strength }) =>
    only === undefined || others.length > 0 ? [] : [{ only, strength }],
  )
  if (unclear.length === 0) {
    const chains = clear.map(({ only }) => index.chain(only.id))
    const inner = clear.find(({ only }) => chains.every(([end]) => end !== undefined && index.chain(only.id).includes(end)))
    if (inner !== undefined) {
      const same = clear.filter(({ only }) => only.id === inner.only.id).map(({ strength }) => strength)
      const strength = same.reduce((best, next) => (confidence[next] > confidence[best] ? next : best))
      return finding(
        inner.only,
        confidence[strength],
        ["the text names", `"${inner.only.title}"`, manner[strength]].filter((part) => part !== "").join(" "),
      )
    }
  }
  const all = [...new Set(settled.flatMap(({ territories }) => territories))]
  const names = all.map(({ title, id }) => `"${title}" (${id})`).join(", ")
  const whatFor = unclear.length > 0 ? `a name in the text may mean ${names}` : `the text names several places, ${names}`
  const common = commonPart(all, index)
  if (common === null) return { territoryId: null, basis: "unknown", confidence: 0, why: `${whatFor}; they have nothing in common` }
  return finding(common, commonConfidence, `${whatFor}; all lie in "${common.title}"`)
}

function finding(territory: Territory, sure: number, why: string): TerritoryFinding {
  return { territoryId: territory.id, basis: "text", confidence: sure, why }
}

function doubt(places: readonly NamedPlace[]): TerritoryFinding | null {
  const titles = [...new Set(places.flatMap(({ territories }) => territories.map(({ title }) => `"${title}"`)))]
  if (titles.length === 0) return null
  const why = `a word of the text may be the name of ${titles.join(" or ")}, or an ordinary word`
  return { territoryId: null, basis: "unknown", confidence: 0, why }
}

/**
 * Of those who bear a name, those that have to do with something else that the text names; all of them when none has.
 */
function narrow(place: NamedPlace, places: readonly NamedPlace[], index: RoutingIndex): NamedPlace {
  if (place.territories.length === 1) return place
  const others = places.filter((other) => other !== place).flatMap(({ territories }) => (territories.length === 1 ? territories : []))
  const related = place.territories.filter((candidate) =>
    others.some((other) => other !== candidate && (index.chain(candidate.id).includes(other) || index.chain(other.id).includes(candidate))),
  )
  return related.length > 0 ? { ...place, territories: related } : place
}

/** The innermost territory that all lie in; null when there is none. */
function commonPart(territories: readonly Territory[], index: RoutingIndex): Territory | null {
  const chains = territories.map(({ id }) => index.chain(id))
  return chains[0]?.find((part) => chains.every((chain) => chain.includes(part))) ?? null
}
