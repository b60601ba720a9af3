import { sha256, stableId } from "../base/index.ts"

/** Proof of a problem or of its fix, by reference. The bytes stay with the host. */
export interface Evidence {
  /** Its id: the same file of the same incident and purpose has the same one. */
  readonly evidenceId: string
  /** `problem` is the view before, `fix` the view after. */
  readonly shows: "problem" | "fix"
  /** Where the host stores it. */
  readonly url: string
  /** SHA-256 of the bytes, lower-case hexadecimal: recognises a file that was used before. */
  readonly contentHash: string
}

/**
 * Describes a photo or video as evidence. The id follows from incident, purpose and content, so that the same file
 * attached twice is one piece.
 *
 * @param options - the incident, what it shows, where it is, and its bytes
 */
export function describeEvidence(options: {
  /** The incident. */
  readonly incidentId: string
  /** `problem` is the view before, `fix` the view after. */
  readonly shows: "problem" | "fix"
  /** Where the host stores it. */
  readonly url: string
  /** Its bytes. */
  readonly content: Uint8Array
}): Evidence {
  const contentHash = sha256(options.content)
  return {
    evidenceId: stableId("evi", options.incidentId, options.shows, contentHash),
    shows: options.shows,
    url: options.url,
    contentHash,
  }
}
