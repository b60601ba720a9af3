import { captureTimeSchema, pointSchema, type CaptureTime, type Point } from "@otklik/core/evidence"
import exifr from "exifr"
import * as z from "zod"

/**
 * The only tags that are read. Nothing else of the block is read, so that a block made to be large costs nothing.
 */
const tags = [
  "DateTimeOriginal",
  "OffsetTimeOriginal",
  "CreateDate",
  "OffsetTimeDigitized",
  "GPSDateStamp",
  "GPSTimeStamp",
  "GPSLatitude",
  "GPSLatitudeRef",
  "GPSLongitude",
  "GPSLongitudeRef",
]

const text = z.string().max(64).optional().catch(undefined)
const tagsSchema = z.object({
  DateTimeOriginal: text,
  OffsetTimeOriginal: text,
  CreateDate: text,
  OffsetTimeDigitized: text,
  GPSDateStamp: text,
  GPSTimeStamp: z.tuple([z.number(), z.number(), z.number()]).optional().catch(undefined),
  latitude: z.number().optional().catch(undefined),
  longitude: z.number().optional().catch(undefined),
})
type Tags = z.output<typeof tagsSchema>

/** When and where a photo says that it was taken. */
export interface Capture {
  readonly captured: CaptureTime | null
  readonly place: Point | null
  /** Whether there is a block of such data that cannot be read. */
  readonly isBroken: boolean
}

/**
 * Reads time and place out of an EXIF block; a block that cannot be read says nothing, and the photo is read all the
 * same.
 */
export async function readCapture(block: Uint8Array | null): Promise<Capture> {
  if (block === null) return { captured: null, place: null, isBroken: false }
  const mark = String.fromCharCode(...block.subarray(0, 4)) === "Exif" ? 6 : 0
  try {
    const options = { pick: tags, reviveValues: false, translateValues: false }
    const raw: unknown = await exifr.parse(block.subarray(mark), options)
    const read = tagsSchema.safeParse(raw ?? {})
    if (!read.success) return { captured: null, place: null, isBroken: true }
    const hasErrors = typeof raw === "object" && raw !== null && "errors" in raw
    return { captured: timeOf(read.data), place: placeOf(read.data), isBroken: hasErrors }
  } catch {
    return { captured: null, place: null, isBroken: true }
  }
}

function timeOf(tag: Tags): CaptureTime | null {
  const original = wallClockOf(tag.DateTimeOriginal)
  const [wallClock, offset] =
    original === null ? [wallClockOf(tag.CreateDate), tag.OffsetTimeDigitized] : [original, tag.OffsetTimeOriginal]
  const hasOffset = wallClock !== null && captureTimeSchema.shape.offset.safeParse(offset?.trim()).success
  const satelliteAt = satelliteTimeOf(tag)
  if (wallClock === null && satelliteAt === null) return null
  return { wallClock, offset: hasOffset ? (offset?.trim() ?? null) : null, satelliteAt }
}

/**
 * `2026:11:24 12:30:00` as ISO writes it; null for the zeros that a camera without a clock writes, and for what is no
 * date.
 */
function wallClockOf(tag: string | undefined): string | null {
  const [, year, month, day, clock] = /^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d:\d\d:\d\d)/.exec(tag ?? "") ?? []
  const read = captureTimeSchema.shape.wallClock.safeParse(`${year}-${month}-${day}T${clock}`)
  return read.success && year !== "0000" ? read.data : null
}

function satelliteTimeOf({ GPSDateStamp, GPSTimeStamp }: Tags): string | null {
  if (GPSDateStamp === undefined || GPSTimeStamp === undefined) return null
  const [hour, minute, second] = GPSTimeStamp.map((part) => String(Math.floor(part)).padStart(2, "0"))
  const wallClock = wallClockOf(`${GPSDateStamp} ${hour}:${minute}:${second}`)
  return wallClock === null ? null : `${wallClock}.000Z`
}

/** A receiver without a fix writes 0° 0′: a place in the sea, where nobody complains. */
function placeOf({ latitude, longitude }: Tags): Point | null {
  const read = pointSchema.safeParse({ latitude, longitude })
  return read.success && !(latitude === 0 && longitude === 0) ? read.data : null
}
