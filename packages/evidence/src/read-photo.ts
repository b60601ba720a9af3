import { readOptions } from "@otklik/core"
import type { PhotoFacts } from "@otklik/core/evidence"
import { fingerprintOf, sha256, squareSide } from "@otklik/core/internal"
import { readCapture } from "./capture.ts"
import type { PhotoFormat } from "./format.ts"
import { limitsSchema, type PhotoLimits } from "./limits.ts"
import { guarded, openPhoto } from "./open-photo.ts"

/** What was read of a photo. */
export interface PhotoReading {
  /** Its format. */
  readonly format: PhotoFormat
  /** Pixels of the picture as it is compared, upright. */
  readonly width: number
  /** In pixels. */
  readonly height: number
  /** For `reviewEvidence`, and for the sealed record: time and place are personal data. */
  readonly facts: PhotoFacts
  /** Whether the file has data about time and place that cannot be read. */
  readonly hasBrokenMetadata: boolean
}

/**
 * Reads a photo: its hash, how it looks, and when and where it says that it was taken. The header is judged before a
 * pixel is decoded, and the decoder works beside the event loop. Nobody is searched for in a picture.
 *
 * @param bytes - the file as it was handed in
 * @param limits - the largest file and picture that are read
 * @throws DeskError `unreadable-photo` with its reason, `config` for limits that are none
 */
export async function readPhoto(bytes: Uint8Array, limits: PhotoLimits = {}): Promise<PhotoReading> {
  const photo = await openPhoto(bytes, readOptions(limitsSchema, limits, "readPhoto limits"))
  const { captured, place, isBroken } = await readCapture(photo.exif)
  const square = await guarded(() =>
    photo
      .pixels()
      .autoOrient()
      .flatten({ background: "#ffffff" })
      .grayscale()
      .resize(squareSide, squareSide, { fit: "fill" })
      .raw()
      .toBuffer(),
  )
  const isTurned = photo.orientation >= 5
  return {
    format: photo.format,
    width: isTurned ? photo.height : photo.width,
    height: isTurned ? photo.width : photo.height,
    facts: { contentHash: sha256(bytes), fingerprint: fingerprintOf(square), captured, place },
    hasBrokenMetadata: isBroken,
  }
}
