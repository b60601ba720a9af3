import { DeskError } from "@otklik/core"
import type { PhotoFault } from "@otklik/core/evidence"
import sharp, { type Sharp } from "sharp"
import { sniffFormat, type PhotoFormat } from "./format.ts"

/**
 * The longest side that is decoded, pixels: no JPEG can have more, and the time that a decoder takes grows with the
 * rows, however narrow they are.
 */
const maxSide = 65_535

/** A photo whose header was read; its pixels were not. */
export interface OpenPhoto {
  readonly format: PhotoFormat
  /** Of the picture as it is stored, before it is turned upright. */
  readonly width: number
  readonly height: number
  /** How it is to be turned, 1 to 8 as EXIF numbers it; 1 is upright. */
  readonly orientation: number
  /** The EXIF block, with or without its `Exif` mark; null where there is none. */
  readonly exif: Uint8Array | null
  /** A new reading of the pixels, bounded. */
  pixels(): Sharp
}

/**
 * Reads the header of a photo: nothing is decoded before its size is known and allowed.
 *
 * @throws DeskError `unreadable-photo`
 */
export async function openPhoto(bytes: Uint8Array, limits: { readonly maxBytes: number; readonly maxPixels: number }): Promise<OpenPhoto> {
  if (bytes.byteLength > limits.maxBytes)
    throw unreadable("too-many-bytes", `the file has ${bytes.byteLength} bytes, at most ${limits.maxBytes} are read`)
  const sniffed = sniffFormat(bytes)
  if (sniffed === null) throw unreadable("not-a-photo", "the file is not a photo, despite its name")
  if ("unsupported" in sniffed) throw unreadable("unsupported", `${sniffed.unsupported} is not read: JPEG, PNG or WebP was expected`)
  // Warnings of the decoder are left alone: photos of phones have them.
  const options = { failOn: "error", limitInputPixels: limits.maxPixels, pages: 1 } as const
  // The header is read without a limit, so that the error can name the size.
  const { width, height, orientation, exif } = await guarded(() => sharp(bytes, { ...options, limitInputPixels: false }).metadata())
  if (width * height > limits.maxPixels)
    throw unreadable("too-many-pixels", `the picture has ${width} × ${height} pixels, at most ${limits.maxPixels} are read`)
  if (Math.max(width, height) > maxSide)
    throw unreadable("too-many-pixels", `the picture has ${width} × ${height} pixels, at most ${maxSide} on a side are read`)
  return {
    format: sniffed.format,
    width,
    height,
    orientation: orientation ?? 1,
    exif: exif ?? null,
    pixels: () => sharp(bytes, { ...options, sequentialRead: true }),
  }
}

/**
 * Runs a step of the decoder, whose own error becomes the cause.
 *
 * @throws DeskError `unreadable-photo` with `damaged`
 */
export async function guarded<Result>(step: () => Promise<Result>): Promise<Result> {
  try {
    return await step()
  } catch (error) {
    throw unreadable("damaged", "the photo is cut off or broken", error)
  }
}

function unreadable(reason: PhotoFault, sentence: string, cause?: unknown): DeskError<"unreadable-photo"> {
  return new DeskError("unreadable-photo", sentence, { reason }, cause === undefined ? {} : { cause })
}
