import { chance } from "./chance.ts"
import { fieldOf } from "./noise.ts"

/** A picture as rows of red, green and blue. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8ClampedArray
}

/** Something on a street: a house, or a hole in the road. */
interface Thing {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly light: number
}

/** What differs between two photos of the same place. */
export interface StreetView {
  /** Whether the holes are still there. Default true. */
  readonly hasHoles?: boolean
  /** How far the camera was moved, as a share of the width. Default 0. */
  readonly shift?: number
  /** How much lighter the day is. Default 0. */
  readonly light?: number
}

/**
 * A street that was never there: sky, ground, houses with windows, dark holes in the road, and texture of all sizes, as
 * a photo has. Seeds make different streets.
 */
export function streetPicture(seed: number, view: StreetView = {}): Picture {
  const [width, height] = [640, 480]
  const { hasHoles = true, shift = 0, light = 0 } = view
  const next = chance(seed)
  const texture = fieldOf(next, width, height)
  const horizon = height * (0.25 + 0.4 * next())
  const [sky, ground] = [140 + 90 * next(), 50 + 90 * next()]
  const tint = [0.85 + 0.3 * next(), 0.85 + 0.3 * next(), 0.85 + 0.3 * next()]
  const houses = Array.from({ length: 3 + Math.floor(next() * 6) }, (): Thing => {
    const [wide, high] = [width * (0.06 + 0.25 * next()), height * (0.1 + 0.45 * next())]
    const x = next() * (width - wide)
    return { x, y: Math.max(0, horizon - high * (0.5 + 0.5 * next())), width: wide, height: high, light: 40 + 180 * next() }
  })
  const holes = Array.from({ length: 3 }, (): Thing => {
    const [x, y] = [next() * width, horizon + next() * (height - horizon)]
    return { x, y, width: width * (0.03 + 0.1 * next()), height: height * (0.02 + 0.07 * next()), light: 20 + 60 * next() }
  })
  const pixels = new Uint8ClampedArray(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let column = 0; column < width; column++) {
      const x = Math.min(width - 1, column + Math.round(shift * width))
      const grain = texture[y * width + x] ?? 0
      const house = houses.findLast((thing) => x >= thing.x && x < thing.x + thing.width && y >= thing.y && y < thing.y + thing.height)
      const hole = hasHoles && holes.find((thing) => ((x - thing.x) / thing.width) ** 2 + ((y - thing.y) / thing.height) ** 2 < 1)
      const bare = y < horizon ? sky + grain * 25 : ground + grain * 45
      const grey = (hole ? hole.light : house === undefined ? bare : houseAt(house, x, y) + grain * 15) + light
      tint.forEach((share, channel) => {
        pixels[(y * width + column) * 3 + channel] = grey * share
      })
    }
  }
  return { width, height, pixels }
}

function houseAt(house: Thing, x: number, y: number): number {
  const isWindow = Math.floor((x - house.x) / 14) % 3 === 1 && Math.floor((y - house.y) / 18) % 3 === 1
  return isWindow ? house.light - 40 : house.light
}
