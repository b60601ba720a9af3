import { squareSide } from "../../src/evidence/index.ts"

/** Chance that is the same in every run. */
export function chance(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1
  return () => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state / 2 ** 32
  }
}

/** A grey square with blobs of all sizes, as a photo has. */
export function blobSquare(seed: number): Uint8Array {
  const next = chance(seed)
  const blobs = Array.from({ length: 60 }, () => ({
    x: next() * squareSide,
    y: next() * squareSide,
    size: 8 + next() ** 2 * 90,
    light: (next() - 0.5) * 160,
  }))
  return Uint8Array.from({ length: squareSide * squareSide }, (_, cell) => {
    const [x, y] = [cell % squareSide, Math.floor(cell / squareSide)]
    const light = blobs.reduce((sum, blob) => sum + blob.light * Math.exp(-((x - blob.x) ** 2 + (y - blob.y) ** 2) / blob.size ** 2), 128)
    return Math.max(0, Math.min(255, light))
  })
}

/** A square made of another one: for each cell, the cell that it shows. */
export function remap(square: Uint8Array, from: (x: number, y: number) => readonly [x: number, y: number]): Uint8Array {
  return Uint8Array.from(square, (_, cell) => {
    const [x, y] = from(cell % squareSide, Math.floor(cell / squareSide))
    return square[Math.floor(y) * squareSide + Math.floor(x)] ?? 0
  })
}
