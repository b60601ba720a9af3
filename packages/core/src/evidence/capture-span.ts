import { DateTime } from "luxon"
import { configError, millisToInstant, type Instant } from "../base/index.ts"
import type { CaptureTime } from "./photo-facts.ts"

/** Between which moments a photo says that it was taken, and how that was reckoned. */
export interface CaptureSpan {
  /** The first moment at which it can have been taken. */
  readonly earliest: Instant
  /** The last moment at which it can have been taken. */
  readonly latest: Instant
  /**
   * `satellite`: the time of the positioning system; `offset`: the camera named its zone; `zone`: the place's own zone
   * was taken for the camera's.
   */
  readonly basis: "satellite" | "offset" | "zone"
}

/**
 * When a photo was taken, as far as its file says.
 *
 * The surest source counts: the satellites' time, then a clock with its offset. A clock without one is read in the zone
 * of the incident; in the hour that is shown twice when clocks go back, both readings are possible.
 *
 * @param captured - what the file says
 * @param zone - the IANA zone of the incident, as `Asia/Chita`
 * @returns null when nothing can be made of it
 * @throws DeskError `config` for a zone that this runtime does not know
 */
export function captureSpan(captured: CaptureTime, zone: string): CaptureSpan | null {
  const { wallClock, offset, satelliteAt } = captured
  if (satelliteAt !== null) return { earliest: satelliteAt, latest: satelliteAt, basis: "satellite" }
  if (wallClock === null) return null
  const read = offset === null ? DateTime.fromISO(wallClock, { zone }) : DateTime.fromISO(`${wallClock}${offset}`, { zone: "utc" })
  if (read.invalidReason === "unsupported zone")
    throw configError("captureSpan", [{ path: "zone", message: "an IANA time zone was expected, like Asia/Chita" }])
  if (!read.isValid) return null
  if (offset !== null) {
    const at = millisToInstant(read.toMillis())
    return { earliest: at, latest: at, basis: "offset" }
  }
  const possible = read.getPossibleOffsets().map((moment) => moment.toMillis())
  return { earliest: millisToInstant(Math.min(...possible)), latest: millisToInstant(Math.max(...possible)), basis: "zone" }
}
