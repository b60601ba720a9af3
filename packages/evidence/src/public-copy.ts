import { readOptions } from "@otklik/core"
import * as z from "zod"
import type { PhotoFormat } from "./format.ts"
import { limitsSchema, type PhotoLimits } from "./limits.ts"
import { guarded, openPhoto } from "./open-photo.ts"

/** How a public copy is made. */
export interface PublicCopyOptions extends PhotoLimits {
  /** The longest side in pixels; a smaller picture is left as it is. Default 2560, a preset: enough for a screen. */
  readonly longestSide?: number
  /** Quality of JPEG and WebP, 1 to 100. Default 88, a preset. */
  readonly quality?: number
}

/** A copy that may be shown to everybody. */
export interface PublicCopy {
  /** The picture, without anything that leads to a person. */
  readonly bytes: Uint8Array
  /** Its format. */
  readonly format: PhotoFormat
  /** In pixels. */
  readonly width: number
  /** In pixels. */
  readonly height: number
}

const optionsSchema = limitsSchema.extend({
  longestSide: z.int().min(16).max(16_384).default(2560),
  quality: z.int().min(1).max(100).default(88),
})

/**
 * Makes the copy of a photo that may be published: the pixels alone, upright, in the format of the original. Nothing
 * else of the file goes on, whatever it is: no EXIF, XMP or IPTC, no comment, no small view of an uncropped picture, no
 * video behind the photo. So no place and no time can leave with it.
 *
 * @param bytes - the file as it was handed in
 * @param options - limits, size and quality
 * @throws DeskError `unreadable-photo` with its reason, `config` for options that are none
 */
export async function makePublicCopy(bytes: Uint8Array, options: PublicCopyOptions = {}): Promise<PublicCopy> {
  const { longestSide, quality, ...limits } = readOptions(optionsSchema, options, "makePublicCopy options")
  const { format, pixels } = await openPhoto(bytes, limits)
  const upright = pixels().autoOrient().resize(longestSide, longestSide, { fit: "inside", withoutEnlargement: true })
  const encoded = { jpeg: () => upright.jpeg({ quality }), png: () => upright.png(), webp: () => upright.webp({ quality }) }[format]()
  const { data, info } = await guarded(() => encoded.toBuffer({ resolveWithObject: true }))
  return { bytes: data, format, width: info.width, height: info.height }
}
