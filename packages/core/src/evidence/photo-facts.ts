import * as z from "zod"
import { instantSchema, schemaOf, type Instant } from "../base/index.ts"
import { fingerprintSchema, type Fingerprint } from "./fingerprint.ts"

/** When a file says that it was taken. Cameras write the clock on their wall, and only some say which zone it is in. */
export interface CaptureTime {
  /** The camera's clock, `2026-11-24T12:30:00`; null where only the satellites' time is known. */
  readonly wallClock: string | null
  /** What that clock differs from UTC, `+09:00`; null where the camera does not say. */
  readonly offset: string | null
  /** The time of the satellites, which needs no zone. */
  readonly satelliteAt: Instant | null
}

/** A point on the earth. */
export interface Point {
  /** Degrees, -90 to 90. */
  readonly latitude: number
  /** Degrees, -180 to 180. */
  readonly longitude: number
}

/**
 * What the bytes of a photo say. `@otklik/evidence` reads it. Time and place belong to the sealed record: they are
 * personal data, and no public page shows them.
 */
export interface PhotoFacts {
  /** SHA-256 of the bytes, lower-case hexadecimal. */
  readonly contentHash: string
  /** Null where the picture is too even to be distinguished from others, or is no photo at all. */
  readonly fingerprint: Fingerprint | null
  /** Null where the file does not say: networks and messengers remove it. */
  readonly captured: CaptureTime | null
  /** Null where the file does not say. */
  readonly place: Point | null
}

/** Checks a {@link CaptureTime}. */
export const captureTimeSchema = schemaOf<CaptureTime>()(
  z.object({
    wallClock: z.iso.datetime({ local: true, offset: false, precision: 0 }).nullable(),
    offset: z
      .string()
      .regex(/^[+-](?:0\d|1[0-4]):[0-5]\d$/, "an offset was expected, like +09:00")
      .nullable(),
    satelliteAt: instantSchema.nullable(),
  }),
)

/** Checks a {@link Point}. */
export const pointSchema = schemaOf<Point>()(z.object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) }))

/** Checks {@link PhotoFacts}. */
export const photoFactsSchema = schemaOf<PhotoFacts>()(
  z.object({
    contentHash: z.string().regex(/^[0-9a-f]{64}$/, "SHA-256 in lower-case hexadecimal was expected"),
    fingerprint: fingerprintSchema.nullable(),
    captured: captureTimeSchema.nullable(),
    place: pointSchema.nullable(),
  }),
)
