import { firstWordUnit, foldTables, isPlainAstral, unitKind } from "./table.ts"
import { pushToken, pushWhole, tokenKind, type TokenList } from "./tokens.ts"

const hashUnit = 0x23
const atUnit = 0x40
const underscoreUnit = 0x5f

/** The longest name that `[id1|Name]` may hold, in UTF-16 units; what is longer is ordinary text in brackets. */
const markupNameLimit = 200
const markupTarget = /^\[(?:id|club|public|event)\d{1,15}$/

/** Copies a tag's folded units, after its sign, to the end of the list's units. */
function writeTag(text: string, sign: number, from: number, to: number, table: Uint16Array, list: TokenList): number {
  const { units } = list
  const written = list.used
  let used = written
  units[used++] = sign
  for (let index = from; index < to; index++) {
    const folded = table[text.charCodeAt(index)] as number
    units[used++] = folded >= firstWordUnit ? folded : text.charCodeAt(index)
  }
  list.used = used
  return written
}

/** The end of a run of letters, digits and underscores; -1 when the text must be cleaned first. */
function tagEnd(text: string, from: number, table: Uint16Array): number {
  let index = from
  while (index < text.length) {
    const folded = table[text.charCodeAt(index)] as number
    if (folded < firstWordUnit && folded !== unitKind.underscore) {
      if (folded === unitKind.surrogate) return isEmojiAt(text, index) ? index : -1
      return folded === unitKind.complex || folded === unitKind.mark ? -1 : index
    }
    index += 1
  }
  return index
}

/** An emoji or half of a character. */
function isEmojiAt(text: string, index: number): boolean {
  const codePoint = text.codePointAt(index) ?? 0
  return codePoint <= 0xffff || isPlainAstral(codePoint)
}

/**
 * A hashtag: the tag as a whole, and the words in it (`#НетСвета`, `#нет_света`), which are words of the text like any
 * other.
 *
 * @returns where to go on, or -1 when the text must be cleaned first
 */
export function scanHashtag(text: string, hash: number, table: Uint16Array, list: TokenList): number {
  const from = hash + 1
  const to = tagEnd(text, from, table)
  if (to < 0) return -1
  const firstToken = list.count
  const position = list.nextPosition
  pushParts(text, from, to, table, list)
  if (list.count === firstToken) return to
  pushWhole(list, firstToken)
  const written = writeTag(text, hashUnit, from, to, table, list)
  pushToken(list, tokenKind.hashtag, written, hash, to, position, list.nextPosition - position)
  const after = skipTagOwner(text, to, table)
  list.addressFloor = after
  return after
}

/** `#tag@community` names the community in which the tag lives: that is neither a word nor a mention. */
function skipTagOwner(text: string, to: number, table: Uint16Array): number {
  if ((table[text.charCodeAt(to)] ?? 0) !== unitKind.at) return to
  return tagEnd(text, to + 1, table)
}

function pushParts(text: string, from: number, to: number, table: Uint16Array, list: TokenList): void {
  const { capitals } = foldTables()
  let start = from
  for (let index = from; index <= to; index++) {
    const code = index < to ? text.charCodeAt(index) : 0
    const isBorder = index === to || table[code] === unitKind.underscore || (index > start && wordBegins(text, index, to, capitals))
    if (!isBorder) continue
    pushPart(text, start, index, table, list)
    start = index < to && table[code] === unitKind.underscore ? index + 1 : index
  }
}

/**
 * A capital after a small letter begins a word (`нетСвета`), and so does the last capital of several before a small
 * letter (`ЖКХЧита`).
 */
function wordBegins(text: string, index: number, to: number, capitals: Uint8Array): boolean {
  const code = text.charCodeAt(index)
  if (capitals[code] !== 1) return false
  if (capitals[text.charCodeAt(index - 1)] !== 1) return true
  return index + 1 < to && isSmall(text.charCodeAt(index + 1), capitals)
}

function isSmall(code: number, capitals: Uint8Array): boolean {
  return capitals[code] !== 1 && code !== underscoreUnit && !(code >= 0x30 && code <= 0x39)
}

function pushPart(text: string, start: number, end: number, table: Uint16Array, list: TokenList): void {
  if (end <= start) return
  const from = list.used
  let used = from
  for (let index = start; index < end; index++) list.units[used++] = table[text.charCodeAt(index)] as number
  list.used = used
  pushToken(list, tokenKind.word, from, start, end, list.nextPosition++, 1)
}

/**
 * A mention: `@name`, dots inside Latin names included.
 *
 * @returns where to go on, or -1 when the text must be cleaned first
 */
export function scanMention(text: string, at: number, table: Uint16Array, list: TokenList): number {
  const from = at + 1
  let to = tagEnd(text, from, table)
  while (to >= 0 && text.charCodeAt(to) === 0x2e && isLatinOrDigit(text.charCodeAt(to - 1)) && isLatinOrDigit(text.charCodeAt(to + 1))) {
    to = tagEnd(text, to + 1, table)
  }
  if (to < 0) return -1
  if (to === from) return from
  const written = writeTag(text, atUnit, from, to, table, list)
  pushToken(list, tokenKind.mention, written, at, to, list.nextPosition++, 1)
  list.addressFloor = to
  return to
}

const isLatinOrDigit = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a)

/**
 * `[id1|Name]`, as VK writes a mention: no words, and a mention of `@id1`.
 *
 * @returns where to go on
 */
export function scanMarkup(text: string, bracket: number, list: TokenList): number {
  let bar = bracket + 1
  while (bar - bracket <= 24 && isLatinOrDigit(text.charCodeAt(bar))) bar += 1
  if (text.charCodeAt(bar) !== 0x7c || !markupTarget.test(text.slice(bracket, bar))) return bracket + 1
  const limit = Math.min(text.length, bar + 1 + markupNameLimit + 1)
  for (let index = bar + 1; index < limit; index++) {
    const code = text.charCodeAt(index)
    if (code === 0x0a) break
    if (code !== 0x5d) continue
    const written = list.used
    list.units[list.used++] = atUnit
    for (let unit = bracket + 1; unit < bar; unit++) list.units[list.used++] = text.charCodeAt(unit)
    pushToken(list, tokenKind.mention, written, bracket, index + 1, list.nextPosition++, 1)
    list.addressFloor = index + 1
    return index + 1
  }
  return bracket + 1
}
