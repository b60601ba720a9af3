import { append, type Piece } from "./day-pieces.ts"

/** A stretch of time, half-open, in milliseconds since 1970. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/**
 * Takes out of counted pieces what lies in a pause; what was not counted anyway keeps its own reason.
 *
 * @param pieces - in order, without holes
 * @param pauses - in order and apart from each other
 */
export function cutPauses(pieces: readonly Piece[], pauses: readonly Stretch[]): readonly Piece[] {
  const cut: Piece[] = []
  for (const piece of pieces) {
    let at = piece.from
    for (const pause of piece.counted ? pauses : []) {
      const begins = Math.max(pause.from, at)
      const ends = Math.min(pause.to, piece.to)
      if (begins >= ends) continue
      if (begins > at) append(cut, { ...piece, from: at, to: begins })
      append(cut, { from: begins, to: ends, counted: false, reason: "pause", note: null })
      at = ends
    }
    if (at < piece.to) append(cut, { ...piece, from: at })
  }
  return cut
}
