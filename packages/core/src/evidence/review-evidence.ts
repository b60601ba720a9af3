import { addMinutes, readInstant, type Instant } from "../base/index.ts"
import { renderReply } from "../reply/index.ts"
import { captureSpan } from "./capture-span.ts"
import { kilometresBetween } from "./distance.ts"
import {
  englishEvidenceWording,
  type DoubtCode,
  type EvidenceDoubt,
  type EvidenceReview,
  type EvidenceWording,
  type UncheckedCode,
  type UncheckedEvidence,
} from "./doubt.ts"
import { findCopies, type EarlierEvidence } from "./find-copies.ts"
import type { PhotoFacts, Point } from "./photo-facts.ts"

/** How strict a review is. Every number is the host's; the defaults are presets of this package. */
export interface EvidenceTolerances {
  /**
   * The largest share of features that may differ in a copy, 0 to 1. Default 0.2: see `docs/modules/evidence.md` for
   * the measurement.
   */
  readonly copyShare?: number
  /**
   * The largest share of features that may differ between the view before and the view after of one incident, 0 to 1,
   * for them to be taken for one picture. Default 0.02: two honest photos from one spot look alike, a copy that was
   * only compressed anew looks the same.
   */
  readonly sameViewShare?: number
  /** How wrong a camera's clock may be, in minutes. Default 15. */
  readonly clockMinutes?: number
  /** How far from the edge of the incident's place a photo may be taken, in kilometres. Default 0.5. */
  readonly awayKm?: number
}

/** What a piece of evidence is reviewed with. */
export interface EvidenceContext {
  /** The incident that it is evidence for. */
  readonly incidentId: string
  /** `problem` is the view before, `fix` the view after. */
  readonly shows: "problem" | "fix"
  /** When the complaint was published: a fix is not older than the complaint about it. */
  readonly publishedAt: Instant
  /** The present moment. */
  readonly now: Instant
  /** The IANA zone of the incident. */
  readonly zone: string
  /** Where the incident is, with the radius of the place when only a place is known; null when neither is. */
  readonly place:
    | (Point & {
        /** How far the place reaches, in kilometres. */
        readonly radiusKm?: number
      })
    | null
  /** Evidence on file, of this incident and of all others. */
  readonly earlier: readonly EarlierEvidence[]
  /** Incidents that are the same case, as those merged into this one: their photos may be used again. */
  readonly linkedIncidentIds?: readonly string[]
  /** How strict the review is. Default: the presets. */
  readonly tolerances?: EvidenceTolerances
  /** The sentences of doubts. Default English. */
  readonly wording?: EvidenceWording
}

/**
 * Reviews a photo before "fixed" is said: whether it was used before, when and where it was taken, and whether there
 * is a view of the problem to compare with. What comes out are doubts for a person, each with its reason; none of them
 * refuses anything. Nobody is searched for in a picture.
 *
 * @param photo - what its bytes say
 * @param given - the incident, the present moment and the evidence on file
 * @throws DeskError `config` for a moment without an offset
 */
export function reviewEvidence(photo: PhotoFacts, given: EvidenceContext): EvidenceReview {
  const context = { ...given, publishedAt: readInstant(given.publishedAt, "publishedAt"), now: readInstant(given.now, "now") }
  const wording = context.wording ?? englishEvidenceWording
  const doubts: EvidenceDoubt[] = []
  const unchecked: UncheckedEvidence[] = []
  const doubt = (code: DoubtCode, facts: Readonly<Record<string, string>>) =>
    doubts.push({ code, why: renderReply(wording.doubts[code], facts), facts })
  const leaveOpen = (code: UncheckedCode) => unchecked.push({ code, why: wording.unchecked[code] })

  if (photo.fingerprint === null) leaveOpen("no-look")
  for (const copy of findCopies(photo, context.earlier, context.tolerances?.copyShare ?? 0.2)) {
    const facts = { evidenceId: copy.evidenceId, incidentId: copy.incidentId, percent: String(Math.round(copy.share * 100)) }
    const isOwn = copy.incidentId === context.incidentId || (context.linkedIncidentIds ?? []).includes(copy.incidentId)
    const isSameView = copy.share <= (context.tolerances?.sameViewShare ?? 0.02)
    if (!isOwn) doubt(copy.isSameFile ? "used-elsewhere" : "looks-used-elsewhere", facts)
    else if (context.shows === "fix" && copy.shows === "problem" && isSameView) doubt("same-as-before", facts)
  }
  if (context.shows === "fix" && !hasBeforeView(context)) doubt("no-before-view", {})

  const span = photo.captured === null ? null : captureSpan(photo.captured, context.zone)
  if (span === null) leaveOpen("no-capture-time")
  else {
    const moment = (instant: Instant) => wording.moment?.(instant, context.zone) ?? instant
    const slack = context.tolerances?.clockMinutes ?? 15
    const capturedAt = moment(span.latest)
    if (context.shows === "fix" && addMinutes(span.latest, slack) < context.publishedAt)
      doubt("captured-before-complaint", { capturedAt, publishedAt: moment(context.publishedAt) })
    if (addMinutes(span.earliest, -slack) > context.now)
      doubt("captured-in-future", { capturedAt: moment(span.earliest), now: moment(context.now) })
  }

  if (photo.place === null) leaveOpen("no-place")
  else if (context.place === null) leaveOpen("no-incident-place")
  else {
    const away = kilometresBetween(photo.place, context.place) - (context.place.radiusKm ?? 0)
    if (away > (context.tolerances?.awayKm ?? 0.5))
      doubt("far-from-incident", { kilometres: away < 10 ? away.toFixed(1) : away.toFixed(0) })
  }
  return { doubts, unchecked }
}

/** A view of the problem counts when it is on file for this incident, or for one that is the same case. */
function hasBeforeView({ earlier, incidentId, linkedIncidentIds = [] }: EvidenceContext): boolean {
  return earlier.some(
    (piece) => piece.shows === "problem" && (piece.incidentId === incidentId || linkedIncidentIds.includes(piece.incidentId)),
  )
}
