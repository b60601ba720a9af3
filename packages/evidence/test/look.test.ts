import type { Fingerprint } from "@otklik/core/evidence"
import { fingerprintDistance } from "@otklik/core/internal"
import { beforeAll, describe, expect, it } from "vitest"
import { readPhoto } from "../src/index.ts"
import { copies, copyOf, photoOf, tiltedOf, turnedCropOf, type CopyName } from "./pictures/copies.ts"
import { streetPicture } from "./pictures/street.ts"

const streets = 6
/** What `reviewEvidence` takes for a copy. */
const copyShare = 0.2

async function lookOf(photo: Uint8Array): Promise<Fingerprint> {
  return (await readPhoto(photo)).facts.fingerprint ?? "none"
}

const photos: Uint8Array[] = []
const looks: Fingerprint[] = []
beforeAll(async () => {
  for (let seed = 1; seed <= streets; seed++) photos.push(await photoOf(streetPicture(seed)))
  for (const photo of photos) looks.push(await lookOf(photo))
})

/** The greatest distance between a photo and what was made of it. */
async function farthest(make: (photo: Uint8Array) => Promise<Uint8Array>): Promise<number> {
  const distances: number[] = []
  for (const [index, photo] of photos.entries()) distances.push(fingerprintDistance(looks[index] ?? "", await lookOf(await make(photo))))
  return Math.max(...distances)
}

describe("how a photo looks", () => {
  it.each(Object.keys(copies).filter((name): name is CopyName => name in copies))("finds a copy: %s", async (name) => {
    expect(await farthest((photo) => copyOf(photo, name))).toBeLessThanOrEqual(copyShare)
  })

  it("finds a copy that was turned and cropped, or straightened", async () => {
    expect(await farthest(turnedCropOf)).toBeLessThanOrEqual(copyShare)
    expect(await farthest((photo) => tiltedOf(photo, 2))).toBeLessThanOrEqual(copyShare)
  })

  it("tells different streets apart", () => {
    const distances = looks.flatMap((one, place) => looks.slice(0, place).map((other) => fingerprintDistance(one, other)))
    expect(distances).toHaveLength((streets * (streets - 1)) / 2)
    expect(Math.min(...distances)).toBeGreaterThan(copyShare)
  })

  it("takes a photo compressed anew for the same view, and one from beside for another", async () => {
    expect(await farthest((photo) => copyOf(photo, "compressed hard"))).toBeLessThanOrEqual(0.02)
    const after = await lookOf(await photoOf(streetPicture(1, { hasHoles: false, shift: 0.05, light: 25 })))
    expect(fingerprintDistance(looks[0] ?? "", after)).toBeGreaterThan(0.02)
  })
})
