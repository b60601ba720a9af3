import { describe, expect, it } from "vitest"
import { isDeskError } from "../../src/base/index.ts"
import { fingerprintDistance, fingerprintOf, fingerprintSchema, squareSide } from "../../src/evidence/index.ts"
import { blobSquare, chance, remap } from "./squares.ts"

const last = squareSide - 1

function lookOf(square: Uint8Array) {
  const fingerprint = fingerprintOf(square)
  if (fingerprint === null) throw new Error("the square is too even")
  return fingerprint
}

describe("fingerprintOf", () => {
  it("gives a text of one shape, equal for equal pictures", () => {
    const fingerprint = fingerprintOf(blobSquare(1))
    expect(fingerprintSchema.safeParse(fingerprint).success).toBe(true)
    expect(fingerprintOf(blobSquare(1))).toBe(fingerprint)
    expect(fingerprintOf(blobSquare(2))).not.toBe(fingerprint)
    expect(fingerprintSchema.safeParse(fingerprint?.slice(0, -1)).success).toBe(false)
  })

  it("has none for a picture that is too even: black, fog, a slow gradient from left to right", () => {
    expect(fingerprintOf(new Uint8Array(squareSide * squareSide))).toBeNull()
    const next = chance(3)
    expect(fingerprintOf(Uint8Array.from({ length: squareSide * squareSide }, () => 127 + Math.round(next())))).toBeNull()
    expect(fingerprintOf(remap(new Uint8Array(squareSide * squareSide).fill(90), (x, y) => [x, y]))).toBeNull()
  })

  it("refuses a square of another size", () => {
    let caught: unknown
    try {
      fingerprintOf(new Uint8Array(64))
    } catch (error) {
      caught = error
    }
    expect(isDeskError(caught, "config") && caught.details.issues[0]?.path).toBe("square")
  })
})

describe("fingerprintDistance", () => {
  const original = lookOf(blobSquare(7))

  it("is nothing between a picture and itself, in all eight positions, from both sides", () => {
    const quarter = (x: number, y: number) => [y, last - x] as const
    let turned = blobSquare(7)
    for (let position = 0; position < 8; position++) {
      if (position === 4) turned = remap(turned, (x, y) => [last - x, y])
      const look = lookOf(turned)
      expect(fingerprintDistance(original, look)).toBeLessThan(0.03)
      expect(fingerprintDistance(look, original)).toBeCloseTo(fingerprintDistance(original, look), 10)
      turned = remap(turned, quarter)
    }
  })

  it.each([
    ["a quarter of the right", 0, 0, 0.75, 1],
    ["the middle", 0.13, 0.13, 0.74, 0.74],
    ["a corner that is no window exactly", 0.2, 0.17, 0.8, 0.83],
  ])("finds a crop: %s", (_, left, top, width, height) => {
    const crop = remap(blobSquare(7), (x, y) => [left * squareSide + x * width, top * squareSide + y * height])
    expect(fingerprintDistance(original, lookOf(crop))).toBeLessThanOrEqual(0.2)
    const turnedCrop = remap(crop, (x, y) => [last - x, last - y])
    expect(fingerprintDistance(original, lookOf(turnedCrop))).toBeLessThanOrEqual(0.2)
  })

  it("keeps different pictures apart", () => {
    const looks = Array.from({ length: 14 }, (_, seed) => lookOf(blobSquare(100 + seed)))
    const distances = looks.flatMap((one, place) => looks.slice(0, place).map((other) => fingerprintDistance(one, other)))
    expect(Math.min(...distances)).toBeGreaterThan(0.2)
  })
})
