import * as z from "zod"
import { DeskError, toBase64url } from "../base/index.ts"
import { bitCount, gridSide, neighbours, setBit, squareSide, windows, wordsPerPrint, type PictureWindow } from "./fingerprint-grid.ts"

const byteCount = windows.length * wordsPerPrint * 4
/** Names the way of reckoning. */
export const fingerprintPrefix = "dh1:"
const textLength = fingerprintPrefix.length + Math.ceil((byteCount * 4) / 3)

/**
 * Compares pictures by their appearance: `dh1:` and base64url. A later way of reckoning would get another prefix, and
 * is never compared with this one.
 */
export const fingerprintSchema = z
  .string()
  .length(textLength)
  .regex(/^dh1:[A-Za-z0-9_-]+$/, "a fingerprint of the kind dh1 was expected")

/**
 * How a picture looks, in a text of fixed length: equal for equal pictures, close for copies. No picture can be made of
 * it.
 */
export type Fingerprint = string

/**
 * The fingerprint of a picture: whether each of 9 × 9 cells is darker than its right and its lower neighbour (a
 * difference hash), for the whole and for 48 parts of it, so that a crop is found as well.
 *
 * @param square - the picture upright, scaled to 256 × 256 without regard to its proportions, one byte of grey a cell,
 * row by row
 * @returns null for a picture that is too even to be distinguished from another one: fewer than half of the neighbours
 * differ by a level of grey
 * @throws DeskError `config` for a square of another size
 */
export function fingerprintOf(square: Uint8Array): Fingerprint | null {
  if (square.length !== squareSide * squareSide) {
    const issues = [{ path: "square", message: `${squareSide * squareSide} bytes were expected, one for each cell` }]
    throw new DeskError("config", "fingerprintOf: the picture must be scaled to the square first", { issues })
  }
  const sums = sumTable(square)
  const bytes = new DataView(new ArrayBuffer(byteCount))
  for (const [index, window] of windows.entries()) {
    const print = differences(cellsOf(sums, window))
    if (index === 0 && print.clear * 2 < bitCount) return null
    print.words.forEach((word, place) => bytes.setUint32((index * wordsPerPrint + place) * 4, word))
  }
  return fingerprintPrefix + toBase64url(new Uint8Array(bytes.buffer))
}

/** Sums over all cells above and to the left, so that the mean of any window costs four reads. */
function sumTable(square: Uint8Array): Float64Array {
  const side = squareSide + 1
  const sums = new Float64Array(side * side)
  for (let y = 0; y < squareSide; y++) {
    let row = 0
    for (let x = 0; x < squareSide; x++) {
      row += square[y * squareSide + x] ?? 0
      sums[(y + 1) * side + x + 1] = (sums[y * side + x + 1] ?? 0) + row
    }
  }
  return sums
}

/** The mean grey of the window's 9 × 9 cells. */
function cellsOf(sums: Float64Array, window: PictureWindow): readonly number[] {
  const cells: number[] = []
  const edge = (from: number, size: number, place: number) => (from + (size * place) / gridSide) * squareSide
  for (let row = 0; row < gridSide; row++) {
    const [top, bottom] = [edge(window.top, window.height, row), edge(window.top, window.height, row + 1)]
    for (let column = 0; column < gridSide; column++) {
      const [left, right] = [edge(window.left, window.width, column), edge(window.left, window.width, column + 1)]
      const sum = sumAt(sums, right, bottom) - sumAt(sums, left, bottom) - sumAt(sums, right, top) + sumAt(sums, left, top)
      cells.push(sum / ((right - left) * (bottom - top)))
    }
  }
  return cells
}

function sumAt(sums: Float64Array, x: number, y: number): number {
  const side = squareSide + 1
  const [column, row] = [Math.min(squareSide - 1, Math.floor(x)), Math.min(squareSide - 1, Math.floor(y))]
  const [right, below] = [x - column, y - row]
  const at = (dx: number, dy: number) => sums[(row + dy) * side + column + dx] ?? 0
  return (at(0, 0) * (1 - right) + at(1, 0) * right) * (1 - below) + (at(0, 1) * (1 - right) + at(1, 1) * right) * below
}

function differences(cells: readonly number[]): { readonly words: readonly number[]; readonly clear: number } {
  const words = Array.from({ length: wordsPerPrint }, () => 0)
  let clear = 0
  for (const [bit, [from, to]] of neighbours.entries()) {
    const difference = (cells[to] ?? 0) - (cells[from] ?? 0)
    if (Math.abs(difference) >= 1) clear += 1
    if (difference > 0) setBit(words, bit)
  }
  return { words: words.map((word) => word >>> 0), clear }
}
