import { isDeskError } from "@otklik/core"
import { beforeAll, describe, expect, it } from "vitest"
import { makePublicCopy, readPhoto } from "../src/index.ts"
import { photoOf } from "./pictures/copies.ts"
import { withMetadata } from "./pictures/exif.ts"
import { blackPng } from "./pictures/png.ts"
import { streetPicture } from "./pictures/street.ts"

let photo: Uint8Array
beforeAll(async () => {
  photo = await photoOf(streetPicture(1))
})

const text = (words: string) => Buffer.from(words, "latin1")

/** The reason of the refusal, which both ways in must give alike. */
async function faultOf(bytes: Uint8Array, limits: Parameters<typeof readPhoto>[1] = {}): Promise<string> {
  const faults: string[] = []
  for (const use of [readPhoto, makePublicCopy]) {
    try {
      await use(bytes, limits)
      faults.push("none")
    } catch (error) {
      faults.push(isDeskError(error, "unreadable-photo") ? error.details.reason : String(error))
    }
  }
  return [...new Set(faults)].join()
}

describe("what is no photo", () => {
  it.each([
    ["nothing", new Uint8Array()],
    ["a text called .jpg", text("Hello, this is a text")],
    ["a drawing that fetches other files", text('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>')],
    ["a document", text("%PDF-1.7\n")],
    ["zeros", new Uint8Array(1000)],
  ])("%s", async (_, bytes) => expect(await faultOf(bytes)).toBe("not-a-photo"))

  it.each([
    ["a video", text("\0\0\0\u0018ftypmp42\0\0\0\0")],
    ["HEIC", text("\0\0\0\u0018ftypheic\0\0\0\0")],
    ["AVIF", text("\0\0\0\u0018ftypavif\0\0\0\0")],
    ["GIF", text("GIF89a\u0001\0\u0001\0")],
    ["TIFF", text("II*\0\u0008\0\0\0")],
    ["BMP", text("BM\0\0\0\0\0\0\0\0")],
  ])("is of a kind that is not read: %s", async (_, bytes) => expect(await faultOf(bytes)).toBe("unsupported"))
})

describe("what is too large is refused before a pixel is decoded", () => {
  it("a PNG bomb of 50 000 × 50 000", async () => {
    const bomb = blackPng(50_000, 50_000, 1)
    expect(bomb.byteLength).toBeLessThan(1000)
    expect(await faultOf(bomb)).toBe("too-many-pixels")
    await expect(readPhoto(bomb)).rejects.toThrow("50000 × 50000 pixels, at most 50000000")
  })

  it("pixels and bytes, each one more than allowed", async () => {
    expect(await faultOf(photo, { maxPixels: 640 * 480 })).toBe("none")
    expect(await faultOf(photo, { maxPixels: 640 * 480 - 1 })).toBe("too-many-pixels")
    expect(await faultOf(photo, { maxBytes: photo.byteLength })).toBe("none")
    expect(await faultOf(photo, { maxBytes: photo.byteLength - 1 })).toBe("too-many-bytes")
  })

  it("a picture that is all height: fifty million rows of one pixel", async () => {
    const tall = blackPng(1, 50_000_000, 1)
    expect(await faultOf(tall)).toBe("too-many-pixels")
    await expect(readPhoto(tall)).rejects.toThrow("at most 65535 on a side")
    expect(await faultOf(blackPng(65_536, 1))).toBe("too-many-pixels")
    expect(await faultOf(blackPng(65_535, 1))).toBe("none")
  })

  it("limits that are none", async () => {
    await expect(readPhoto(photo, { maxPixels: 0 })).rejects.toThrow("maxPixels")
  })
})

describe("what is broken", () => {
  it.each([0.02, 0.3, 0.9])("JPEG, PNG and WebP, cut off after a share of %d", async (share) => {
    for (const format of ["jpeg", "png", "webp"] as const) {
      const file = await withMetadata(photo, format)
      expect([format, await faultOf(file.subarray(0, Math.floor(file.byteLength * share)))]).toEqual([format, "damaged"])
    }
  })

  it("a beginning and nothing after it", async () => {
    for (const head of ["\u00ff\u00d8\u00ff", "\u0089PNG\r\n\u001a\n", "RIFF\0\0\0\0WEBPVP8 "])
      expect(await faultOf(text(head))).toBe("damaged")
  })

  it("a PNG whose rows end too early", async () => {
    expect(await faultOf(blackPng(500, 500, 100))).toBe("damaged")
  })

  it("bytes changed at random end in a picture or in the error, never in another one", async () => {
    let state = 7
    for (let round = 0; round < 60; round++) {
      const broken = Uint8Array.from(photo)
      for (let change = 0; change < 20; change++) {
        state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
        broken[state % broken.length] = state % 251
      }
      expect(await faultOf(broken)).toMatch(/^(?:none|damaged|not-a-photo|too-many-pixels)(?:,(?:none|damaged))?$/)
    }
  })
})
