import { mixHash, seedHash } from "./fold-hash.ts"
import { cleanText } from "./fold-clean.ts"
import { scanSign } from "./fold-sign.ts"
import { firstWordUnit, foldTables, unitKind } from "./fold-table.ts"
import { closeChain, makeRoom, resetTokens, type TokenList } from "./fold-tokens.ts"

/** From how many tokens on the buffers of one huge text are given back before the next text. */
const keptTokens = 1 << 16

/**
 * Splits a text into tokens and folds their letters one by one. {@link repairWord} finishes the folding of a single token; a caller that
 * remembers tokens does so once for each distinct one.
 *
 * @param text - any text
 * @param list - overwritten; reuse one list for many texts
 */
export function scanText(text: string, list: TokenList): void {
  const tables = foldTables()
  resetTokens(list, text.length, keptTokens)
  if (scanUnits(text, tables.units, list)) return
  const clean = cleanText(text)
  resetTokens(list, clean.text.length, keptTokens)
  scanUnits(clean.text, tables.cleanUnits, list)
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
function scanUnits(text: string, table: Uint16Array, list: TokenList): boolean {
  const length = text.length
  const { units } = list
  let { from, to, hash, start, end, position, width, kind, capacity } = list
  let used = 0
  let index = 0
  while (index < length) {
    let folded = table[text.charCodeAt(index)] as number
    if (folded === unitKind.separator) {
      index += 1
      continue
    }
    let afterWord = false
    if (folded >= firstWordUnit) {
      if (list.count + 4 > capacity) {
        makeRoom(list)
        ;({ from, to, hash, start, end, position, width, kind, capacity } = list)
      }
      const token = list.count++
      from[token] = used
      start[token] = index
      let mixed = seedHash
      do {
        units[used++] = folded
        mixed = mixHash(mixed, folded)
        index += 1
        folded = index < length ? (table[text.charCodeAt(index)] as number) : 0
      } while (folded >= firstWordUnit)
      to[token] = used
      hash[token] = mixed
      end[token] = index
      position[token] = list.nextPosition++
      width[token] = 1
      kind[token] = 0
      units[used] = 0
      used += used & 1
      list.used = used
      if (folded === unitKind.separator) {
        if (list.chainFirst >= 0) {
          closeChain(list)
          used = list.used
        }
        index += 1
        continue
      }
      afterWord = true
    }
    // A full stop, a colon and their like mean something only before a letter or another sign: nearly always a space follows.
    if (folded >= unitKind.dot && index + 1 < length && table[text.charCodeAt(index + 1)] === unitKind.separator) {
      if (list.chainFirst >= 0) {
        closeChain(list)
        used = list.used
      }
      index += 2
      continue
    }
    index = scanSign(text, index, folded, afterWord, table, list)
    if (index < 0) return false
    used = list.used
    if (list.capacity !== capacity) ({ from, to, hash, start, end, position, width, kind, capacity } = list)
  }
  if (list.chainFirst >= 0) closeChain(list)
  return true
}
