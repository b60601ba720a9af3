import { cellKey, nameOf, type Habit, type Places } from "./habit.ts"
import { alarmChance, chanceOf, isMany, windowMinutes } from "./odds.ts"

/** An incident of the last hours. */
export interface Item {
  readonly incidentId: string
  /** When it was published, milliseconds. */
  readonly at: number
  topic: string | null
  territoryId: string | null
  voices: number
}

/** A place and a topic or a group at it. */
export interface Cell {
  readonly level: "topic" | "group"
  readonly subject: string | null
  readonly place: string
}

/** More than is usual. */
export interface Excess extends Cell {
  readonly count: number
  readonly usual: number
  readonly windowMinutes: number
  readonly odds: number
  /** When the first incident of the window was published. */
  readonly since: number
}

/** The desk has too little of a habit before: four in a place that it hardly knows are no wonder. Our choice. */
const cautiousDays = 56
const fewestAtFirst = 6

/** A diffuse rise all over a region happens often, as with the first snow: it must be as much less likely. */
const regionChance = 1e-3

const minute = 60_000

/** The incidents of the last hours that belong to no event, by the cells that they count in. */
export interface Windows {
  put(item: Item): void
  drop(item: Item): void
  /** Those of a cell since a moment, in the order of their publication. */
  since(cell: Cell, at: number): readonly Item[]
  /** The nearest place at which an incident is one of more than is usual; undefined: nowhere. */
  excessAt(item: Item, now: number): Excess | undefined
}

/** Counts incidents in windows that end at each of them. */
export function createWindows(places: Places, habit: Habit, chanceFactor: number): Windows {
  const cells = new Map<string, Item[]>()

  const keyOf = ({ level, subject, place }: Cell): string => `${level}\u0000${cellKey(nameOf(subject), place)}`

  /** Topic first: where both are too many, the narrower says more. */
  function levelsOf(topic: string | null): readonly Pick<Cell, "level" | "subject">[] {
    const group = places.groupOf(topic)
    const own = { level: "topic", subject: topic } as const
    return group === topic ? [own] : [own, { level: "group", subject: group }]
  }

  function cellsOf({ topic, territoryId }: Item): readonly Cell[] {
    return places.chainOf(territoryId).flatMap((place) => levelsOf(topic).map((level) => ({ ...level, place })))
  }

  /** The windows that hold the incident; of those with too many the least likely. */
  function excessOf(cell: Cell, item: Item, now: number): Excess | undefined {
    const items = cells.get(keyOf(cell)) ?? []
    const least = habit.daysAt(now) < cautiousDays ? fewestAtFirst : 0
    const factor = chanceFactor * (places.isRegion(cell.place) ? regionChance : 1)
    const { level, subject, place } = cell
    let found: { readonly excess: Excess; readonly ratio: number } | undefined
    for (const length of windowMinutes) {
      for (let end = items.length - 1; end >= 0; end -= 1) {
        const to = items[end]?.at ?? 0
        if (to < item.at) break
        const from = to - length * minute
        if (from >= item.at) continue
        let first = end
        while (first > 0 && (items[first - 1]?.at ?? 0) > from) first -= 1
        const count = end - first + 1
        if (count < least || !isMany(count, 0)) continue
        const usual = habit.expected(level, nameOf(subject), place, from, to, now)
        if (!isMany(count, usual)) continue
        const odds = chanceOf(count, usual)
        const ratio = odds / (alarmChance(count, habit.dailyAt(now)) * factor)
        if (ratio >= 1 || ratio >= (found?.ratio ?? 1)) continue
        found = { excess: { ...cell, count, usual, windowMinutes: length, odds, since: items[first]?.at ?? to }, ratio }
      }
    }
    return found?.excess
  }

  return {
    put(item) {
      for (const cell of cellsOf(item)) {
        const key = keyOf(cell)
        const items = cells.get(key)
        if (items === undefined) {
          cells.set(key, [item])
          continue
        }
        let index = items.length
        while (index > 0 && isBefore(item, items[index - 1])) index -= 1
        items.splice(index, 0, item)
      }
    },
    drop(item) {
      for (const cell of cellsOf(item)) {
        const key = keyOf(cell)
        const items = cells.get(key) ?? []
        const index = items.indexOf(item)
        if (index >= 0) items.splice(index, 1)
        if (items.length === 0) cells.delete(key)
      }
    },
    since: (cell, at) => (cells.get(keyOf(cell)) ?? []).filter((item) => item.at >= at),
    excessAt(item, now) {
      for (const place of places.chainOf(item.territoryId)) {
        for (const level of levelsOf(item.topic)) {
          const excess = excessOf({ ...level, place }, item, now)
          if (excess !== undefined) return excess
        }
      }
      return undefined
    },
  }
}

/** The order of incidents, whatever the order in which they came. */
export function isBefore(one: Item, other: Item | undefined): boolean {
  return other !== undefined && (one.at < other.at || (one.at === other.at && one.incidentId < other.incidentId))
}
