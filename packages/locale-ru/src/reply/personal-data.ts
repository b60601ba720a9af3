import type { PersonalDataFind } from "@otklik/core/replies"

/**
 * A mobile number of the Russian numbering plan: its codes begin with 9. Offices have others, and those that have one
 * publish it as a contact.
 */
const mobile = /(?<![\d\p{L}])(?:\+?7|8)[ \u00a0(-]{0,3}9\d{2}[ \u00a0)-]{0,3}\d{3}[ \u00a0-]?\d{2}[ \u00a0-]?\d{2}(?!\d)/gu
/** Eleven digits in the groups in which an insurance number is written, or with its name before them. */
const snils =
  /(?<![\d\p{L}])(?:\d{3}-\d{3}-\d{3}[ \u00a0-]\d{2})(?!\d)|(?<=снилс[^\d\n]{0,20})\d{3}[ \u00a0-]?\d{3}[ \u00a0-]?\d{3}[ \u00a0-]?\d{2}(?!\d)/giu
/** Twelve digits: a person's. An organisation's number has ten and is public. */
const inn = /(?<![\d\p{L}])\d{12}(?!\d)/gu
/** Four digits of the series and six of the number, after the word: ten digits alone may be anything. */
const passport = /(?<=(?:паспорт|серия)[^\d\n]{0,40})\d{2}[ \u00a0]?\d{2}[ \u00a0]?(?:(?:№|номер)[ \u00a0]?)?\d{6}(?!\d)/giu
/**
 * A flat's number, also right after a house's ("5 кв. 12"). "2 кв. 2026 г.", "II кв. 26 г." and "54 кв. м" are quarters
 * and an area.
 */
const flat =
  /(?<![\p{L}\d]|[IVX][ \u00a0])(?:кв\.?|квартир[аеуы])[ \u00a0]?(?:№[ \u00a0]?)?\d{1,3}(?!\d|,\d|[ \u00a0]?(?:кв|м|г|года|год)(?!\p{L}))/giu

function found(
  text: string,
  pattern: RegExp,
  what: string,
  isRight: (digits: string) => boolean = () => true,
): readonly PersonalDataFind[] {
  return Array.from(text.matchAll(pattern))
    .filter(([piece]) => isRight(piece.replaceAll(/\D/g, "")))
    .map((match) => ({ start: match.index, end: match.index + match[0].length, what }))
}

/**
 * Mobile numbers.
 *
 * @param text - a reply
 */
export function findMobileRu(text: string): readonly PersonalDataFind[] {
  return found(text, mobile, "номер мобильного телефона")
}

/**
 * Insurance numbers (СНИЛС) with right check digits: the sum of the first nine digits, each times its place from the
 * right, modulo 101; 100 is written 00.
 *
 * @param text - a reply
 */
export function findSnilsRu(text: string): readonly PersonalDataFind[] {
  return found(text, snils, "СНИЛС", (digits) => {
    const sum = weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, 1])
    return (sum % 101) % 100 === Number(digits.slice(9))
  })
}

/**
 * Taxpayer numbers of persons (ИНН of 12 digits) with both check digits right: weighted sums modulo 11, then modulo 10.
 *
 * @param text - a reply
 */
export function findInnRu(text: string): readonly PersonalDataFind[] {
  return found(text, inn, "ИНН физического лица", (digits) => {
    const eleventh = (weighted(digits, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10
    const twelfth = (weighted(digits, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10
    return digits.endsWith(`${eleventh}${twelfth}`)
  })
}

function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, place) => sum + weight * Number(digits[place]), 0)
}

/**
 * Series and number of a passport, where the text says that it is one.
 *
 * @param text - a reply
 */
export function findPassportRu(text: string): readonly PersonalDataFind[] {
  return found(text, passport, "паспортные данные")
}

/**
 * The number of a flat: with a street and a house it is where somebody lives.
 *
 * @param text - a reply
 */
export function findFlatRu(text: string): readonly PersonalDataFind[] {
  return found(text, flat, "номер квартиры")
}
