import { createByteReader, createByteWriter, type ByteReader, type ByteWriter } from "./bytes.ts"
import { createCalibration, factCount, type Calibration } from "./calibration.ts"
import type { Centroids } from "./centroids.ts"
import { createKnowledge, type Knowledge, type LearnedIncident, type Titles } from "./knowledge.ts"

/** Names that come again and again, by their place in a list. */
interface Names {
  readonly placeOf: (name: string | null) => number
  readonly list: readonly string[]
}

/** Places from 1 in the order of UTF-16 units; 0 is no name. */
function namesOf(all: Iterable<string>): Names {
  const list = [...new Set(all)].toSorted()
  const places = new Map(list.map((name, index) => [name, index + 1]))
  return { list, placeOf: (name) => (name === null ? 0 : (places.get(name) ?? 0)) }
}

const byNumber = (one: number, other: number): number => one - other

/** Everything that was learned as bytes: names, counts, sums under hashes. Terms that came once are not in it. */
export function writeState(knowledge: Knowledge, { mark }: Titles): Uint8Array {
  const { recent, counts, calibrations, seen } = knowledge
  const out = createByteWriter()
  const terms = [...counts.keys()].toSorted(byNumber)
  const termPlace = new Map(terms.map((term, index) => [term, index]))
  const names = namesOf(
    [
      knowledge.topics.squares.read().keys(),
      knowledge.owners.squares.read().keys(),
      knowledge.ofTopic.keys(),
      knowledge.ofOwner.keys(),
      [...knowledge.ownersOfTopic, ...knowledge.placesOfOwner].flatMap(([one, inner]) => [one, ...inner.keys()]),
      [...recent.values()].flatMap(({ topic, authorityId, territoryId }) =>
        [topic, authorityId, territoryId].filter((name) => name !== null),
      ),
      [knowledge.topics, knowledge.owners].flatMap((centroids) => terms.flatMap((term) => centroids.learnedOf(term).map(([name]) => name))),
    ].flatMap((each) => [...each]),
  )
  for (const value of [mark, knowledge.incidents, knowledge.ordinal]) out.count(value)
  out.text(knowledge.asOf ?? "")
  writeList(out, names.list, (name) => out.text(name))
  let before = 0
  writeList(out, terms, (term) => {
    out.count(term - before)
    out.count(counts.get(term) ?? 0)
    before = term
  })
  for (const centroids of [knowledge.topics, knowledge.owners]) writeCentroids(out, centroids, terms, names)
  for (const each of [knowledge.ofTopic, knowledge.ofOwner]) writeCounts(out, each, names)
  for (const tally of [knowledge.ownersOfTopic, knowledge.placesOfOwner])
    writeList(out, inOrder(tally), ([name, inner]) => {
      out.count(names.placeOf(name))
      writeCounts(out, inner, names)
    })
  writeList(out, [...recent.values()], (incident) => writeIncident(out, incident, termPlace, names))
  writeList(out, seen, (byte) => out.count(byte))
  for (const calibration of [calibrations.topic, calibrations.group, calibrations.owner]) writeCalibration(out, calibration)
  return out.bytes()
}

/**
 * What {@link writeState} wrote.
 *
 * @returns also whether titles are as they were then: if not, classes must be measured anew
 * @throws RangeError for other bytes
 */
export function readState(body: Uint8Array, titles: Titles): { readonly knowledge: Knowledge; readonly isMeasured: boolean } {
  const from = createByteReader(body)
  const empty = createKnowledge(titles)
  const isMeasured = from.count() === titles.mark
  const incidents = from.count()
  const ordinal = from.count()
  const asOf = from.text()
  const names = readList(from, () => from.text())
  const nameAt = (place: number): string => names[place - 1] ?? ""
  const nameOrNull = (): string | null => {
    const place = from.count()
    return place === 0 ? null : nameAt(place)
  }
  let term = 0
  const terms = readList(from, () => {
    term += from.count()
    empty.counts.set(term, from.count())
    return term
  })
  for (const centroids of [empty.topics, empty.owners]) readCentroids(from, centroids, terms, nameAt)
  for (const counts of [empty.ofTopic, empty.ofOwner]) readCounts(from, counts, nameAt)
  for (const tally of [empty.ownersOfTopic, empty.placesOfOwner])
    readList(from, () => {
      const inner = new Map<string, number>()
      tally.set(nameAt(from.count()), inner)
      readCounts(from, inner, nameAt)
    })
  for (const incident of readList(from, () => readIncident(from, terms, nameOrNull))) empty.recent.set(incident.incidentId, incident)
  const seen = Uint8Array.from(readList(from, () => from.count()))
  const calibrations = { topic: readCalibration(from), group: readCalibration(from), owner: readCalibration(from) }
  return { knowledge: { ...empty, incidents, ordinal, asOf: asOf === "" ? null : asOf, seen, calibrations }, isMeasured }
}

function writeList<Item>(out: ByteWriter, list: ArrayLike<Item> & Iterable<Item>, write: (item: Item) => void): void {
  out.count(list.length)
  for (const item of list) write(item)
}

function readList<Item>(from: ByteReader, read: () => Item): Item[] {
  return Array.from({ length: from.count() }, read)
}

/** By name, in the order of UTF-16 units. */
function inOrder<Value>(map: ReadonlyMap<string, Value>): readonly (readonly [string, Value])[] {
  return [...map].toSorted(([one], [other]) => (one < other ? -1 : 1))
}

function writeCounts(out: ByteWriter, counts: ReadonlyMap<string, number>, names: Names): void {
  writeList(out, inOrder(counts), ([name, value]) => {
    out.count(names.placeOf(name))
    out.count(value)
  })
}

function readCounts(from: ByteReader, counts: Map<string, number>, nameAt: (place: number) => string): void {
  readList(from, () => void counts.set(nameAt(from.count()), from.count()))
}

function writeCentroids(out: ByteWriter, { learnedOf, squares }: Centroids, terms: readonly number[], names: Names): void {
  for (const term of terms)
    writeList(
      out,
      learnedOf(term)
        .map(([name, sum]) => [names.placeOf(name), sum] as const)
        .toSorted(([one], [other]) => one - other),
      ([place, sum]) => {
        out.count(place)
        out.count(sum)
      },
    )
  writeList(out, inOrder(squares.read()), ([name, square]) => {
    out.count(names.placeOf(name))
    out.float64(square)
  })
}

function readCentroids(from: ByteReader, centroids: Centroids, terms: readonly number[], nameAt: (place: number) => string): void {
  for (const term of terms)
    for (const [name, sum] of readList(from, () => [nameAt(from.count()), from.count()] as const))
      centroids.add(name, { hashes: [term], weights: [sum] }, 1, () => 0)
  for (const [name, square] of readList(from, () => [nameAt(from.count()), from.float64()] as const)) centroids.squares.set(name, square)
}

function writeIncident(out: ByteWriter, incident: LearnedIncident, termPlace: ReadonlyMap<number, number>, names: Names): void {
  const { incidentId, number, ordinal, topic, authorityId, territoryId, hashes, weights } = incident
  out.text(incidentId)
  out.count(number)
  out.count(ordinal)
  for (const name of [topic, authorityId, territoryId]) out.count(names.placeOf(name))
  let before = 0
  writeList(
    out,
    hashes.map((hash, index) => [termPlace.get(hash) ?? 0, weights[index] ?? 0] as const),
    ([place, weight]) => {
      out.count(place - before)
      out.count(weight)
      before = place
    },
  )
}

function readIncident(from: ByteReader, terms: readonly number[], nameOrNull: () => string | null): LearnedIncident {
  const [incidentId, number, ordinal] = [from.text(), from.count(), from.count()]
  const [topic, authorityId, territoryId] = [nameOrNull(), nameOrNull(), nameOrNull()]
  let place = 0
  const own = readList(from, () => {
    place += from.count()
    return [terms[place] ?? 0, from.count()] as const
  })
  const hashes = own.map(([hash]) => hash)
  const weights = own.map(([, weight]) => weight)
  return { incidentId, number, ordinal, topic, authorityId, territoryId, hashes, weights, alone: new Map(), product: 0 }
}

function writeCalibration(out: ByteWriter, { pairs, curve }: Calibration): void {
  writeList(out, pairs, ({ facts, right }) => {
    for (let index = 0; index < factCount; index += 1) out.float32(facts[index] ?? 0)
    out.count(right ? 1 : 0)
  })
  writeList(out, curve, (factor) => out.float64(factor))
}

function readCalibration(from: ByteReader): Calibration {
  const pairs = readList(from, () => {
    const facts = Array.from({ length: factCount }, () => from.float32())
    return { facts, right: from.count() === 1 }
  })
  return createCalibration(
    pairs,
    readList(from, () => from.float64()),
  )
}
