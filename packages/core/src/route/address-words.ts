import * as z from "zod"
import { schemaOf } from "../base/index.ts"

const words = z.array(z.string().min(1).max(100)).readonly()

/**
 * The words around place names in a text, in the dictionary form or as an abbreviation without its full stop. Given,
 * texts are read for `textNames`; forms come from the locale.
 */
export interface AddressWords {
  /** Before or after a settlement's name: `посёлок`, `п`, `город`. */
  readonly settlement: readonly string[]
  /** Next to a district's name: `район`, `округ`. */
  readonly district: readonly string[]
  /** After a region's name, which is then neither a settlement's nor a district's: `край`, `область`. */
  readonly region: readonly string[]
  /** Next to a street's name, which is then no settlement's: `улица`, `ул`, `переулок`. */
  readonly street: readonly string[]
  /** Before a house number: `дом`, `д`. */
  readonly house: readonly string[]
}

/** Checks {@link AddressWords}; a list that is absent is empty. */
export const addressWordsSchema = schemaOf<AddressWords, Partial<AddressWords>>()(
  z.strictObject({
    settlement: words.default([]),
    district: words.default([]),
    region: words.default([]),
    street: words.default([]),
    house: words.default([]),
  }),
)

/** The Russian ones, as addresses and complaints have them. */
export const russianAddressWords: AddressWords = {
  settlement: [
    "город",
    "г",
    "гор",
    "посёлок",
    "п",
    "пос",
    "пгт",
    "рп",
    "село",
    "с",
    "деревня",
    "дер",
    "станция",
    "ст",
    "станица",
    "хутор",
    "аул",
    "разъезд",
  ],
  district: ["район", "р-н", "округ", "мо", "муниципальный"],
  region: ["край", "область", "республика"],
  street: [
    "улица",
    "ул",
    "переулок",
    "пер",
    "проспект",
    "пр",
    "пр-т",
    "проезд",
    "площадь",
    "пл",
    "шоссе",
    "ш",
    "бульвар",
    "б-р",
    "тракт",
    "набережная",
    "микрорайон",
    "мкр",
  ],
  house: ["дом", "д"],
}
