import { sha256 } from "@otklik/core/internal"
import { beforeAll, describe, expect, it } from "vitest"
import { readPhoto } from "../src/index.ts"
import { photoOf } from "./pictures/copies.ts"
import { greedyBlock, withMetadata, withOrientation, withSegment } from "./pictures/exif.ts"
import { blackPng } from "./pictures/png.ts"
import { streetPicture } from "./pictures/street.ts"

let photo: Uint8Array
beforeAll(async () => {
  photo = await photoOf(streetPicture(1))
})

describe("what the bytes say", () => {
  it.each(["jpeg", "png", "webp"] as const)("reads time and place of %s, from its own zone and from the satellites", async (format) => {
    const file = await withMetadata(photo, format)
    const reading = await readPhoto(file)
    expect(reading).toMatchObject({ format, width: 640, height: 480, hasBrokenMetadata: false })
    expect(reading.facts.contentHash).toBe(sha256(file))
    expect(reading.facts.captured).toEqual({
      wallClock: "2026-11-24T12:30:00",
      offset: "+09:00",
      satelliteAt: "2026-11-24T03:30:05.000Z",
    })
    expect(reading.facts.place?.latitude).toBeCloseTo(52.03, 6)
    expect(reading.facts.place?.longitude).toBeCloseTo(113.5, 6)
  })

  it("reads southern and western places as such", async () => {
    const gps = { GPSLatitudeRef: "S", GPSLatitude: "12/1 30/1 0/1", GPSLongitudeRef: "W", GPSLongitude: "77/1 0/1 0/1" }
    expect((await readPhoto(await withMetadata(photo, "jpeg", { IFD3: gps }))).facts.place).toEqual({ latitude: -12.5, longitude: -77 })
  })

  it.each([
    ["the time of digitising where there is no other", { IFD2: { DateTimeDigitized: "2026:11:24 01:02:03" } }, "2026-11-24T01:02:03"],
    ["no time of mere editing", { IFD0: { DateTime: "2026:11:24 01:02:03" } }, null],
    ["no zeros of a camera without a clock", { IFD2: { DateTimeOriginal: "0000:00:00 00:00:00" } }, null],
    ["no date that there is not", { IFD2: { DateTimeOriginal: "2026:02:30 00:00:00" } }, null],
    ["no words", { IFD2: { DateTimeOriginal: "yesterday at noon" } }, null],
  ])("takes %s", async (_, exif, wallClock) => {
    const { captured } = (await readPhoto(await withMetadata(photo, "jpeg", exif))).facts
    expect(captured?.wallClock ?? null).toBe(wallClock)
  })

  it("takes no offset that is none, and no place of a receiver without a fix", async () => {
    const exif = {
      IFD2: { DateTimeOriginal: "2026:11:24 12:30:00", OffsetTimeOriginal: "local" },
      IFD3: { GPSLatitudeRef: "N", GPSLatitude: "0/1 0/1 0/1", GPSLongitudeRef: "E", GPSLongitude: "0/1 0/1 0/1" },
    }
    const { captured, place } = (await readPhoto(await withMetadata(photo, "jpeg", exif))).facts
    expect([captured, place]).toEqual([{ wallClock: "2026-11-24T12:30:00", offset: null, satelliteAt: null }, null])
  })

  it("says nothing of what a file does not say", async () => {
    expect((await readPhoto(photo)).facts).toMatchObject({ captured: null, place: null })
  })

  it("looks at a photo upright, in all eight positions", async () => {
    const upright = (await readPhoto(photo)).facts.fingerprint
    for (let orientation = 1; orientation <= 8; orientation++) {
      const reading = await readPhoto(withOrientation(photo, orientation))
      expect([reading.width, reading.height]).toEqual(orientation >= 5 ? [480, 640] : [640, 480])
      expect(reading.facts.fingerprint === upright).toBe(orientation === 1)
    }
  })

  it("has no look for a picture that is too even", async () => {
    expect((await readPhoto(blackPng(64, 64))).facts.fingerprint).toBeNull()
  })

  it("reads the photo when its metadata is broken, and says so", async () => {
    const cut = Buffer.concat([Buffer.from("Exif\0\0MM\0*", "latin1"), Buffer.from([0, 0, 0xff, 0xff, 0, 9])])
    const reading = await readPhoto(withSegment(photo, 0xe1, cut))
    expect(reading).toMatchObject({ hasBrokenMetadata: true, facts: { captured: null, place: null } })
  })

  it("looks only at the tags that it needs: a block made to be large costs no memory", async () => {
    const before = process.memoryUsage().heapUsed
    const reading = await readPhoto(withSegment(photo, 0xe1, greedyBlock()))
    // Read in full, the block's values are 320 million numbers.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(200_000_000)
    expect(reading.facts.captured).toBeNull()
  })
})
