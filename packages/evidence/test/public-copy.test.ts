import { fingerprintDistance } from "@otklik/core/internal"
import sharp from "sharp"
import { beforeAll, describe, expect, it } from "vitest"
import { makePublicCopy, readPhoto } from "../src/index.ts"
import { photoOf } from "./pictures/copies.ts"
import { secretWord, withMetadata, withOrientation, withSegment } from "./pictures/exif.ts"
import { streetPicture } from "./pictures/street.ts"

let photo: Uint8Array
beforeAll(async () => {
  photo = await photoOf(streetPicture(3))
})

describe("guard of evidence: EXIF is stripped before anything is published", () => {
  it.each(["jpeg", "png", "webp"] as const)("%s keeps its format and its look, and nothing that the file said", async (format) => {
    const file = await withMetadata(photo, format)
    expect(file.includes(secretWord)).toBe(true)
    const copy = await makePublicCopy(file)
    expect(copy).toMatchObject({ format, width: 640, height: 480 })
    expect(Buffer.from(copy.bytes).includes(secretWord)).toBe(false)
    const { exif, xmp, iptc, icc, comments, orientation } = await sharp(copy.bytes).metadata()
    expect({ exif, xmp, iptc, icc, comments, orientation }).toEqual({})
    const [before, after] = [await readPhoto(file), await readPhoto(copy.bytes)]
    expect(after.facts).toMatchObject({ captured: null, place: null })
    expect(fingerprintDistance(before.facts.fingerprint ?? "", after.facts.fingerprint ?? "")).toBeLessThanOrEqual(0.02)
  })

  it("takes away comments, segments of makers, a picture inside and a video behind the photo", async () => {
    const inside = Buffer.concat([Buffer.from("FPXR\0SECRET", "latin1"), photo.subarray(0, 2000)])
    let file = withSegment(photo, 0xfe, Buffer.from("SECRET comment"))
    file = withSegment(file, 0xe2, inside)
    file = withSegment(file, 0xed, Buffer.from("Photoshop 3.0\0SECRET", "latin1"))
    file = Buffer.concat([file, Buffer.from("\0\0\0\u0018ftypmp42SECRET video", "latin1")])
    const copy = Buffer.from((await makePublicCopy(file)).bytes)
    expect([file.includes(secretWord), copy.includes(secretWord)]).toEqual([true, false])
    expect(copy.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]))
  })

  it("keeps what is up: each of the eight positions is turned into the pixels", async () => {
    const upright = (await readPhoto(photo)).facts.fingerprint ?? ""
    for (let orientation = 1; orientation <= 8; orientation++) {
      const file = withOrientation(photo, orientation)
      const copy = await makePublicCopy(file)
      expect([copy.width, copy.height]).toEqual(orientation >= 5 ? [480, 640] : [640, 480])
      // Pixel by pixel: the fingerprint alone would not tell positions apart.
      const [seen, made] = await Promise.all(
        [sharp(file).autoOrient(), sharp(copy.bytes)].map((picture) => picture.resize(32, 32, { fit: "fill" }).raw().toBuffer()),
      )
      const difference = made?.reduce((most, value, index) => Math.max(most, Math.abs(value - (seen?.[index] ?? 0))), 0)
      expect(difference).toBeLessThan(12)
      expect(fingerprintDistance(upright, (await readPhoto(copy.bytes)).facts.fingerprint ?? "")).toBeLessThan(0.05)
    }
  })

  it("fits into the size asked for, and never grows", async () => {
    expect(await makePublicCopy(photo, { longestSide: 320 })).toMatchObject({ width: 320, height: 240 })
    expect(await makePublicCopy(withOrientation(photo, 6), { longestSide: 320 })).toMatchObject({ width: 240, height: 320 })
    expect(await makePublicCopy(photo, { longestSide: 5000 })).toMatchObject({ width: 640, height: 480 })
    await expect(makePublicCopy(photo, { longestSide: 1 })).rejects.toThrow("longestSide")
  })

  it("keeps what can be seen through", async () => {
    const clear = await sharp({ create: { width: 40, height: 40, channels: 4, background: { r: 1, g: 2, b: 3, alpha: 0 } } })
      .png()
      .toBuffer()
    expect((await sharp((await makePublicCopy(clear)).bytes).metadata()).hasAlpha).toBe(true)
  })
})
