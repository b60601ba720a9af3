import type { Span } from "@otklik/core/rules"

/** The longest reply of an account without X Premium: weighted characters. */
export const weightLimit = 280

/** Code points that count one; the configuration of twitter-text, version 3. All others count two. */
const light: readonly (readonly [number, number])[] = [
  [0, 4351],
  [8192, 8205],
  [8208, 8223],
  [8242, 8247],
]

/** Every link counts so much, however long it is: X writes it as `https://t.co/…`. */
const linkWeight = 23

/** A letter with the marks behind it. */
const letter = /\P{M}\p{M}*|\p{M}/gu

const emoji = /\p{RGI_Emoji}/gv

/** What X takes for a link: with a scheme, or a host name with a well-known ending. */
const link =
  /(?<![\p{L}\p{N}@.-])(?:https?:\/\/[^\s<>«»"]+|(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+(?:app|biz|by|club|com|dev|edu|gov|info|io|kz|me|media|net|news|online|org|pro|ru|site|store|su|tv|ua|uz|xyz|рф|москва|онлайн|рус|сайт)(?:\/[^\s<>«»"]*)?)(?![\p{L}\p{N}@])/giu

/** A text as X measures it. */
export interface XTextMeasure {
  /** Weighted characters. */
  readonly length: number
  /** How much is allowed. */
  readonly limit: number
  /** What is too much, as offsets into the text; null when nothing is. */
  readonly excess: Span | null
  /** Links, as offsets into the text. */
  readonly links: readonly Span[]
}

interface Piece extends Span {
  readonly weight: number
}

/**
 * Measures a text as X does (twitter-text, version 3): code points up to U+10FF count one, Cyrillic among them; most
 * others and every emoji two; every link 23.
 *
 * @param text - of a reply
 * @param limit - weighted characters that the account may write
 */
export function measureXText(text: string, limit = weightLimit): XTextMeasure {
  const links = Array.from(text.matchAll(link), ({ index, 0: found }) => ({ start: index, end: index + found.length }))
  let length = 0
  let start: number | undefined
  for (const piece of piecesOf(text, links)) {
    length += piece.weight
    if (length > limit) start ??= piece.start
  }
  return { length, limit, excess: start === undefined ? null : { start, end: text.length }, links }
}

function* piecesOf(text: string, links: readonly Span[]): Generator<Piece> {
  let at = 0
  for (const found of links) {
    yield* signsOf(text.slice(at, found.start), at)
    yield { ...found, weight: linkWeight }
    at = found.end
  }
  yield* signsOf(text.slice(at), at)
}

/** Emoji and code points, with their place in the whole text. */
function* signsOf(text: string, offset: number): Generator<Piece> {
  let at = 0
  for (const { index, 0: found } of [...text.matchAll(emoji), { index: text.length, 0: "" }]) {
    for (const [sign] of text.slice(at, index).matchAll(letter)) {
      yield { start: offset + at, end: offset + at + sign.length, weight: weightOf(sign) }
      at += sign.length
    }
    if (found !== "") yield { start: offset + at, end: offset + at + found.length, weight: 2 }
    at += found.length
  }
}

/** X counts the composed form: a letter and a mark that have a code point together count once. */
function weightOf(sign: string): number {
  return [...sign.normalize("NFC")].reduce((sum, one) => {
    const code = one.codePointAt(0) ?? 0
    return sum + (light.some(([from, to]) => code >= from && code <= to) ? 1 : 2)
  }, 0)
}
