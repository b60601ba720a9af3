/** What a person should check before a photo is believed. */
export type DoubtCode =
  | "used-elsewhere"
  | "looks-used-elsewhere"
  | "same-as-before"
  | "captured-before-complaint"
  | "captured-in-future"
  | "far-from-incident"
  | "no-before-view"

/** What could not be checked. It is no doubt, and no proof either. */
export type UncheckedCode = "no-look" | "no-capture-time" | "no-place" | "no-incident-place"

/** A doubt about a piece of evidence: a hint for a person, never a verdict. */
export interface EvidenceDoubt {
  /** Which doubt. */
  readonly code: DoubtCode
  /** A sentence for the person who decides, in the language of the wording. */
  readonly why: string
  /**
   * What the sentence is made of, as text: `evidenceId`, `incidentId`, `percent`, `capturedAt`, `publishedAt`, `now`,
   * `kilometres`.
   */
  readonly facts: Readonly<Record<string, string>>
}

/** A question that a piece of evidence leaves open. */
export interface UncheckedEvidence {
  /** What could not be checked. */
  readonly code: UncheckedCode
  /** Why, for people. */
  readonly why: string
}

/** What the check of a piece of evidence resulted in. Nothing in it refuses anything. */
export interface EvidenceReview {
  /** What a person should check before the evidence is believed. */
  readonly doubts: readonly EvidenceDoubt[]
  /** What could not be checked, and why. */
  readonly unchecked: readonly UncheckedEvidence[]
}

/** The sentences of a review, as templates of `renderReply`. Each may name the facts of its code. */
export interface EvidenceWording {
  /** A sentence for each doubt, with facts' names in braces. */
  readonly doubts: Readonly<Record<DoubtCode, string>>
  /** A sentence for each check that could not be made. */
  readonly unchecked: Readonly<Record<UncheckedCode, string>>
  /**
   * A moment as a person in the zone reads it. Absent: as it is stored.
   *
   * @param instant - the moment, a canonical instant
   * @param zone - the incident's IANA zone
   */
  readonly moment?: (instant: string, zone: string) => string
}

/** The sentences of a review in English. */
export const englishEvidenceWording: EvidenceWording = {
  doubts: {
    "used-elsewhere": "the same file is evidence of another incident: {incidentId}",
    "looks-used-elsewhere": "the picture resembles one of another incident, {incidentId}: {percent} % of its features differ",
    "same-as-before": "the view after resembles the view before: {percent} % of its features differ",
    "captured-before-complaint": "taken {capturedAt}, before the complaint of {publishedAt}",
    "captured-in-future": "taken {capturedAt}, which is still to come: it is {now}",
    "far-from-incident": "taken {kilometres} km away from the place of the incident",
    "no-before-view": "there is no view of the problem to compare with",
  },
  unchecked: {
    "no-look": "the picture could not be compared with others: it is too even, or no photo",
    "no-capture-time": "the file does not say when it was taken",
    "no-place": "the file does not say where it was taken",
    "no-incident-place": "the place of the incident is not known",
  },
}
