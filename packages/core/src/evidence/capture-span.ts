import { millisToInstant, type Instant } from "../base/index.ts"
import { momentsOf } from "../sla/index.ts"
import type { CaptureTime } from "./photo-facts.ts"

/** Between which moments a photo says that it was taken, and how that was reckoned. */
export interface CaptureSpan {
  readonly earliest: Instant
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
  const wall = Date.parse(`${wallClock}Z`)
  // The 30th of February is read as the 2nd of March.
  if (Number.isNaN(wall) || !new Date(wall).toISOString().startsWith(wallClock)) return null
  if (offset !== null) {
    const at = millisToInstant(Date.parse(`${wallClock}${offset}`))
    return { earliest: at, latest: at, basis: "offset" }
  }
  const possible = momentsOf(zone, wall)
  return { earliest: millisToInstant(Math.min(...possible)), latest: millisToInstant(Math.max(...possible)), basis: "zone" }
}
