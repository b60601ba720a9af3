/**
 * What a UTF-16 unit means to the scanner. A table value of {@link firstWordUnit} or more is a folded letter or digit;
 * below it are these kinds.
 */
export const unitKind = {
  separator: 0,
  /** Folds to several units, or only together with its neighbours: the text must be cleaned first. */
  complex: 1,
  /** A combining mark or an invisible character. */
  mark: 2,
  surrogate: 3,
  hyphen: 4,
  hash: 5,
  at: 6,
  bracket: 7,
  dot: 8,
  colon: 9,
  underscore: 10,
  /** A separator that may be a part of an address. */
  addressSign: 11,
} as const

/** The smallest folded letter or digit: the digit zero. */
export const firstWordUnit = 48

/** Tables for every UTF-16 unit. */
export interface FoldTables {
  /** Folded unit, or a kind of {@link unitKind}. */
  readonly units: Uint16Array
  /** The same for cleaned texts, where surrogates are halves of letters. */
  readonly cleanUnits: Uint16Array
  /** 1 for capitals. */
  readonly capitals: Uint8Array
  /** 1 for code points from U+1F000 on that are plain separators (emoji), by their distance from U+1F000. */
  readonly plainAstral: Uint8Array
}

/** Letters that differ from another letter by a mark and are still letters of their own; ё is not among them. */
const ownLetters = new Set(["й", "ї", "ў"])
const marks = /\p{M}/gu
const hasMark = /\p{M}/u
const invisibleOrMark = /^[\p{M}\p{Cf}]$/u
const letterOrDigit = /^[\p{L}\p{N}]$/u
const lettersAndDigits = /^[\p{L}\p{N}]+$/u
const capital = /^\p{Lu}$/u

const signs: readonly (readonly [string, number])[] = [
  ["-\u2010\u2011", unitKind.hyphen],
  ["#\uff03", unitKind.hash],
  ["@", unitKind.at],
  ["[", unitKind.bracket],
  [".", unitKind.dot],
  [":", unitKind.colon],
  ["_", unitKind.underscore],
  ["/%+|]?", unitKind.addressSign],
]

const firstAstral = 0x1f000
const astralCount = 0x1000

/**
 * A letter or digit in its plain spelling: compatibility forms replaced (NFKC), marks removed, case kept.
 *
 * @param character - one code point, or a letter with its marks
 * @returns the plain spelling, or the empty string when it is no letter or digit
 */
export function plainSpelling(character: string): string {
  const isWord = letterOrDigit.test(character)
  const compatible = character.normalize("NFKC")
  if (!isWord && ([...compatible].length !== 1 || compatible === character)) return ""
  let plain = ""
  for (const one of compatible) plain += withoutMarks(one)
  return lettersAndDigits.test(plain) ? plain : ""
}

function withoutMarks(character: string): string {
  if (ownLetters.has(character.toLowerCase())) return character
  const parts = character.normalize("NFD")
  return hasMark.test(parts) ? parts.replace(marks, "") : character
}

/** Folds the case of a plain spelling. */
function foldCase(plain: string): string {
  let folded = ""
  for (const one of plain.toLowerCase()) folded += withoutMarks(one)
  return folded
}

/** Whether a character only changes the one before it, or can't be seen at all. */
export function isMarkOrInvisible(character: string): boolean {
  return invisibleOrMark.test(character)
}

/** Whether a character is a combining mark. */
export function isMark(character: string): boolean {
  return hasMark.test(character)
}

/** The letter of its own that a letter and a mark make (`и` and a breve: `й`), or undefined. */
export function composed(letter: string, mark: string): string | undefined {
  const whole = (letter + mark).normalize("NFC")
  return whole.length === 1 && ownLetters.has(whole.toLowerCase()) ? whole : undefined
}

function foldedUnit(code: number): number {
  if (code >= 0xd800 && code <= 0xdfff) return unitKind.surrogate
  // Chinese characters and Korean syllables have neither case nor marks; skipping them makes the table five times
  // faster to build.
  if ((code >= 0x3400 && code <= 0x9fff) || (code >= 0xac00 && code <= 0xd7a3)) return code
  const character = String.fromCharCode(code)
  if (invisibleOrMark.test(character)) return unitKind.mark
  const plain = plainSpelling(character)
  if (plain === "") return unitKind.separator
  const folded = foldCase(plain)
  return plain.length === 1 && folded.length === 1 ? folded.charCodeAt(0) : unitKind.complex
}

function build(): FoldTables {
  const units = new Uint16Array(0x10000)
  const capitals = new Uint8Array(0x10000)
  for (let code = 0; code < 0x10000; code++) {
    units[code] = foldedUnit(code)
    if (units[code] !== code && capital.test(plainSpelling(String.fromCharCode(code)))) capitals[code] = 1
  }
  for (const [characters, kind] of signs) for (const one of characters) units[one.charCodeAt(0)] = kind
  const cleanUnits = units.slice()
  for (let code = 0xd800; code <= 0xdfff; code++) cleanUnits[code] = code
  const plainAstral = new Uint8Array(astralCount)
  for (let index = 0; index < astralCount; index++) {
    const character = String.fromCodePoint(firstAstral + index)
    plainAstral[index] = plainSpelling(character) === "" && !invisibleOrMark.test(character) ? 1 : 0
  }
  return { units, cleanUnits, capitals, plainAstral }
}

let tables: FoldTables | undefined

/** The tables; built when first needed, in about ten milliseconds. */
export function foldTables(): FoldTables {
  tables ??= build()
  return tables
}

/**
 * Whether a code point above U+FFFF is a plain separator, as nearly every emoji is.
 *
 * @param codePoint - above U+FFFF
 */
export function isPlainAstral(codePoint: number): boolean {
  const index = codePoint - firstAstral
  return index >= 0 && index < astralCount && foldTables().plainAstral[index] === 1
}
