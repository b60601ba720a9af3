import type { MatchLocale } from "../../match/index.ts"
import type { AddressWords } from "../address-words.ts"
import type { Territory } from "../territory.ts"
import { findAddresses, type AddressSpan } from "./addresses.ts"
import { createMarkers, type Markers } from "./marker-words.ts"
import { createNameIndex, type NameHit } from "./name-index.ts"
import { endsSentence, goesOn, textWords, type TextWords } from "./text-words.ts"

/**
 * How surely a name means a place: `address`, it is next to a street with a house; `named`, a word like
 * "посёлок" is before it; `bare`, it is alone; `doubtful`, it is alone and may be an ordinary word or an adjective.
 */
export type PlaceStrength = "address" | "named" | "bare" | "doubtful"

/** A place that a text names. */
export interface NamedPlace {
  /** Who bears the name: several when it is not the name of one alone. */
  readonly territories: readonly Territory[]
  readonly strength: PlaceStrength
}

/** Finds the places that texts name. */
export type PlaceFinder = (text: string) => readonly NamedPlace[]

/** Prepares the search for places in texts. */
export function createPlaceFinder(
  territories: readonly Territory[],
  addressWords: AddressWords,
  locale: MatchLocale | undefined,
): PlaceFinder {
  const index = createNameIndex(territories, locale)
  const markers = createMarkers(addressWords, locale)
  return (text) => {
    const words = textWords(text)
    const hits = index.find(words)
    if (hits.length === 0) return []
    const addresses = findAddresses(words, markers)
    return hits.flatMap((hit) => judge(hit, words, markers, addresses) ?? [])
  }
}

function judge(hit: NameHit, words: TextWords, markers: Markers, addresses: readonly AddressSpan[]): NamedPlace | null {
  const { from, to } = hit
  const isRegion = markers.behind(words, to, "region")
  const territories = isRegion ? hit.territories.filter(({ kind }) => kind === "region") : hit.territories
  // "улица Читинская" and "Карымская улица" are streets, wherever they are.
  if (markers.before(words, from, "street") || markers.behind(words, to, "street")) return null
  if (addresses.some((span) => span.from <= from && from < span.to)) return null
  const beforeDistrict = markers.behind(words, to, "district")
  const besideDistrict = beforeDistrict || markers.before(words, from, "district")
  const afterSettlement = markers.before(words, from, "settlement")
  const districts = besideDistrict ? territories.filter(({ kind }) => kind !== "settlement") : []
  const isDistrict = districts.length > 0 && !afterSettlement
  // "Борзинский район" is no settlement, even if one bears the name; "в районе Борзи" is one.
  const settlements = beforeDistrict && !afterSettlement ? [] : territories.filter(({ kind }) => kind !== "district")
  const fitting = isDistrict ? districts : settlements
  if (fitting.length === 0) return null
  if (addresses.some((span) => isBeside(span, hit, words))) return { territories: fitting, strength: "address" }
  if (afterSettlement || isDistrict) return { territories: fitting, strength: "named" }
  // "в забайкальском посёлке": the word before "посёлок" may be an adjective as well.
  const isDoubtful = markers.behind(words, to, "settlement") || fitting.some(({ isOrdinaryWord }) => isOrdinaryWord === true)
  return { territories: fitting, strength: isDoubtful ? "doubtful" : "bare" }
}

/**
 * Whether a name is right before or right after an address, in the same sentence; a word like "г." may
 * be between.
 */
function isBeside(span: AddressSpan, { from, to }: NameHit, words: TextWords): boolean {
  const [left, right] = from >= span.to ? [span.to, from] : [to, span.from]
  if (right < left || right - left > 1) return false
  for (let position = left - 1; position < right; position += 1) {
    // A number or a name that ends a sentence is no abbreviation, however short.
    if (position < left ? endsSentence(words.after(position)) : !goesOn(words, position)) return false
  }
  return true
}
