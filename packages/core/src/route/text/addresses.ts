import type { Markers } from "./marker-words.ts"
import { goesOn, type TextWords } from "./text-words.ts"

/** A street with a house, as word positions, the end not included. */
export interface AddressSpan {
  readonly from: number
  readonly to: number
}

/** How many words a street's name has at most, as in "улица 50 лет Октября". */
const longestStreet = 4

/** Streets with a house number: `ул. Ленина, 5`, `переулок Рабочий, дом 7а`. */
export function findAddresses(words: TextWords, markers: Markers): readonly AddressSpan[] {
  const spans: AddressSpan[] = []
  for (let position = 0; position < words.length; position += 1) {
    if (!markers.at(words, position, "street")) continue
    const end = houseAfter(words, position, markers)
    if (end !== null) spans.push({ from: position, to: end })
  }
  return spans
}

/** The position behind the house number of the street that begins here; null when there is none. */
function houseAfter(words: TextWords, street: number, markers: Markers): number | null {
  for (let position = street + 2; position <= street + 1 + longestStreet && position < words.length; position += 1) {
    if (!goesOn(words, position - 1) || !goesOn(words, position - 2)) return null
    if (isNumber(words.wordAt(position))) return pastHouse(words, position + 1, markers)
  }
  return null
}

/** Goes on over what still belongs to the house: a letter, a block, a flat with its number. */
function pastHouse(words: TextWords, from: number, markers: Markers): number {
  let position = from
  while (position < words.length && goesOn(words, position - 1)) {
    const word = words.wordAt(position)
    const leadsOn = (word.length <= 3 || markers.at(words, position, "house")) && isNumber(words.wordAt(position + 1))
    if (!isNumber(word) && !leadsOn && word.length > 1) break
    position += 1
  }
  return position
}

function isNumber(word: string): boolean {
  return /^\d/.test(word)
}
