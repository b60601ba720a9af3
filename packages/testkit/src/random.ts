/**
 * Chance that follows from a seed: the same numbers on every machine and in every run (mulberry32, Tommy Ettinger's
 * public-domain generator).
 *
 * @param seed - a whole number
 * @returns gives the next number of [0, 1)
 * @example
 * const random = createRandom(42)
 */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** One of a list; undefined for an empty one. */
export function oneOf<Item>(items: readonly Item[], random: () => number): Item | undefined {
  return items[Math.floor(random() * items.length)]
}
