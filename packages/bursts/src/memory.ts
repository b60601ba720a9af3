import { instantToMillis, millisToInstant } from "@otklik/core"
import type { Burst, BurstCell, BurstFact, BurstMemory } from "@otklik/core/desk"
import { createHabit, territoryOf, type Places, type SavedHabit } from "./habit.ts"
import { createWindows, isBefore, type Excess, type Item } from "./windows.ts"

const hour = 3_600_000

/** An event is over after so long without a message of it. Our choice. */
const quietMillis = 3 * hour

/** What was published longer ago when the desk came to it is habit alone: a source that was read late is no event. */
const lateMillis = 6 * hour

/** A late message is compared with what was published in the longest window before it. */
const recentMillis = 2 * lateMillis

/** Of an event the habit takes so many times the usual at most, and so many incidents at least. Our choice. */
const learnedTimesUsual = 3
const learnedAtLeast = 3

/** More of an event are counted, and not listed. Our choice. */
const mostListed = 2000

/** An event as it goes on. */
interface Live {
  readonly burstId: string
  readonly group: string | null
  readonly place: string
  readonly foundAt: number
  level: "topic" | "group"
  /** The topics that raised the alarm, while no group did. */
  readonly topics: Set<string | null>
  since: number
  lastAt: number
  overAt: number | null
  count: number
  voices: number
  readonly cells: BurstCell[]
  /** In the order of their publication. */
  readonly items: Item[]
  /** What of each listed incident the habit has; 0 while it is open. */
  learned: number
}

type SavedItem = readonly [incidentId: string, at: number, topic: string | null, territoryId: string | null, voices: number]

interface SavedLive extends Omit<Live, "topics" | "items"> {
  readonly topics: readonly (string | null)[]
  readonly items: readonly SavedItem[]
}

interface Saved {
  readonly now: number
  readonly habit: SavedHabit
  readonly items: readonly SavedItem[]
  readonly bursts: readonly SavedLive[]
}

const itemOf = ([incidentId, at, topic, territoryId, voices]: SavedItem): Item => ({ incidentId, at, topic, territoryId, voices })
const savedItem = ({ incidentId, at, topic, territoryId, voices }: Item): SavedItem => [incidentId, at, topic, territoryId, voices]

/** What a memory goes by. */
export interface MemoryRules {
  readonly places: Places
  readonly zone: string
  readonly chanceFactor: number
}

/** Continues what was saved, or begins. */
export function createMemory(bytes: Uint8Array | null, { places, zone, chanceFactor }: MemoryRules): BurstMemory {
  const saved = bytes === null ? null : (JSON.parse(new TextDecoder().decode(bytes)) as Saved)
  const habit = createHabit(places, zone, saved?.habit ?? null)
  const windows = createWindows(places, habit, chanceFactor)
  /** The last moment at which anything happened. */
  let now = saved?.now ?? 0
  const free = new Map<string, Item>()
  const bursts: Live[] = []
  const burstOf = new Map<string, Live>()
  const changed = new Set<Live>()
  for (const one of saved?.items ?? []) setFree(itemOf(one))
  for (const one of saved?.bursts ?? []) {
    const live: Live = { ...one, topics: new Set(one.topics), cells: [...one.cells], items: one.items.map(itemOf) }
    bursts.push(live)
    for (const { incidentId } of live.items) burstOf.set(incidentId, live)
  }

  function setFree(item: Item): void {
    free.set(item.incidentId, item)
    windows.put(item)
  }

  function unsetFree(item: Item): void {
    free.delete(item.incidentId)
    windows.drop(item)
  }

  function recent(incidentId: string): Item | undefined {
    const item = free.get(incidentId)
    return item !== undefined && item.at >= now - recentMillis ? item : undefined
  }

  /** Goes on to a moment: events end, and what is too old for any window is forgotten. */
  function goOn(at: number): void {
    if (at > now) now = at
    endQuiet(now)
    for (const item of free.values()) {
      // In the order in which they came, and so about in that of their publication: the others go at the next call.
      if (item.at >= now - recentMillis) break
      unsetFree(item)
    }
    for (let index = bursts.length - 1; index >= 0; index -= 1) {
      const live = bursts[index]
      if (live === undefined || live.overAt === null || live.overAt >= now - lateMillis || changed.has(live)) continue
      bursts.splice(index, 1)
      for (const { incidentId } of live.items) burstOf.delete(incidentId)
    }
  }

  function endQuiet(at: number): void {
    for (const live of bursts) {
      if (live.overAt !== null || live.lastAt + quietMillis > at) continue
      live.overAt = live.lastAt + quietMillis
      learn(live, live.overAt)
      changed.add(live)
    }
  }

  /** An event that is over belongs to the habit a little: else what becomes usual would be an alarm for ever. */
  function learn(live: Live, at: number): void {
    const { level, group, place, since, lastAt, items, topics } = live
    const subjects = level === "group" ? [group] : [...topics]
    const usual = subjects.reduce((sum, subject) => sum + habit.expected(level, subject ?? "", place, since, lastAt, at), 0)
    live.learned = Math.min(1, Math.max(learnedAtLeast, learnedTimesUsual * usual) / Math.max(1, items.length))
    for (const item of items) habit.add(item.topic, item.territoryId, item.at, live.learned)
  }

  function covers(live: Live, { topic, territoryId, at }: Item): boolean {
    if (live.group !== places.groupOf(topic) || !places.chainOf(territoryId).includes(live.place)) return false
    if (live.level === "topic" && !live.topics.has(topic)) return false
    return at >= live.since - quietMillis && at <= live.lastAt + quietMillis
  }

  /** The event that an incident belongs to, that of the nearest place. */
  function eventOf(item: Item): Live | undefined {
    const covering = bursts.filter((live) => covers(live, item))
    const chain = places.chainOf(item.territoryId)
    return covering.toSorted((one, other) => chain.indexOf(one.place) - chain.indexOf(other.place))[0]
  }

  function join(live: Live, item: Item): void {
    if (live.overAt !== null && item.at > live.lastAt) {
      // It was late, and the event was not over.
      for (const one of live.items) habit.add(one.topic, one.territoryId, one.at, -live.learned)
      live.learned = 0
      live.overAt = null
    }
    if (live.items.length < mostListed) {
      let index = live.items.length
      while (index > 0 && isBefore(item, live.items[index - 1])) index -= 1
      live.items.splice(index, 0, item)
      burstOf.set(item.incidentId, live)
      if (live.learned > 0) habit.add(item.topic, item.territoryId, item.at, live.learned)
    }
    live.since = Math.min(live.since, item.at)
    live.lastAt = Math.max(live.lastAt, item.at)
    live.count += 1 + item.voices
    live.voices += item.voices
    changed.add(live)
  }

  function leave(live: Live, item: Item): void {
    const index = live.items.indexOf(item)
    if (index < 0) return
    live.items.splice(index, 1)
    burstOf.delete(item.incidentId)
    if (live.learned > 0) habit.add(item.topic, item.territoryId, item.at, -live.learned)
    live.count -= 1 + item.voices
    live.voices -= item.voices
    changed.add(live)
  }

  function raise(excess: Excess, item: Item): void {
    const { level, subject, place, count, usual, odds, windowMinutes, since } = excess
    const group = places.groupOf(item.topic)
    let live = bursts.find((one) => one.overAt === null && one.group === group && one.place === place)
    if (live === undefined) {
      const ids = new Set(bursts.map(({ burstId }) => burstId))
      const first = `burst-${item.incidentId}`
      let burstId = first
      for (let next = 2; ids.has(burstId); next += 1) burstId = `${first}-${next}`
      live = {
        burstId,
        group,
        place,
        foundAt: now,
        level,
        topics: new Set<string | null>(),
        since,
        lastAt: since,
        overAt: null,
        count: 0,
        voices: 0,
        cells: [],
        items: [],
        learned: 0,
      }
      bursts.push(live)
    }
    if (level === "group") live.level = "group"
    else live.topics.add(subject)
    live.cells.push({ level, subject, territoryId: territoryOf(place), count, usual, windowMinutes, odds })
    for (const member of windows.since(excess, since)) {
      unsetFree(member)
      habit.add(member.topic, member.territoryId, member.at, -1)
      join(live, member)
    }
  }

  /** An incident of which nothing is known yet. */
  function settle(item: Item): void {
    const live = eventOf(item)
    if (live !== undefined) {
      join(live, item)
      return
    }
    setFree(item)
    const excess = windows.excessAt(item, now)
    habit.add(item.topic, item.territoryId, item.at, 1)
    if (excess !== undefined) raise(excess, item)
  }

  /** An incident that is still remembered, and leaves where it was. */
  function takeOut(incidentId: string): Item | undefined {
    const live = burstOf.get(incidentId)
    const member = live?.items.find((one) => one.incidentId === incidentId)
    if (live !== undefined && member !== undefined) {
      leave(live, member)
      return member
    }
    const item = recent(incidentId)
    if (item === undefined) return undefined
    unsetFree(item)
    habit.add(item.topic, item.territoryId, item.at, -1)
    return item
  }

  function hear(incidentId: string, count: number, at: number): void {
    const live = burstOf.get(incidentId)
    const item = live === undefined ? recent(incidentId) : live.items.find((one) => one.incidentId === incidentId)
    if (item === undefined) return
    if (live !== undefined && live.overAt !== null) return
    item.voices += count
    if (live === undefined) return
    live.count += count
    live.voices += count
    live.lastAt = Math.max(live.lastAt, at)
    changed.add(live)
  }

  return {
    take(fact: BurstFact) {
      const at = instantToMillis(fact.at)
      habit.begin(at)
      goOn(at)
      const { incidentId } = fact
      switch (fact.kind) {
        case "registered": {
          if (free.has(incidentId) || burstOf.has(incidentId)) return
          const { topic, territoryId } = fact
          const published = Math.min(at, instantToMillis(fact.publishedAt))
          if (published < now - lateMillis) habit.add(topic, territoryId, published, 1)
          else settle({ incidentId, at: published, topic, territoryId, voices: 0 })
          return
        }
        case "reclassified": {
          const item = takeOut(incidentId)
          if (item === undefined) return
          item.topic = fact.topic
          item.territoryId = fact.territoryId
          if (item.at < now - lateMillis && eventOf(item) === undefined) {
            setFree(item)
            habit.add(item.topic, item.territoryId, item.at, 1)
          } else settle(item)
          return
        }
        case "dismissed":
          takeOut(incidentId)
          return
        case "voices":
          hear(incidentId, fact.count, at)
      }
    },
    pass(at) {
      endQuiet(instantToMillis(at))
    },
    changed() {
      const list = [...changed].map(burstFrom)
      changed.clear()
      return list
    },
    save() {
      const state: Saved = {
        now,
        habit: habit.save(),
        items: [...free.values()].filter(({ at }) => at >= now - recentMillis).map(savedItem),
        bursts: bursts.map((live) => ({ ...live, topics: [...live.topics], items: live.items.map(savedItem) })),
      }
      return new TextEncoder().encode(JSON.stringify(state))
    },
  }
}

function burstFrom(live: Live): Burst {
  const { burstId, level, group, place, count, voices, cells, items, overAt } = live
  return {
    burstId,
    state: overAt === null ? "open" : "over",
    level,
    topicIds: [...new Set(items.flatMap(({ topic }) => topic ?? []))].toSorted(),
    group,
    territoryId: territoryOf(place),
    since: millisToInstant(live.since),
    foundAt: millisToInstant(live.foundAt),
    lastAt: millisToInstant(live.lastAt),
    overAt: overAt === null ? null : millisToInstant(overAt),
    count,
    voices,
    cells: [...cells],
    incidents: items.map(({ incidentId, at, topic, territoryId, voices: heard }) => ({
      incidentId,
      publishedAt: millisToInstant(at),
      topic,
      territoryId,
      voices: heard,
    })),
  }
}
