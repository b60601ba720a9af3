import type { FoundPage, IncidentFilter, StoredIncident } from "@otklik/core"
import { overStatuses } from "@otklik/core/incident"
import { inMetric, type IncidentFacts } from "@otklik/core/reports"
import type { WatchedQuery } from "@otklik/core/storage"
import { compare } from "./compare.ts"
import type { TenantData } from "./store.ts"

/**
 * A page of incidents in the order of their numbers.
 *
 * @param data - what the tenant has
 * @param filter - every condition must hold
 * @param after - the number behind which the page begins
 */
export function findIncidents(data: TenantData, filter: IncidentFilter, after: number): FoundPage {
  const found: StoredIncident[] = []
  for (let index = after; index < data.numbered.length; index += 1) {
    const stored = data.incidents.get(data.numbered[index] ?? "")
    if (stored === undefined || !passes(stored.facts, filter)) continue
    if (found.length === filter.limit) return { incidents: found, next: String(found.at(-1)?.number) }
    found.push(stored)
  }
  return { incidents: found, next: null }
}

function passes(facts: IncidentFacts, filter: IncidentFilter): boolean {
  const { metric } = filter
  return (
    allows(filter.statuses, facts.status) &&
    allows(filter.topics, facts.topic) &&
    allows(filter.authorityIds, facts.authorityId) &&
    allows(filter.territoryIds, facts.territoryId) &&
    allows(filter.networks, facts.network) &&
    (filter.unowned !== true || isUnowned(facts)) &&
    (filter.authorWaits !== true || facts.waitingSince !== null) &&
    (metric === undefined || inMetric(facts, metric.id, metric.period, metric.at))
  )
}

function allows(list: readonly string[] | undefined, value: string | null): boolean {
  return list === undefined || (value !== null && list.includes(value))
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

/** Nobody needs to own what is not taken on, what is over, and what is worked on elsewhere. */
const over: readonly IncidentFacts["status"][] = ["candidate", ...ended]

function isUnowned(facts: IncidentFacts): boolean {
  return facts.authorityId === null && !over.includes(facts.status)
}
