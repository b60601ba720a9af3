import { cleanText } from "./clean.ts"
import { scanSign } from "./sign.ts"
import { firstWordUnit, foldTables, unitKind } from "./table.ts"
import type { TokenEngine } from "./token-engine.ts"
import { closeChain, describeWords, isNative, makeRoom, pushToken, resetTokens, tokenKind, type TokenList } from "./tokens.ts"
import { mixHash, seedHash } from "./units.ts"

/** From how many tokens on the buffers of one huge text are given back before the next text. */
const keptTokens = 1 << 16

/**
 * Splits a text into tokens and folds their letters one by one. {@link repairWord} finishes the folding of a single
 * token; a caller that remembers tokens does so once for each distinct one.
 *
 * @param text - any text
 * @param list - overwritten; reuse one list for many texts
 */
export function scanText(text: string, list: TokenList): void {
  const tables = foldTables()
  resetTokens(list, text.length, keptTokens)
  const { engine } = list
  if (engine !== undefined && isNative(list)) engine.take(text)
  if (scanUnits(text, tables.units, list, engine)) return
  const clean = cleanText(text)
  resetTokens(list, clean.text.length, keptTokens)
  scanUnits(clean.text, tables.cleanUnits, list, undefined)
  const { start, end } = list
  for (let token = 0; token < list.count; token++) {
    const last = (end[token] ?? 0) - 1
    start[token] = clean.starts[start[token] ?? 0] ?? 0
    end[token] = clean.ends[last] ?? 0
  }
}

/**
 * One pass over the units.
 *
 * @returns false when the text has characters that must be cleaned first
 */
function scanUnits(text: string, table: Uint16Array, list: TokenList, engine: TokenEngine | undefined): boolean {
  const { length } = text
  let index = 0
  while (index < length) {
    const first = index
    const next = table[text.charCodeAt(index)] as number
    const isSign = next !== unitKind.separator && next < firstWordUnit
    if (list.chainFirst >= 0) index = scanPart(text, first, table, list)
    else if (isSign) index = first
    else if (engine !== undefined && isNative(list)) index = scanNatively(engine, first, length, list)
    else index = scanWords(text, first, table, list)
    if (index === length) break
    const folded = table[text.charCodeAt(index)] as number
    const afterWord = index > first && (table[text.charCodeAt(index - 1)] as number) >= firstWordUnit
    if (folded !== unitKind.separator) index = scanSign(text, index, folded, afterWord, table, list)
    else if (list.chainFirst >= 0) closeChain(list)
    if (index < 0) return false
  }
  if (list.chainFirst >= 0) closeChain(list)
  return true
}

function scanNatively({ state, scan }: TokenEngine, first: number, length: number, list: TokenList): number {
  state[0] = list.count
  state[1] = list.used
  state[2] = list.nextPosition
  const index = scan(first, length)
  list.count = state[0]
  list.used = state[1]
  list.nextPosition = state[2]
  return index
}

/**
 * Reads words up to the next sign. Whether a unit ends a word cannot be foretold, and a branch that goes wrong costs as
 * much as several units: so there is none. Every unit writes what would be so if a word ended here, over what the one
 * before it wrote, and the count of tokens goes up where one does.
 *
 * @returns where the sign is, or the length
 */
function scanWords(text: string, first: number, table: Uint16Array, list: TokenList): number {
  const { length } = text
  makeRoom(list, list.count + ((length - first) >> 1) + 4)
  const { units, to, hash, end } = list
  let { count, used } = list
  let index = first
  let mixed = seedHash
  let wasLetter = 0
  for (; index <= length; index++) {
    // Behind the text is a separator.
    const folded = index < length ? (table[text.charCodeAt(index)] as number) : unitKind.separator
    const isLetter = (firstWordUnit - 1 - folded) >>> 31
    units[used] = folded & -isLetter
    to[count] = used
    end[count] = index
    hash[count] = mixed
    count += wasLetter & (isLetter ^ 1)
    // What follows a word of odd length fills it up.
    used = (used + 1) & (isLetter | -2)
    mixed = mixHash(mixed & -wasLetter, folded)
    wasLetter = isLetter
    // Separators and letters
    if (((folded - 1) | (firstWordUnit - 1 - folded)) < 0) continue
    // A full stop, a colon and their like mean something only before a letter or another sign: nearly always a space
    // follows.
    if (folded < unitKind.dot || (index + 1 < length && table[text.charCodeAt(index + 1)] !== unitKind.separator)) break
  }
  describeWords(list, count)
  return Math.min(index, length)
}

/**
 * Reads the next part of a hyphenated word.
 *
 * @returns where it ends
 */
function scanPart(text: string, first: number, table: Uint16Array, list: TokenList): number {
  const { units } = list
  const from = list.used
  let index = first
  for (; index < text.length; index++) {
    const folded = table[text.charCodeAt(index)] as number
    if (folded < firstWordUnit) break
    units[list.used++] = folded
  }
  if (index > first) pushToken(list, tokenKind.word, from, first, index, list.nextPosition++, 1)
  return index
}
