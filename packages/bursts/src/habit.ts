import type { BurstRegion } from "@otklik/core/desk"
import { createWeek, type Week } from "./week.ts"

const day = 86_400_000

/** After so many days an incident counts half: our choice, so that a habit follows the season. */
const halfLifeDays = 28

/** What a cell would have by the habits of its topic and its place counts as much as this many days of its own. */
const borrowedDays = 14

/**
 * Before, every hour counts like another: those of a first event would be the only ones that are known. Our choice.
 */
const weekKnownDays = 14

/** Counts are whole numbers of this part of an incident: their sums are exact, in whatever order they were made. */
const unit = 4096

/** After so many half-lives the moment that weights refer to moves, so that they stay small. */
const farthestHalfLives = 10

/** A key of two names, of which no one holds this character. */
export const cellKey = (subject: string, territory: string): string => `${subject}\u0000${territory}`

/** Absent topics and places as parts of a key. */
export const nameOf = (id: string | null): string => id ?? ""

/** Topics and places as the habit counts them. */
export interface Places {
  /** The group of a topic. */
  groupOf(topic: string | null): string | null
  /** A place, and those that it lies in, without whole regions unless they are asked for, the nearest first. */
  chainOf(territoryId: string | null): readonly string[]
  /** Whether incidents all over the region are counted here. */
  isRegion(place: string): boolean
}

/** How the whole of a region is named among the places: its own incidents are counted apart. */
const wholeOf = (territoryId: string): string => `${territoryId}\u0001`

/** The place of {@link Places} as an id. */
export const territoryOf = (place: string): string | null => {
  if (place === "") return null
  return place.endsWith("\u0001") ? place.slice(0, -1) : place
}

/** Reads topics and the tree of places. */
export function createPlaces({ topics, territories }: BurstRegion, groups: Readonly<Record<string, string>>, withRegion: boolean): Places {
  const groupOf = new Map(topics.flatMap(({ id, group }) => (group === undefined ? [] : [[id, group] as const])))
  for (const [topic, group] of Object.entries(groups)) groupOf.set(topic, group)
  const byId = new Map(territories.map((territory) => [territory.id, territory]))
  const chains = new Map<string, readonly string[]>([["", [""]]])
  const chainOf = (id: string): readonly string[] => {
    const chain = [id]
    const seen = new Set(chain)
    for (let at = byId.get(id); at !== undefined;) {
      const isWhole = at.kind === "region"
      if (isWhole && withRegion) chain.push(wholeOf(at.id))
      const parent = at.parentId
      if (parent === undefined || seen.has(parent)) break
      seen.add(parent)
      at = byId.get(parent)
      if (at !== undefined && at.kind !== "region") chain.push(at.id)
    }
    return chain
  }
  return {
    groupOf: (topic) => (topic === null ? null : (groupOf.get(topic) ?? topic)),
    chainOf(territoryId) {
      const name = nameOf(territoryId)
      let chain = chains.get(name)
      if (chain === undefined) chains.set(name, (chain = chainOf(name)))
      return chain
    },
    isRegion: (place) => place.endsWith("\u0001"),
  }
}

/** What a habit is saved as: numbers, topics and places. */
export interface SavedHabit {
  /** The moment that weights refer to, milliseconds. */
  readonly reference: number
  /** When the desk had its first incident, milliseconds; null: not yet. */
  readonly first: number | null
  /** Topic, place, sum of weights. */
  readonly cells: readonly (readonly [topic: string, territory: string, sum: number])[]
  /** Sums of weights by hour of the week. */
  readonly hours: readonly number[]
}

/** How many incidents are usual, by topic, place and hour of the week. */
export interface Habit {
  /** Adds incidents, or takes some away (a negative `count`). */
  add(topic: string | null, territoryId: string | null, at: number, count: number): void
  /** Notes that the desk was at work. */
  begin(at: number): void
  /** How many days it has been known, at a moment. */
  daysAt(at: number): number
  /** Incidents a day of the whole desk. */
  dailyAt(now: number): number
  /** How many are expected of a topic or a group at a place from a moment to another. */
  expected(level: "topic" | "group", subject: string, place: string, from: number, to: number, now: number): number
  save(): SavedHabit
}

/** Continues a habit, or begins one. */
export function createHabit(places: Places, zone: string, saved: SavedHabit | null): Habit {
  let reference = saved?.reference ?? 0
  let first = saved?.first ?? null
  const own = new Map<string, number>(saved?.cells.map(([topic, territory, sum]) => [cellKey(topic, territory), sum]))
  const week: Week = createWeek(zone, saved?.hours ?? [])
  let sums = derive()

  /** What follows of the sums by topic and place. Whole numbers: the order of the additions makes no difference. */
  function derive() {
    const made = { topicAt: new Map<string, number>(), groupAt: new Map<string, number>(), topic: new Map<string, number>() }
    const all = { ...made, group: new Map<string, number>(), place: new Map<string, number>(), whole: 0 }
    for (const [key, sum] of own) {
      const [topic = "", territory = ""] = key.split("\u0000")
      spread(all, topic, territory, sum)
    }
    return all
  }

  function spread(all: ReturnType<typeof derive>, topic: string, territory: string, sum: number): void {
    const group = nameOf(places.groupOf(topic === "" ? null : topic))
    const put = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + sum)
    for (const place of places.chainOf(territory === "" ? null : territory)) {
      put(all.topicAt, cellKey(topic, place))
      put(all.groupAt, cellKey(group, place))
      put(all.place, place)
    }
    put(all.topic, topic)
    put(all.group, group)
    all.whole += sum
  }

  /** What a sum is worth at a moment, in incidents. */
  const worth = (now: number): number => 2 ** ((reference - now) / day / halfLifeDays) / unit

  function rebase(at: number): void {
    const steps = Math.floor((at - reference) / day / halfLifeDays)
    reference += steps * halfLifeDays * day
    for (const [key, sum] of own) {
      const left = Math.round(sum / 2 ** steps)
      if (left > 0) own.set(key, left)
      else own.delete(key)
    }
    week.divide(2 ** steps)
    sums = derive()
  }

  /** How many days the sums stand for: less than there were, since early ones count less. */
  function days(now: number): number {
    const known = first === null ? 0 : Math.max(0, now - first) / day
    return Math.max(1, (halfLifeDays / Math.LN2) * (1 - 2 ** (-known / halfLifeDays)))
  }

  return {
    add(topic, territoryId, at, count) {
      if (reference === 0) reference = at
      if (at - reference > farthestHalfLives * halfLifeDays * day) rebase(at)
      const sum = Math.round(count * unit * 2 ** ((at - reference) / day / halfLifeDays))
      if (sum === 0) return
      const key = cellKey(nameOf(topic), nameOf(territoryId))
      own.set(key, (own.get(key) ?? 0) + sum)
      if (own.get(key) === 0) own.delete(key)
      spread(sums, nameOf(topic), nameOf(territoryId), sum)
      week.add(at, sum)
    },
    begin(at) {
      if (first === null || at < first) first = at
    },
    daysAt: (at) => (first === null ? 0 : Math.max(0, at - first) / day),
    dailyAt: (now) => (sums.whole * worth(now)) / days(now),
    expected(level, subject, place, from, to, now) {
      const [cells, subjects] = level === "topic" ? [sums.topicAt, sums.topic] : [sums.groupAt, sums.group]
      const known = days(now)
      const value = worth(now)
      const share = sums.whole === 0 ? 0 : (sums.place.get(place) ?? 0) / sums.whole
      const borrowed = (((subjects.get(subject) ?? 0) * value) / known) * share
      const daily = ((cells.get(cellKey(subject, place)) ?? 0) * value + borrowedDays * borrowed) / (known + borrowedDays)
      const isWeekKnown = first !== null && now - first >= weekKnownDays * day
      return daily * (isWeekKnown ? week.daysBetween(from, to, value) : (to - from) / day)
    },
    save: () => ({
      reference,
      first,
      cells: [...own]
        .map(([key, sum]) => [...(key.split("\u0000") as [string, string]), sum] as const)
        .toSorted(([topic, place], [otherTopic, otherPlace]) => compare(topic, otherTopic) || compare(place, otherPlace)),
      hours: week.save(),
    }),
  }
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
