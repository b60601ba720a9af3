import { compare } from "../../base/index.ts"
import { overStatuses } from "../../incident/index.ts"
import { timesIn, type ClockFact, type CountedCase, type IncidentFacts, type IncidentLabel } from "../../report/index.ts"
import {
  caseOrders,
  type CaseFilter,
  type CaseOrder,
  type CasePlace,
  type MomentRange,
  type ReachTest,
  type RunningClocks,
  type WordTest,
} from "../contract/case-query.ts"

/** An incident as a filter looks at it. */
export interface FilteredCase extends CountedCase {
  /** The number of the incident. */
  readonly number: number
  /** The words of a message or a note, as `searchTermsOf` gives them; none of one that is not stored. */
  readonly wordsOf: (key: string) => ReadonlySet<string>
}

/** The fact that each list of a filter is about. */
export const listFields = {
  statuses: "status",
  waitsFor: "waitsFor",
  intake: "intake",
  topics: "topic",
  kinds: "kind",
  importance: "importance",
  problems: "problem",
  closings: "closing",
  territoryIds: "territoryId",
  authorityIds: "authorityId",
  executorIds: "executorId",
  networks: "network",
} as const satisfies Readonly<Partial<Record<keyof CaseFilter, keyof IncidentFacts>>>

/** The moment that each range of a filter is about. */
export const rangeFields = {
  registered: "registeredAt",
  published: "publishedAt",
  closed: "closedAt",
  updated: "updatedAt",
} as const satisfies Readonly<Partial<Record<keyof CaseFilter, keyof IncidentFacts>>>

const over: readonly string[] = overStatuses

/**
 * The incidents that a filter takes, in the order given: what every storage's `find` and `countCases` must give.
 *
 * @param cases - all incidents, with their clocks, labels, marks and words
 * @param filter - every condition must hold
 */
export function filterCases<Case extends FilteredCase>(cases: readonly Case[], filter: CaseFilter): readonly Case[] {
  const { metric } = filter
  const taken = cases.filter((one) => meetsFilter(one, filter))
  if (metric === undefined) return taken
  const times = timesIn(metric.id, { period: metric.period, at: metric.at }, cases)
  return taken.filter((one) => times(one) > 0)
}

/** Every condition but the number of a report. */
function meetsFilter(one: FilteredCase, filter: CaseFilter): boolean {
  const { facts } = one
  const { numbers, open, unowned, authorWaits, repeats, reopened, due, labels = [], words, reach } = filter
  return (
    (numbers === undefined || numbers.includes(one.number)) &&
    (open === undefined || over.includes(facts.status) !== open) &&
    Object.entries(listFields).every(([name, field]) => allows(filter[name as keyof typeof listFields], facts[field])) &&
    Object.entries(rangeFields).every(([name, field]) => isWithin(filter[name as keyof typeof rangeFields], facts[field])) &&
    (unowned === undefined || isUnowned(facts) === unowned) &&
    (authorWaits === undefined || (facts.waitingSince !== null) === authorWaits) &&
    (repeats === undefined || (facts.repeatOf !== null) === repeats) &&
    (reopened === undefined || facts.cycle > 1 === reopened) &&
    (due === undefined || one.clocks.some((clock) => isDue(clock, due))) &&
    labels.every(({ kind, values, not }) => hasLabel(one, kind, values) !== (not === true)) &&
    (words === undefined || hasWords(one, words)) &&
    (reach === undefined || reach.some((limit) => isReached(one, limit)))
  )
}

/**
 * Whether one right reaches an incident.
 *
 * @param one - its facts and labels
 * @param limit - of the right
 */
export function isReached(one: Pick<FilteredCase, "facts" | "labels">, { territoryIds, topics, authorityIds }: ReachTest): boolean {
  const { topic, territoryId, authorityId } = one.facts
  return (
    allows(territoryIds, territoryId) &&
    allows(topics, topic) &&
    (authorityIds === undefined || allows(authorityIds, authorityId) || hasLabel(one, "co-owner", authorityIds))
  )
}

function allows(list: readonly string[] | undefined, value: string | null): boolean {
  return list === undefined || (value !== null && list.includes(value))
}

function isWithin(range: MomentRange | undefined, moment: string | null): boolean {
  if (range === undefined || (range.from === undefined && range.to === undefined)) return true
  return moment !== null && (range.from === undefined || moment >= range.from) && (range.to === undefined || moment < range.to)
}

/** Nobody needs to own what is not taken on, what is over, and what is worked on elsewhere. */
function isUnowned({ authorityId, status }: IncidentFacts): boolean {
  return authorityId === null && status !== "candidate" && !over.includes(status)
}

function isDue({ goal, dueAt, reachedAt, endedAt, pausedAt }: ClockFact, { goals, from, to }: RunningClocks): boolean {
  const runs = reachedAt === null && endedAt === null && pausedAt === null
  return runs && allows(goals, goal) && (from === undefined || dueAt >= from) && (to === undefined || dueAt < to)
}

function hasLabel({ labels }: Pick<FilteredCase, "labels">, kind: IncidentLabel["kind"], values: readonly string[]): boolean {
  return labels.some((label) => label.kind === kind && values.includes(label.value))
}

function hasWords({ labels, wordsOf }: FilteredCase, { groups, in: kinds }: NonNullable<CaseFilter["words"]>): boolean {
  return labels.some(({ kind, value }) => {
    if (kind !== "message" && kind !== "note") return false
    if (!kinds.includes(kind)) return false
    const words = wordsOf(value)
    return groups.every((group) => group.some((test) => isAmong(words, test)))
  })
}

function isAmong(words: ReadonlySet<string>, { term, prefix }: WordTest): boolean {
  return prefix === true ? [...words].some((word) => word.startsWith(term)) : words.has(term)
}

/**
 * Where an incident comes in an order.
 *
 * @param order - which
 * @param incident - its facts and its number
 */
export function placeIn(order: CaseOrder, { facts, number }: Pick<FilteredCase, "facts" | "number">): CasePlace {
  const { field } = caseOrders[order]
  return { value: field === null ? null : facts[field], number }
}

/**
 * The order of two places.
 *
 * @param order - which
 * @param one - a place
 * @param other - another one
 */
export function comparePlaces(order: CaseOrder, one: CasePlace, other: CasePlace): number {
  const { isDescending } = caseOrders[order]
  if (one.value !== other.value) {
    if (one.value === null) return 1
    if (other.value === null) return -1
    return isDescending ? compare(other.value, one.value) : compare(one.value, other.value)
  }
  return isDescending ? other.number - one.number : one.number - other.number
}
