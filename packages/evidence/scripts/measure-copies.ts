// How far copies and different pictures lie apart, on generated streets: the numbers of docs/modules/evidence.md.
import type { Fingerprint } from "@otklik/core/evidence"
import { fingerprintDistance, fingerprintOf } from "@otklik/core/internal"
import { readPhoto } from "../src/index.ts"
import { copies, copyOf, photoOf, tiltedOf, turnedCropOf, type CopyName } from "../test/pictures/copies.ts"
import { smoothSquare } from "../test/pictures/smooth.ts"
import { streetPicture } from "../test/pictures/street.ts"

const count = 60
const limit = 0.2

async function lookOf(photo: Uint8Array): Promise<Fingerprint> {
  const { fingerprint } = (await readPhoto(photo)).facts
  if (fingerprint === null) throw new Error("a generated street is too even")
  return fingerprint
}

function tell(name: string, distances: readonly number[]): void {
  const sorted = distances.toSorted((one, other) => one - other)
  const at = (share: number) => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(2)
  const within = sorted.filter((distance) => distance <= limit).length
  console.log([name.padEnd(36), at(0), at(0.5), at(1), `${within} of ${sorted.length}`].join("  "))
}

function pairs(looks: readonly Fingerprint[]): readonly number[] {
  return looks.flatMap((one, place) => looks.slice(0, place).map((other) => fingerprintDistance(one, other)))
}

const seeds = Array.from({ length: count }, (_, index) => index + 1)
const photos = await Promise.all(seeds.map((seed) => photoOf(streetPicture(seed))))
const looks = await Promise.all(photos.map(lookOf))

async function tellCopies(name: string, make: (photo: Uint8Array) => Promise<Uint8Array>): Promise<void> {
  const distances: number[] = []
  for (const [index, photo] of photos.entries()) distances.push(fingerprintDistance(looks[index] ?? "", await lookOf(await make(photo))))
  tell(name, distances)
}

console.log(`${"".padEnd(36)}  min   med   max   within ${limit}`)
for (const name of Object.keys(copies).filter((key): key is CopyName => key in copies))
  await tellCopies(name, (photo) => copyOf(photo, name))
await tellCopies("turned by 270° and cropped", turnedCropOf)
await tellCopies("tilted by 2°, cropped", (photo) => tiltedOf(photo, 2))
await tellCopies("tilted by 5°, cropped", (photo) => tiltedOf(photo, 5))
const after = await Promise.all(
  seeds.map(async (seed) => lookOf(await photoOf(streetPicture(seed, { hasHoles: false, shift: 0.1, light: 25 })))),
)
tell(
  "same place after the fix, moved by 10 %",
  after.map((look, index) => fingerprintDistance(looks[index] ?? "", look)),
)
tell("different streets", pairs(looks))
const smooth = seeds.map((seed) => fingerprintOf(smoothSquare(seed))).filter((look) => look !== null)
tell("different smooth pictures", pairs(smooth))
