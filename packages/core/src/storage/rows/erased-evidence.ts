import type { StoredEvidence } from "../contract/stored-evidence.ts"

/**
 * What is left of a piece of evidence after erasure: that there was one, of which file, when it was attached, and which
 * doubts a person was shown.
 *
 * The place, the hour and the facts of the doubts go: they say where somebody was and when. Of a photo of the problem,
 * which may be the citizen's own, its appearance is deleted as well once the incident is over; that of a photo of the
 * fix stays, so that one that is used again is found. A piece whose file said where and when is still known by its
 * `unchecked`, which names neither `no-place` nor `no-capture-time`.
 *
 * @param piece - as stored
 * @param isOver - whether nobody works on its incident any more
 */
export function erasedEvidence(piece: StoredEvidence, isOver = true): StoredEvidence {
  return {
    ...piece,
    fingerprint: isOver && piece.shows === "problem" ? null : piece.fingerprint,
    capturedAt: null,
    place: null,
    doubts: piece.doubts.map(({ code }) => ({ code, facts: {} })),
  }
}
