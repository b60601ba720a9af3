import assert from "node:assert/strict"
import sharp from "sharp"

// #region read
import { reviewEvidence, type EarlierEvidence } from "@otklik/core/evidence"
import { makePublicCopy, readPhoto } from "@otklik/evidence"

// #endregion read

// A photo that says when and where it was taken, and the one that the complaint came with.
const spots = { width: 12, height: 9, channels: 3, background: "#777", noise: { type: "gaussian", mean: 120, sigma: 60 } } as const
const before = await sharp(await sharp({ create: spots }).png().toBuffer())
  .resize(800, 600)
  .jpeg()
  .toBuffer()
const exif = {
  IFD2: { DateTimeOriginal: "2026:11:23 18:00:00", OffsetTimeOriginal: "+09:00" },
  IFD3: { GPSLatitudeRef: "N", GPSLatitude: "52/1 4/1 30/1", GPSLongitudeRef: "E", GPSLongitude: "113/1 30/1 0/1" },
}
const upload = await sharp(before).flop().withExif(exif).jpeg().toBuffer()
const elsewhere: EarlierEvidence = {
  evidenceId: "evi_1",
  incidentId: "inc_41",
  shows: "fix",
  ...(await readPhoto(before)).facts,
}
const onFile: readonly EarlierEvidence[] = [elsewhere]

// #region read
const photo = await readPhoto(upload)
const { doubts, unchecked } = reviewEvidence(photo.facts, {
  incidentId: "inc_42",
  shows: "fix",
  publishedAt: "2026-11-24T00:00:00.000Z",
  now: "2026-11-26T00:00:00.000Z",
  zone: "Asia/Chita",
  place: { latitude: 52.03, longitude: 113.5 },
  earlier: onFile,
})
for (const { code, why } of doubts) console.log(`${code}: ${why}`)
const { bytes, width, height } = await makePublicCopy(upload)
// #endregion read

assert.deepEqual(
  doubts.map(({ code }) => code),
  ["looks-used-elsewhere", "no-before-view", "captured-before-complaint", "far-from-incident"],
)
assert.deepEqual(unchecked, [])
assert.deepEqual([width, height], [800, 600])
assert.equal((await sharp(bytes).metadata()).exif, undefined)
