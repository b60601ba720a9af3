/**
 * The dimensions of what a rule can be asked about. Network and community are one: a community belongs to its network.
 */
export const dimensions = ["topic", "territory", "source", "kind", "importance", "time"] as const

/** A dimension. */
export type Dimension = (typeof dimensions)[number]

/**
 * A set of facts as the product of one set a dimension. Each set is a number whose n-th bit says whether the n-th value
 * of the dimension is in it.
 */
export type Box = Readonly<Record<Dimension, bigint>>

/** The common part of two boxes; null when there is none. */
export function intersect(one: Box, other: Box): Box | null {
  const common = {
    topic: one.topic & other.topic,
    territory: one.territory & other.territory,
    source: one.source & other.source,
    kind: one.kind & other.kind,
    importance: one.importance & other.importance,
    time: one.time & other.time,
  }
  return isEmpty(common) ? null : common
}

/** Whether a box holds nothing. */
export function isEmpty(box: Box): boolean {
  return dimensions.some((dimension) => box[dimension] === 0n)
}

/** Whether one box lies wholly in another. */
export function liesIn(inner: Box, outer: Box): boolean {
  return isEmpty(inner) || dimensions.every((dimension) => (inner[dimension] & ~outer[dimension]) === 0n)
}

/**
 * A part of a box that no cover touches; null when the covers leave nothing. Exact: what lies outside of the first
 * cover is cut off piece by piece, one piece a dimension, and each piece is asked about the others.
 *
 * @param box - what is to be covered
 * @param covers - in any order
 * @param from - the cover to begin with
 */
export function findUncovered(box: Box, covers: readonly Box[], from = 0): Box | null {
  if (isEmpty(box)) return null
  for (let index = from; index < covers.length; index += 1) {
    const cover = covers[index]
    if (cover === undefined || intersect(box, cover) === null) continue
    let rest = box
    for (const dimension of dimensions) {
      const outside = rest[dimension] & ~cover[dimension]
      if (outside === 0n) continue
      const found = findUncovered({ ...rest, [dimension]: outside }, covers, index + 1)
      if (found !== null) return found
      rest = { ...rest, [dimension]: rest[dimension] & cover[dimension] }
    }
    return null
  }
  return box
}

/** The positions of the bits of a set, ascending. */
export function membersOf(set: bigint): readonly number[] {
  const members: number[] = []
  for (let rest = set, position = 0; rest !== 0n; rest >>= 1n, position += 1) if ((rest & 1n) === 1n) members.push(position)
  return members
}

/** The set of the values that are accepted. */
export function setOf<Value>(values: readonly Value[], accepts: (value: Value) => boolean): bigint {
  return values.reduce((set, value, position) => (accepts(value) ? set | (1n << BigInt(position)) : set), 0n)
}
