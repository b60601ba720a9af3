import type { TermVector } from "./features.ts"

/** The name of a class as one text to learn from: it counts, and is not stored. */
export interface ClassTitle {
  readonly classId: string
  readonly vector: TermVector
}

/** Sums of the vectors of each class (a topic, an owner), by term. */
export interface Centroids {
  /** Adds a vector to a class, or takes it away again (sign -1); `idf` measures it by the way. */
  add(classId: string, vector: TermVector, sign: 1 | -1, idf: (term: number) => number): void
  /** The cosine of a vector with the sum of each class, where it is above 0; `idf` weights the terms of both. */
  cosines(vector: TermVector, idf: (term: number) => number): ReadonlyMap<string, number>
  /** Measures the classes anew, which change little with each vector. */
  renew(idf: (term: number) => number): void
  /** What one class has of a term. */
  sumOf(classId: string, term: number): number
  /** Forgets what was learned of a term. */
  drop(term: number): void
  /** What was learned of a term, by class, without titles. */
  learnedOf(term: number): readonly (readonly [classId: string, sum: number])[]
  /** In how many titles a term is. */
  titlesWith(term: number): number
  /** The squared lengths of the classes: measured when last renewed, and with what was added since. */
  readonly squares: {
    read(): ReadonlyMap<string, number>
    set(classId: string, square: number): void
  }
}

/** The classes that have a term, by their places, and their sums. */
interface Sums {
  readonly places: number[]
  readonly sums: number[]
}

/** Makes the sums of classes that have nothing but their titles. */
export function createCentroids(titles: readonly ClassTitle[]): Centroids {
  const byTerm = new Map<number, Sums>()
  const classIds: string[] = []
  const places = new Map<string, number>()
  const squares: number[] = []
  /** Reused by every question: a call never waits. */
  let products = new Float64Array(64)
  function placeOf(classId: string): number {
    const known = places.get(classId)
    if (known !== undefined) return known
    const place = classIds.push(classId) - 1
    places.set(classId, place)
    squares.push(0)
    if (place >= products.length) products = new Float64Array(place * 2)
    return place
  }
  const add: Centroids["add"] = (classId, { hashes, weights }, sign, idf) => {
    const place = placeOf(classId)
    let square = squares[place] ?? 0
    for (const [index, term] of hashes.entries()) {
      let found = byTerm.get(term)
      if (found === undefined) {
        found = { places: [], sums: [] }
        byTerm.set(term, found)
      }
      const known = found.places.indexOf(place)
      const at = known === -1 ? found.places.push(place) - 1 : known
      const before = found.sums[at] ?? 0
      const sum = before + sign * (weights[index] ?? 0)
      square += (sum * sum - before * before) * idf(term) ** 2
      if (sum > 0) found.sums[at] = sum
      else {
        found.places.splice(at, 1)
        found.sums.splice(at, 1)
        if (found.places.length === 0) byTerm.delete(term)
      }
    }
    squares[place] = square
  }
  for (const { classId, vector } of titles) add(classId, vector, 1, () => 1)
  const fixed = new Map([...byTerm].map(([term, own]) => [term, { places: [...own.places], sums: [...own.sums] }]))
  return {
    add,
    squares: {
      read: () => new Map(classIds.map((classId, place) => [classId, squares[place] ?? 0])),
      set: (classId, square) => void (squares[placeOf(classId)] = square),
    },
    titlesWith: (term) => fixed.get(term)?.places.length ?? 0,
    learnedOf(term) {
      const [all, own] = [byTerm.get(term), fixed.get(term)]
      return (all?.places ?? [])
        .map((place, index) => {
          const title = own === undefined ? -1 : own.places.indexOf(place)
          return [classIds[place] ?? "", (all?.sums[index] ?? 0) - (title === -1 ? 0 : (own?.sums[title] ?? 0))] as const
        })
        .filter(([, sum]) => sum > 0)
    },
    cosines({ hashes, weights }, idf) {
      products.fill(0)
      let square = 0
      for (const [index, term] of hashes.entries()) {
        const factor = idf(term)
        const own = (weights[index] ?? 0) * factor
        square += own * own
        const found = byTerm.get(term)
        if (found === undefined) continue
        for (let at = 0; at < found.places.length; at += 1) {
          const place = found.places[at] ?? 0
          products[place] = (products[place] ?? 0) + own * factor * (found.sums[at] ?? 0)
        }
      }
      const cosines = new Map<string, number>()
      for (const [place, classId] of classIds.entries()) {
        const [product, other] = [products[place] ?? 0, squares[place] ?? 0]
        if (product > 0 && other > 0) cosines.set(classId, product / Math.sqrt(square * other))
      }
      return cosines
    },
    renew(idf) {
      squares.fill(0)
      // In one order, whatever the order of learning was: sums of fractions depend on it.
      for (const term of [...byTerm.keys()].toSorted((one, other) => one - other)) {
        const found = byTerm.get(term) ?? { places: [], sums: [] }
        const factor = idf(term) ** 2
        for (const [at, place] of found.places.entries()) squares[place] = (squares[place] ?? 0) + (found.sums[at] ?? 0) ** 2 * factor
      }
    },
    sumOf(classId, term) {
      const found = byTerm.get(term)
      const at = found?.places.indexOf(places.get(classId) ?? -1) ?? -1
      return at === -1 ? 0 : (found?.sums[at] ?? 0)
    },
    drop(term) {
      const own = fixed.get(term)
      if (own === undefined) byTerm.delete(term)
      else byTerm.set(term, { places: [...own.places], sums: [...own.sums] })
    },
  }
}
