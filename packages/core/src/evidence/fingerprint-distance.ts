import { fromBase64url } from "../base/index.ts"
import { bitCount, gridSide, isSet, neighbours, range, setBit, windows, wordsPerPrint } from "./fingerprint-grid.ts"
import { fingerprintPrefix, type Fingerprint } from "./fingerprint.ts"

/** A fingerprint unpacked. */
export interface OpenFingerprint {
  /** The bits of all windows, one after the other, the whole picture first. */
  readonly words: Uint32Array
  /**
   * The share of neighbouring bits of the whole picture that differ: little in a smooth picture, about 0.4 in a photo
   * of a street.
   */
  readonly detail: number
}

/** A picture in its eight positions, ready to be compared with many others. */
export interface TurnedFingerprint {
  readonly detail: number
  /** The whole picture, turned by quarters and mirrored. */
  readonly wholes: Uint32Array
  /** All windows in all positions. */
  readonly windows: Uint32Array
}

/** For each bit of a picture turned: the bit of the picture as it was, and whether it says the opposite. */
type Turn = readonly { readonly bit: number; readonly isOpposite: boolean }[]

const bitOfPair = new Map(neighbours.map(([from, to], bit) => [`${from} ${to}`, bit]))

/** Bits that follow each other along a row (of right neighbours) and down a column (of lower ones). */
const bitPairs: readonly (readonly [one: number, other: number])[] = neighbours.flatMap(([from, to], bit) => {
  const next = bitOfPair.get(`${to} ${2 * to - from}`)
  return next === undefined ? [] : [[bit, next] as const]
})

const turns: readonly Turn[] = range(8).map((position) =>
  neighbours.map(([from, to]) => {
    const [first, second] = [beforeTurn(from, position), beforeTurn(to, position)]
    const same = bitOfPair.get(`${first} ${second}`)
    return same === undefined ? { bit: bitOfPair.get(`${second} ${first}`) ?? 0, isOpposite: true } : { bit: same, isOpposite: false }
  }),
)

/** Where a cell was before the picture was mirrored (positions 4 to 7) and turned by quarters. */
function beforeTurn(cell: number, position: number): number {
  let [x, y] = [cell % gridSide, Math.floor(cell / gridSide)]
  for (let quarter = 0; quarter < (position & 3); quarter++) [x, y] = [y, gridSide - 1 - x]
  return y * gridSide + ((position & 4) === 0 ? x : gridSide - 1 - x)
}

/** Unpacks a fingerprint. */
export function openFingerprint(fingerprint: Fingerprint): OpenFingerprint {
  const bytes = fromBase64url(fingerprint.slice(fingerprintPrefix.length)) ?? new Uint8Array()
  const read = new DataView(bytes.buffer)
  const words = new Uint32Array(windows.length * wordsPerPrint)
  for (let place = 0; place < words.length; place++) words[place] = read.getUint32(place * 4)
  let changes = 0
  for (const [one, other] of bitPairs) if (isSet(words, one) !== isSet(words, other)) changes += 1
  return { words, detail: changes / bitPairs.length }
}

/** Turns a picture once, so that the many it is compared with need not be. */
export function turnFingerprint({ words, detail }: OpenFingerprint): TurnedFingerprint {
  const prints = windows.map((_, index) => words.subarray(index * wordsPerPrint, (index + 1) * wordsPerPrint))
  const inAll = (print: Uint32Array) => turns.flatMap((turn) => turned(print, turn))
  return { detail, wholes: Uint32Array.from(prints.slice(0, 1).flatMap(inAll)), windows: Uint32Array.from(prints.flatMap(inAll)) }
}

function turned(words: Uint32Array, turn: Turn): readonly number[] {
  const result = Array.from({ length: wordsPerPrint }, () => 0)
  for (const [place, { bit, isOpposite }] of turn.entries()) if (isSet(words, bit) !== isOpposite) setBit(result, place)
  return result
}

/** The detail of a usual photo: in the middle of generated street scenes (`docs/modules/evidence.md`). */
const usualDetail = 0.4

/** {@link fingerprintDistance} of a picture that was turned and one that was not. */
export function distanceBetween(one: TurnedFingerprint, other: OpenFingerprint): number {
  const bits = Math.min(nearest(one.wholes, other.words), nearest(other.words.subarray(0, wordsPerPrint), one.windows))
  const detail = Math.min(one.detail, other.detail)
  // Bits that follow each other say the same in a smooth picture: it has less to differ in.
  return Math.min(1, (bits / bitCount) * Math.max(1, usualDetail / Math.max(detail, 1 / bitPairs.length)))
}

/** The smallest number of bits in which any of some prints differs from any of others. */
function nearest(some: Uint32Array, others: Uint32Array): number {
  let best = bitCount
  for (let one = 0; one < some.length; one += wordsPerPrint) {
    for (let other = 0; other < others.length; other += wordsPerPrint) {
      let count = 0
      for (let word = 0; word < wordsPerPrint && count < best; word++) count += ones((some[one + word] ?? 0) ^ (others[other + word] ?? 0))
      if (count < best) best = count
    }
  }
  return best
}

/** The number of set bits of a 32-bit word, by halves. */
function ones(word: number): number {
  let count = word - ((word >>> 1) & 0x55_55_55_55)
  count = (count & 0x33_33_33_33) + ((count >>> 2) & 0x33_33_33_33)
  return Math.imul((count + (count >>> 4)) & 0x0f_0f_0f_0f, 0x01_01_01_01) >>> 24
}

/**
 * How different two pictures are: 0 for the same picture, 0.3 and more for two that have nothing to do with each other.
 * It is the share of features that differ; turning by quarters, mirroring and a crop of either are tried, and the
 * nearest counts. In smooth pictures a difference weighs more.
 *
 * @param one - a fingerprint, read with `fingerprintSchema`
 * @param other - a fingerprint
 */
export function fingerprintDistance(one: Fingerprint, other: Fingerprint): number {
  return distanceBetween(turnFingerprint(openFingerprint(one)), openFingerprint(other))
}
