/** A side of the grey square that a fingerprint is made of, in cells. */
export const squareSide = 256

/** Cells on a side of the grid whose neighbours are compared. */
export const gridSide = 9
/** Each cell against its right neighbour, and each against the one below. */
export const bitCount = 2 * gridSide * (gridSide - 1)
/** 32-bit words that hold the bits of one window. */
export const wordsPerPrint = Math.ceil(bitCount / 32)

/** A part of the picture, as shares of its sides. */
export interface PictureWindow {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** How much of a side a window takes. Found by trial on generated pictures: see `docs/modules/evidence.md`. */
const windowSizes = [1, 0.86, 0.74] as const

/** The whole picture first, then the parts that a crop may have left. */
export const windows: readonly PictureWindow[] = windowSizes.flatMap((width) =>
  windowSizes.flatMap((height) =>
    placesOf(width).flatMap((left) => placesOf(height).map((top): PictureWindow => ({ left, top, width, height }))),
  ),
)

function placesOf(size: number): readonly number[] {
  return size === 1 ? [0] : [0, (1 - size) / 2, 1 - size]
}

/** The cells that each bit compares: rows of right neighbours, then rows of lower ones. */
export const neighbours: readonly (readonly [from: number, to: number])[] = [
  ...range(gridSide).flatMap((row) => range(gridSide - 1).map((column) => [row * gridSide + column, row * gridSide + column + 1] as const)),
  ...range(gridSide - 1).flatMap((row) =>
    range(gridSide).map((column) => [row * gridSide + column, (row + 1) * gridSide + column] as const),
  ),
]

/** 0 to `count` - 1. */
export function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index)
}

/** Sets one bit of a window's words. */
export function setBit(words: number[], bit: number): void {
  words[bit >>> 5] = (words[bit >>> 5] ?? 0) | (1 << (bit & 31))
}

/** Whether one bit of a window's words is set. */
export function isSet(words: Uint32Array, bit: number): boolean {
  return (((words[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 1
}
