import type { Lesson } from "@otklik/core/desk"
import { createCalibration, type Calibration } from "./calibration.ts"
import { createCentroids, type Centroids, type ClassTitle } from "./centroids.ts"

/** What was learned of one incident, so that it can be explained by, and taken back. */
export interface LearnedIncident {
  readonly incidentId: string
  readonly number: number
  /** Its place in the order of learning, from 1. */
  readonly ordinal: number
  topic: string | null
  authorityId: string | null
  territoryId: string | null
  /** Its terms that other incidents have too, ascending. */
  hashes: number[]
  weights: number[]
  /** Terms that came here alone so far, with their weights: in memory only. */
  readonly alone: Map<number, number>
  /** What it has in common with the text at hand; 0 between two questions. */
  product: number
}

/** Everything that a model has learned. */
export interface Knowledge {
  /** How many incidents are learned now. */
  incidents: number
  /** How many were learned ever. */
  ordinal: number
  asOf: string | null
  /** Incidents by term; two or more. */
  readonly counts: Map<number, number>
  readonly topics: Centroids
  readonly owners: Centroids
  /** Incidents by topic. */
  readonly ofTopic: Map<string, number>
  /** Incidents by owner. */
  readonly ofOwner: Map<string, number>
  /** Incidents with an owner, by topic, then by owner. */
  readonly ownersOfTopic: Tally
  /** The same by group; follows from the topics. */
  readonly ownersOfGroup: Tally
  /** Incidents by owner, then by territory. */
  readonly placesOfOwner: Tally
  /** The last incidents, oldest first. */
  readonly recent: Map<string, LearnedIncident>
  /** A bit for each number of an incident that was learned. */
  seen: Uint8Array
  readonly calibrations: { readonly topic: Calibration; readonly group: Calibration; readonly owner: Calibration }
}

/** The names of topics and owners, and a number that changes with them. */
export interface Titles {
  readonly topics: readonly ClassTitle[]
  readonly owners: readonly ClassTitle[]
  readonly mark: number
}

export function createKnowledge(titles: Titles): Knowledge {
  return {
    incidents: 0,
    ordinal: 0,
    asOf: null,
    counts: new Map(),
    topics: createCentroids(titles.topics),
    owners: createCentroids(titles.owners),
    ofTopic: new Map(),
    ofOwner: new Map(),
    ownersOfTopic: new Map(),
    ownersOfGroup: new Map(),
    placesOfOwner: new Map(),
    recent: new Map(),
    seen: new Uint8Array(),
    calibrations: { topic: createCalibration(), group: createCalibration(), owner: createCalibration() },
  }
}

/** Counts by two names. */
export type Tally = Map<string, Map<string, number>>

/** Counts one more of a pair, or one less. */
export function countPair(tally: Tally, one: string, other: string, by: number): void {
  const counts = tally.get(one) ?? new Map<string, number>()
  tally.set(one, counts)
  count(counts, other, by)
  if (counts.size === 0) tally.delete(one)
}

/** All that is counted of a name. */
export function totalOf(counts: ReadonlyMap<string, number> | undefined): number {
  let total = 0
  for (const value of counts?.values() ?? []) total += value
  return total
}

/** Counts one more, or one less; what comes to nothing is not kept. */
export function count(counts: Map<string, number>, key: string, by: number): void {
  const value = (counts.get(key) ?? 0) + by
  if (value > 0) counts.set(key, value)
  else counts.delete(key)
}

export function isSeen({ seen }: Knowledge, number: number): boolean {
  return (((seen[number >> 3] ?? 0) >> (number & 7)) & 1) === 1
}

export function setSeen(knowledge: Knowledge, number: number, value: boolean): void {
  const index = number >> 3
  if (index >= knowledge.seen.length) {
    const longer = new Uint8Array(index + 1)
    longer.set(knowledge.seen)
    knowledge.seen = longer
  }
  const byte = knowledge.seen[index] ?? 0
  knowledge.seen[index] = value ? byte | (1 << (number & 7)) : byte & ~(1 << (number & 7))
}

/** What of a lesson is kept beside the words. */
export type Decision = Pick<Lesson, "topic" | "authorityId" | "territoryId">
