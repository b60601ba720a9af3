import * as z from "zod"

const words = z.array(z.string().min(1).max(100)).readonly()

/**
 * The words around place names in a text, in the dictionary form or as an abbreviation without its full stop. Given,
 * texts are read for `textNames`; forms come from the locale.
 */
export const addressWordsSchema = z.strictObject({
  /** Stand before or after a settlement's name: `посёлок`, `п`, `город`. */
  settlement: words.default([]),
  /** Stand beside a district's name: `район`, `округ`. */
  district: words.default([]),
  /** Stand behind a region's name, which is then neither a settlement's nor a district's: `край`, `область`. */
  region: words.default([]),
  /** Stand beside a street's name, which is then no settlement's: `улица`, `ул`, `переулок`. */
  street: words.default([]),
  /** Stand before a house number: `дом`, `д`. */
  house: words.default([]),
})

/** The words around place names in a text. */
export type AddressWords = z.output<typeof addressWordsSchema>

/** The Russian ones, as they stand in addresses and in complaints. */
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
