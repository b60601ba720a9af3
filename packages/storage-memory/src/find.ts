import type { Message, StoredIncident } from "@otklik/core"
import { overStatuses } from "@otklik/core/incident"
import type { IncidentFacts } from "@otklik/core/reports"
import {
  comparePlaces,
  filterCases,
  placeIn,
  searchTermsOf,
  type CaseFilter,
  type CaseQuery,
  type FilteredCase,
  type WatchedQuery,
} from "@otklik/core/storage"
import { compare } from "./compare.ts"
import type { TenantData } from "./store.ts"

/** The words of messages as they are stored; a message is never changed. */
const knownWords = new WeakMap<Message, ReadonlySet<string>>()

function wordsOf(data: TenantData, key: string): ReadonlySet<string> {
  const message = data.messages.get(key)
  if (message === undefined) return new Set()
  const known = knownWords.get(message)
  if (known !== undefined) return known
  const words = new Set(searchTermsOf(message.text))
  knownWords.set(message, words)
  return words
}

/** Incidents with everything of them that is counted and looked for. */
export function casesOf(data: TenantData): readonly (FilteredCase & { readonly stored: StoredIncident })[] {
  return [...data.incidents].map(([incidentId, stored]) => ({
    stored,
    number: stored.number,
    facts: stored.facts,
    clocks: data.clocks.get(incidentId) ?? [],
    labels: data.labels.get(incidentId) ?? [],
    marks: data.marks.get(incidentId) ?? [],
    wordsOf: (key) => wordsOf(data, key),
  }))
}

/**
 * Incidents in the order that is asked for, one more than a page.
 *
 * @param data - what the tenant has
 * @param query - every condition must hold
 */
export function findIncidents(data: TenantData, query: CaseQuery): readonly StoredIncident[] {
  const { order = "number", after, limit } = query
  return filterCases(casesOf(data), query)
    .map(({ stored }) => stored)
    .filter((stored) => after === undefined || comparePlaces(order, placeIn(order, stored), after) > 0)
    .toSorted((one, other) => comparePlaces(order, placeIn(order, one), placeIn(order, other)))
    .slice(0, limit + 1)
}

/** How many incidents each filter takes. */
export function countCases(data: TenantData, filters: readonly CaseFilter[], limit: number): readonly number[] {
  const cases = casesOf(data)
  return filters.map((filter) => Math.min(limit, filterCases(cases, filter).length))
}

/**
 * The keys of messages of a network that its newest incidents hold, of those that are not over.
 *
 * @param data - what the tenant has
 * @param query - the network, and how many keys at most
 */
export function watchedKeys(data: TenantData, query: WatchedQuery): readonly string[] {
  const { network, limit, overUpdatedSince } = query
  const keysOf = ({ incident }: StoredIncident) => incident.messageKeys.filter((key) => key.startsWith(`${network}:`)).toReversed()
  const keys: string[] = []
  for (let index = data.numbered.length - 1; index >= 0 && keys.length < limit; index -= 1) {
    const stored = data.incidents.get(data.numbered[index] ?? "")
    if (stored === undefined || stored.facts.network !== network || ended.includes(stored.facts.status)) continue
    keys.push(...keysOf(stored))
  }
  if (overUpdatedSince === undefined || keys.length >= limit) return keys.slice(0, limit)
  const over = [...data.incidents.values()]
    .filter(({ facts }) => facts.network === network && answerable.includes(facts.status) && facts.updatedAt >= overUpdatedSince)
    .toSorted((one, other) => compare(other.facts.updatedAt, one.facts.updatedAt) || other.number - one.number)
  return [...keys, ...over.flatMap(keysOf)].slice(0, limit)
}

/** What is over, and may be answered again. */
const answerable: readonly IncidentFacts["status"][] = ["closed", "converted"]

const ended: readonly IncidentFacts["status"][] = overStatuses
