import type { Instant } from "../../base/index.ts"
import type { EarlierEvidence, EvidenceDoubt, Point, UncheckedCode } from "../../evidence/index.ts"

/**
 * A piece of evidence on file: what later pieces are compared with, and what a person was shown of it. Of the time and
 * the place of a photo it holds only what a doubt needs: the hour, and a square of about a kilometre.
 */
export interface StoredEvidence extends EarlierEvidence {
  /** When it was attached. */
  readonly attachedAt: Instant
  /** The beginning of the hour in which the file says that it was taken; null where it does not say. */
  readonly capturedAt: Instant | null
  /** To two decimals of a degree; null where the file does not say. */
  readonly place: Point | null
  /** What a person should check before it is believed. */
  readonly doubts: readonly Pick<EvidenceDoubt, "code" | "facts">[]
  /** What could not be checked. */
  readonly unchecked: readonly UncheckedCode[]
}

/** Which evidence. */
export interface EvidenceQuery {
  /** Absent: of all incidents. */
  readonly incidentId?: string
  /** A page holds at most this many, 1 to 1 000. */
  readonly limit: number
  /** Where the last page ended. */
  readonly after?: string
}

/** A page of evidence in the order in which it was first stored. */
export interface EvidencePage {
  /** The evidence of the page. */
  readonly evidence: readonly StoredEvidence[]
  /** Hands on to the next page; null at the end. */
  readonly next: string | null
}
