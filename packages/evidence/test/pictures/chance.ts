/** Chance that is the same in every run: numbers from 0 to 1. */
export function chance(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1
  const next = () => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state / 2 ** 32
  }
  for (let skipped = 0; skipped < 5; skipped++) next()
  return next
}
