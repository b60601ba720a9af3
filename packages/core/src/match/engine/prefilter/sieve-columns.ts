import { firstWordUnit, foldTables, isPlainAstral, unitKind } from "../../fold/table.ts"
import { cyrillicTwin } from "../../fold/word.ts"

/** What a UTF-16 unit is to a sieve, by groups; letters of terms have columns of their own behind these. */
export const column = {
  separator: 0,
  hyphen: 1,
  hash: 2,
  mark: 3,
  /** Whatever needs more than single units: the message must be read. */
  unclear: 4,
  latin: 5,
  cyrillic: 6,
  digit: 7,
  letter: 8,
  /** The first halves of U+1F000 to U+1FFFF, four columns. */
  firstHalf: 9,
  /** Second halves, by the first halves with which they are no plain emoji: sixteen columns. */
  secondHalf: 13,
  underscore: 29,
  /** A full stop, and `@` where no mention is searched for: an address may be around it. */
  dot: 30,
  firstLetter: 31,
} as const

const firstPlainHalf = 0xd83c
const lastPlainHalf = 0xd83f

/** Which script a folded letter belongs to, as the group that it has when no term uses it. */
function groupOf(unit: number): number {
  if (unit >= 0x61 && unit <= 0x7a) return column.latin
  if (unit >= 0x400 && unit <= 0x52f) return column.cyrillic
  return unit >= 0x30 && unit <= 0x39 ? column.digit : column.letter
}

/** The columns of the letters that a set of terms uses. */
export interface LetterColumns {
  /** How many columns there are, all groups included. */
  readonly width: number
  /** Columns by folded letters; all others have that of their group. */
  readonly own: ReadonlyMap<number, number>
  readonly hasLatin: boolean
  readonly hasDigits: boolean
  /** Whether a word has a letter that is neither Latin nor Cyrillic. */
  readonly hasOthers: boolean
  /** The column of a folded letter or digit. */
  of(unit: number): number
  /** The group of a column. */
  groupOf(at: number): number
  /** The column that a word goes on with: a Latin letter may be read as the Cyrillic one that it looks like. */
  readAs(at: number): number
  /** Whether Latin letters and digits, of which addresses are made, have this column. */
  isAddress(at: number): boolean
}

/**
 * Gives every letter of some words a column. Where no word has a Latin letter, a text's word in two scripts can only be
 * meant in Cyrillic: Latin letters are read as the Cyrillic ones that they look like, and those that look like none
 * belong to no word.
 *
 * @param words - folded
 */
export function letterColumns(words: Iterable<string>): LetterColumns {
  const own = new Map<number, number>()
  const groups: number[] = []
  const add = (unit: number): number => {
    own.set(unit, column.firstLetter + own.size)
    groups.push(groupOf(unit))
    return column.firstLetter + own.size - 1
  }
  for (const word of words) {
    for (let index = 0; index < word.length; index++) {
      const unit = word.charCodeAt(index)
      // Halves of letters above U+FFFF: whatever has them is let through anyway.
      if (!own.has(unit) && (unit < 0xd800 || unit > 0xdfff)) add(unit)
    }
  }
  const hasLatin = groups.includes(column.latin)
  const hasDigits = groups.includes(column.digit)
  const read = new Map<number, number>()
  for (let unit = 0x61; unit <= 0x7a && !hasLatin; unit++) {
    const twin = cyrillicTwin(unit)
    if (twin !== undefined) read.set(add(unit), own.get(twin) ?? column.cyrillic)
  }
  const groupOfColumn = (at: number): number => (at >= column.firstLetter ? (groups[at - column.firstLetter] ?? column.letter) : at)
  return {
    width: column.firstLetter + own.size,
    own,
    hasLatin,
    hasDigits,
    hasOthers: groups.includes(column.letter),
    of: (unit) => own.get(unit) ?? groupOf(unit),
    groupOf: groupOfColumn,
    readAs: (at) => read.get(at) ?? (at === column.latin && !hasLatin ? column.letter : at),
    isAddress: (at) => groupOfColumn(at) === column.latin || groupOfColumn(at) === column.digit,
  }
}

/** Columns by groups, and which units fold to which letter; made once. */
interface Groups {
  readonly columns: Uint8Array
  readonly columnsWithMentions: Uint8Array
  readonly spellings: ReadonlyMap<number, readonly number[]>
}

let groups: Groups | undefined

function buildGroups(): Groups {
  const { units } = foldTables()
  const columns = new Uint8Array(0x10000)
  const columnsWithMentions = new Uint8Array(0x10000)
  const spellings = new Map<number, number[]>()
  for (let code = 0; code < 0x10000; code++) {
    const folded = units[code] as number
    const isLetter = folded >= firstWordUnit
    columns[code] = isLetter ? groupOf(folded) : columnOfKind(folded, code, false)
    columnsWithMentions[code] = isLetter ? groupOf(folded) : columnOfKind(folded, code, true)
    if (!isLetter || folded === code) continue
    const known = spellings.get(folded)
    if (known === undefined) spellings.set(folded, [code])
    else known.push(code)
  }
  return { columns, columnsWithMentions, spellings }
}

/**
 * The column of every UTF-16 unit.
 *
 * @param letters - the columns of letters
 * @param hasMentions - whether a mention is searched for
 */
export function columnsFor(letters: LetterColumns, hasMentions: boolean): Uint8Array {
  groups ??= buildGroups()
  const columns = (hasMentions ? groups.columnsWithMentions : groups.columns).slice()
  for (const [unit, own] of letters.own) {
    columns[unit] = own
    for (const code of groups.spellings.get(unit) ?? []) columns[code] = own
  }
  return columns
}

function columnOfKind(kind: number, code: number, hasMentions: boolean): number {
  switch (kind) {
    case unitKind.complex:
      return column.unclear
    case unitKind.mark:
      return column.mark
    case unitKind.hyphen:
      return column.hyphen
    case unitKind.hash:
      return column.hash
    case unitKind.dot:
      return column.dot
    case unitKind.at:
      return hasMentions ? column.unclear : column.dot
    case unitKind.bracket:
      return hasMentions ? column.unclear : column.separator
    case unitKind.underscore:
      return column.underscore
    case unitKind.surrogate:
      return columnOfHalf(code)
    default:
      return column.separator
  }
}

function columnOfHalf(code: number): number {
  if (code >= firstPlainHalf && code <= lastPlainHalf) return column.firstHalf + code - firstPlainHalf
  if (code < 0xdc00) return column.unclear
  let unclearBehind = 0
  for (let half = firstPlainHalf; half <= lastPlainHalf; half++) {
    const codePoint = 0x10000 + ((half - 0xd800) << 10) + (code - 0xdc00)
    if (!isPlainAstral(codePoint)) unclearBehind |= 1 << (half - firstPlainHalf)
  }
  return column.secondHalf + unclearBehind
}
