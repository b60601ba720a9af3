import * as z from "zod"

/** What a photo may be at most. */
export interface PhotoLimits {
  /** Bytes of the file. Default 33 554 432 (32 MiB): a JPEG of 50 megapixels has about 25. */
  readonly maxBytes?: number
  /**
   * Pixels of the picture, width × height. Default 50 000 000: the largest that phones take in their usual modes (8160
   * × 6120).
   */
  readonly maxPixels?: number
}

/** Limits of what is accepted. */
export const limitsSchema = z.strictObject({
  maxBytes: z.int().min(1).max(1_073_741_824).default(33_554_432),
  maxPixels: z.int().min(1).max(1_000_000_000).default(50_000_000),
})
