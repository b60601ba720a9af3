import { squareSide } from "@otklik/core/internal"
import { chance } from "./chance.ts"

/** A grey square of soft spots alone, as a blurred photo: the hardest to tell from another one. */
export function smoothSquare(seed: number): Uint8Array {
  const next = chance(seed)
  const spots = Array.from({ length: 60 }, () => ({
    x: next() * squareSide,
    y: next() * squareSide,
    size: 8 + next() ** 2 * 90,
    light: (next() - 0.5) * 160,
  }))
  return Uint8Array.from({ length: squareSide * squareSide }, (_, cell) => {
    const [x, y] = [cell % squareSide, Math.floor(cell / squareSide)]
    const light = spots.reduce((sum, spot) => sum + spot.light * Math.exp(-((x - spot.x) ** 2 + (y - spot.y) ** 2) / spot.size ** 2), 128)
    return Math.max(0, Math.min(255, light))
  })
}
