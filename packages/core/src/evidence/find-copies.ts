import { distanceBetween, openFingerprint, turnFingerprint } from "./fingerprint-distance.ts"
import type { Fingerprint } from "./fingerprint.ts"
import type { PhotoFacts } from "./photo-facts.ts"

/** A piece of evidence on file. */
export interface EarlierEvidence {
  /** Its id. */
  readonly evidenceId: string
  /** The incident that has it. */
  readonly incidentId: string
  /** `problem` is the view before, `fix` the view after. */
  readonly shows: "problem" | "fix"
  /** SHA-256 of its bytes. */
  readonly contentHash: string
  /** Null for a video, and for a picture that is too even. */
  readonly fingerprint: Fingerprint | null
}

/** A piece of evidence on file that is the same file as the one at hand, or resembles it. */
export interface EvidenceCopy {
  /** The earlier piece of evidence. */
  readonly evidenceId: string
  /** The incident that has it. */
  readonly incidentId: string
  /** `problem` is the view before, `fix` the view after. */
  readonly shows: "problem" | "fix"
  /** Whether it is the same file, byte by byte. */
  readonly isSameFile: boolean
  /** The share of features that differ, 0 to 1; 0 for the same file. */
  readonly share: number
}

/**
 * Finds the evidence on file that a photo repeats: the same bytes, or a copy that was compressed, scaled, turned by
 * quarters, mirrored or cropped. Some 25 µs for each piece on file.
 *
 * @param photo - what its bytes say
 * @param earlier - the evidence on file
 * @param copyShare - the largest share of features that may differ, 0 to 1
 * @returns the nearest first
 */
export function findCopies(
  photo: Pick<PhotoFacts, "contentHash" | "fingerprint">,
  earlier: readonly EarlierEvidence[],
  copyShare: number,
): readonly EvidenceCopy[] {
  const look = photo.fingerprint === null ? null : turnFingerprint(openFingerprint(photo.fingerprint))
  const copies: EvidenceCopy[] = []
  for (const { evidenceId, incidentId, shows, contentHash, fingerprint } of earlier) {
    const isSameFile = contentHash === photo.contentHash
    const canCompare = !isSameFile && look !== null && fingerprint !== null
    const share = isSameFile ? 0 : canCompare ? distanceBetween(look, openFingerprint(fingerprint)) : 1
    if (isSameFile || (canCompare && share <= copyShare)) copies.push({ evidenceId, incidentId, shows, isSameFile, share })
  }
  return copies.toSorted((one, other) => one.share - other.share)
}
