import * as z from "zod"
import { instantSchema } from "../base/index.ts"
import { fingerprintSchema } from "./fingerprint.ts"

/** When a file says that it was taken. Cameras write the clock on their wall, and only some say which zone it is in. */
export const captureTimeSchema = z.object({
  /** The camera's clock, `2026-11-24T12:30:00`; null where only the satellites' time is known. */
  wallClock: z.iso.datetime({ local: true, offset: false, precision: 0 }).nullable(),
  /** What that clock differs from UTC, `+09:00`; null where the camera does not say. */
  offset: z
    .string()
    .regex(/^[+-](?:0\d|1[0-4]):[0-5]\d$/, "an offset was expected, like +09:00")
    .nullable(),
  /** The time of the satellites, which needs no zone. */
  satelliteAt: instantSchema.nullable(),
})

/** When a file says that it was taken. */
export type CaptureTime = z.output<typeof captureTimeSchema>

/** A point on the earth, in degrees. */
export const pointSchema = z.object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })

/** A point on the earth, in degrees. */
export type Point = z.output<typeof pointSchema>

/**
 * What the bytes of a photo say. `@otklik/evidence` reads it. Time and place belong to the sealed record: they are
 * personal data, and no public page shows them.
 */
export const photoFactsSchema = z.object({
  /** SHA-256 of the bytes, lower-case hexadecimal. */
  contentHash: z.string().regex(/^[0-9a-f]{64}$/, "SHA-256 in lower-case hexadecimal was expected"),
  /** Null where the picture is too even to be told from others, or is no photo at all. */
  fingerprint: fingerprintSchema.nullable(),
  /** Null where the file does not say: networks and messengers take it away. */
  captured: captureTimeSchema.nullable(),
  /** Null where the file does not say. */
  place: pointSchema.nullable(),
})

/** What the bytes of a photo say. */
export type PhotoFacts = z.output<typeof photoFactsSchema>
