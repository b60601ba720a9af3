import { firstWordUnit } from "./table.ts"
import { retractTokens, type TokenList } from "./tokens.ts"

/**
 * Endings of host names that are taken as links without `http://`. A missing space after a full stop (`воды.Когда`)
 * must not become a link.
 */
const hostEndings: ReadonlySet<string> = new Set(
  "app biz by cc cloud club com dev edu gov info io kz me media moscow net news online org pro ru shop site space store su tv ua uz vip xyz".split(
    " ",
  ),
)
const longestEnding = 8
const linkEnd = /[\s<>"«»“”|[\]{}]/
/** 1 for the signs below U+0080 that end a link. */
const plainLinkEnds = Uint8Array.from({ length: 0x80 }, (_, code) => ('\t\n\v\f\r <>"|[]{}'.includes(String.fromCharCode(code)) ? 1 : 0))

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39
const isLatin = (code: number): boolean => (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a)
const isLatinOrDigit = (code: number): boolean => isLatin(code) || isDigit(code)
/** Letters, digits, full stop, underscore and hyphens */
const isHostUnit = (code: number): boolean =>
  isLatinOrDigit(code) || code === 0x2e || code === 0x2d || code === 0x5f || code === 0x2010 || code === 0x2011
/** Host units, and `% +` */
const isMailUnit = (code: number): boolean => isHostUnit(code) || code === 0x25 || code === 0x2b

function runStart(text: string, before: number, floor: number, accepts: (code: number) => boolean): number {
  let start = before
  while (start > floor && accepts(text.charCodeAt(start - 1))) start -= 1
  return start
}

function runEnd(text: string, from: number, accepts: (code: number) => boolean): number {
  let end = from
  while (end < text.length && accepts(text.charCodeAt(end))) end += 1
  return end
}

function trimmedEnd(text: string, from: number, end: number): number {
  let trimmed = end
  while (trimmed > from && !isLatinOrDigit(text.charCodeAt(trimmed - 1))) trimmed -= 1
  return trimmed
}

/** Whether a letter is right before, so that no address begins here. */
function followsLetter(text: string, start: number, table: Uint16Array, list: TokenList): boolean {
  return start > list.addressFloor && (table[text.charCodeAt(start - 1)] as number) >= firstWordUnit
}

function linkTail(text: string, from: number): number {
  let end = from
  while (end < text.length) {
    const code = text.charCodeAt(end)
    if (code < 0x80 ? plainLinkEnds[code] === 1 : linkEnd.test(text.charAt(end))) break
    end += 1
  }
  return end
}

function takeLink(list: TokenList, start: number, end: number): number {
  retractTokens(list, start)
  list.addressFloor = end
  return end
}

/**
 * At the dot of `host.name`: skips the link that the host name begins, if its ending is that of a host.
 *
 * @returns where to go on
 */
export function skipHost(text: string, dot: number, table: Uint16Array, list: TokenList): number {
  if (dot < list.plainUntil || !isLatinOrDigit(text.charCodeAt(dot - 1)) || !isLatinOrDigit(text.charCodeAt(dot + 1))) return dot + 1
  const start = runStart(text, dot, list.addressFloor, isHostUnit)
  const run = runEnd(text, dot, isHostUnit)
  list.plainUntil = run
  if (text.charCodeAt(run) === 0x40 || followsLetter(text, start, table, list)) return dot + 1
  const end = trimmedEnd(text, dot, run)
  const ending = text.slice(Math.max(text.lastIndexOf(".", end - 1) + 1, end - longestEnding - 1), end).toLowerCase()
  const isHost = hostEndings.has(ending) || text.slice(start, start + 4).toLowerCase() === "www."
  if (!isHost) return dot + 1
  const after = text.charCodeAt(end)
  const goesOn = after === 0x2f || after === 0x3f || after === 0x23 || after === 0x3a
  return takeLink(list, start, goesOn ? linkTail(text, end) : end)
}

/**
 * At the colon of `scheme://`: skips the link.
 *
 * @returns where to go on
 */
export function skipLink(text: string, colon: number, list: TokenList): number {
  if (text.charCodeAt(colon + 1) !== 0x2f || text.charCodeAt(colon + 2) !== 0x2f) return colon + 1
  const start = list.start[list.count - 1] as number
  for (let index = start; index < colon; index++) if (!isLatin(text.charCodeAt(index))) return colon + 1
  return takeLink(list, start, linkTail(text, colon))
}

/**
 * At the `@` of `name@host`: skips the e-mail address.
 *
 * @returns where to go on
 */
export function skipMail(text: string, at: number, table: Uint16Array, list: TokenList): number {
  if (!isLatinOrDigit(text.charCodeAt(at - 1)) || !isLatinOrDigit(text.charCodeAt(at + 1))) return at + 1
  const start = runStart(text, at, list.addressFloor, isMailUnit)
  if (followsLetter(text, start, table, list)) return at + 1
  const end = trimmedEnd(text, at, runEnd(text, at + 1, isHostUnit))
  if (!text.slice(at, end).includes(".")) return at + 1
  return takeLink(list, start, end)
}
