import { skipHost, skipLink, skipMail } from "./address.ts"
import { firstWordUnit, isPlainAstral, unitKind } from "./table.ts"
import { scanHashtag, scanMarkup, scanMention } from "./tag.ts"
import { closeChain, type TokenList } from "./tokens.ts"

/**
 * Handles a unit that is neither a letter nor a plain separator.
 *
 * @param text - the text
 * @param index - where the unit is; may be the end of the text
 * @param kind - its value in the table
 * @param afterWord - whether a word ends right before it
 * @param table - the table in use
 * @param list - the tokens so far
 * @returns where to go on, or -1 when the text must be cleaned first
 */
export function scanSign(text: string, index: number, kind: number, afterWord: boolean, table: Uint16Array, list: TokenList): number {
  const next = index + 1 < text.length ? (table[text.charCodeAt(index + 1)] as number) : 0
  switch (kind) {
    case unitKind.complex:
      return -1
    case unitKind.mark:
      if (afterWord || !followsSeparator(text, index, table)) return -1
      return index + 1
    case unitKind.surrogate: {
      const codePoint = text.codePointAt(index) ?? 0
      if (codePoint > 0xffff && !isPlainAstral(codePoint)) return -1
      closeOpenChain(list)
      return index + (codePoint > 0xffff ? 2 : 1)
    }
    case unitKind.hyphen:
      if (next === unitKind.mark) return -1
      if (afterWord && next >= firstWordUnit) {
        if (list.chainFirst < 0) list.chainFirst = list.count - 1
      } else closeOpenChain(list)
      return index + 1
    case unitKind.dot:
      if (afterWord && next >= firstWordUnit) {
        const after = skipHost(text, index, table, list)
        closeOpenChain(list)
        return after
      }
      break
    case unitKind.colon:
      if (afterWord) {
        const after = skipLink(text, index, list)
        closeOpenChain(list)
        return after
      }
      break
    case unitKind.at:
      if (afterWord) {
        const after = skipMail(text, index, table, list)
        closeOpenChain(list)
        return after
      }
      return scanMention(text, index, table, list)
    case unitKind.hash:
      closeOpenChain(list)
      return afterWord ? index + 1 : scanHashtag(text, index, table, list)
    case unitKind.bracket:
      closeOpenChain(list)
      return scanMarkup(text, index, list)
  }
  closeOpenChain(list)
  return index + 1
}

function closeOpenChain(list: TokenList): void {
  if (list.chainFirst >= 0) closeChain(list)
}

/**
 * A mark after a separator marks nothing; after a sign that begins a tag or joins words the text must be cleaned to see
 * what follows it.
 */
function followsSeparator(text: string, index: number, table: Uint16Array): boolean {
  if (index === 0) return true
  const before = table[text.charCodeAt(index - 1)] as number
  return before === unitKind.separator || before === unitKind.mark || before === unitKind.surrogate
}
