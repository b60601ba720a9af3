/** So many units are turned into a string at a time: a call has no room for many more arguments. */
const chunk = 4096

/**
 * The string of some UTF-16 units.
 *
 * @param units - a buffer
 * @param from - first unit
 * @param to - after the last unit
 */
export function textOf(units: Uint16Array, from: number, to: number): string {
  let text = ""
  for (let at = from; at < to; at += chunk) {
    // Spreading a typed array goes through its iterator, which is fifteen times slower.
    text += Reflect.apply(String.fromCharCode, undefined, units.subarray(at, Math.min(to, at + chunk)))
  }
  return text
}

/** Where every hash of folded units begins: 0, so that a scan can begin anew by clearing bits. */
export const seedHash = 0

/** Adds a unit to a hash: the hash of a word passes through the hashes of all its beginnings. */
export function mixHash(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193)
}

/** The hash of some units. Two words may have the same: whoever looks words up by it compares their units as well. */
export function hashUnits(units: Uint16Array, from: number, to: number): number {
  let hash = seedHash
  for (let index = from; index < to; index++) hash = mixHash(hash, units[index] as number)
  return hash
}
