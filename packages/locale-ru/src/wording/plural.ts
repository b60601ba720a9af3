/** Three forms of a word beside a number: `["час", "часа", "часов"]`. */
export type PluralForms = readonly [one: string, few: string, many: string]

/**
 * The form of a word that Russian puts beside a number: 1 час, 2 часа, 5 часов, 11 часов, 21 час; 1,5 часа.
 *
 * @param count - the number; its sign does not matter, a fraction takes the second form
 * @param forms - for one, for two to four, for five and more
 * @throws TypeError when the count is not finite
 */
export function pluralRu(count: number, [one, few, many]: PluralForms): string {
  if (!Number.isFinite(count)) throw new TypeError("pluralRu: a finite number was expected")
  const size = Math.abs(count)
  if (!Number.isInteger(size)) return few
  const tens = size % 100
  const units = size % 10
  if (tens >= 11 && tens <= 14) return many
  if (units === 1) return one
  return units >= 2 && units <= 4 ? few : many
}

/**
 * A number with its word: `5 обращений`.
 *
 * @param count - the number; a fraction is written with a comma
 * @param forms - see {@link pluralRu}
 * @throws TypeError when the count is not finite
 */
export function countRu(count: number, forms: PluralForms): string {
  const word = pluralRu(count, forms)
  return `${String(count).replace(".", ",")} ${word}`
}
