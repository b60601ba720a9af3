import { DeskError, didYouMean, type InputIssue, type Instant } from "../../base/index.ts"
import { findMetric, knownDurations, knownFigureDimensions, metricIds, type FiguresQuery } from "../../report/index.ts"
import type { KeyedKind, Position } from "../contract/contract.ts"
import { leaseKinds, type Lease, type LeaseOptions, type Renewal, type Settlement } from "../contract/lease.ts"
import type { WatchedQuery } from "../contract/source-reading.ts"
import type { EvidenceQuery } from "../contract/stored-evidence.ts"
import type { WorkQuery } from "../contract/work-counts.ts"
import { isCanonical, isCount } from "./value-checks.ts"
import { wrongList, wrongNames, wrongWord } from "./wrong-names.ts"

/** The most that one page holds. */
export const pageLimit = 1000

/**
 * The most keys that a connector is asked to watch. As cursors of connectors keep a line of some 50 bytes for each,
 * more would be half a megabyte in each commit.
 */
export const watchedLimit = 10_000

/** The most that is counted of one kind of work. */
const countLimit = 100_000

/**
 * Refuses a question for names that are no texts: a moment, a number or nothing would be bound as something else by
 * some drivers, and by some as NULL.
 *
 * @param what - the member that was asked
 * @param names - each a text or a list of texts, by the path that the error is to name
 * @throws DeskError `config`
 */
export function checkNames(what: string, names: Readonly<Record<string, unknown>>): void {
  refuse(what, wrongNames(names))
}

/**
 * Refuses lists of names that are none.
 *
 * @param what - the member that was asked
 * @param lists - by the path that the error is to name
 * @throws DeskError `config`
 */
export function checkLists(what: string, lists: Readonly<Record<string, unknown>>): void {
  refuse(
    what,
    Object.entries(lists).flatMap(([path, list]) => wrongList(path, list)),
  )
}

/**
 * Refuses a reading of a kind that there is not, or by keys that are no texts.
 *
 * @throws DeskError `config`
 */
export function checkRead(kind: KeyedKind, keys: readonly string[]): void {
  refuse("read", [...wrongWord("kind", kind, ["incident", "message", "claim", "draft"]), ...wrongList("keys", keys)])
}

/**
 * Refuses a lease that cannot be given.
 *
 * @throws DeskError `config`
 */
export function checkLease(options: LeaseOptions): void {
  const issues: InputIssue[] = [...wrongWord("kind", options.kind, leaseKinds), ...wrongNames({ owner: options.owner })]
  for (const field of ["among", "unless"] as const) if (options[field] !== undefined) issues.push(...wrongList(field, options[field]))
  if (!isCanonical(options.now)) issues.push({ path: "now", message: "a canonical instant was expected" })
  if (!isCount(options.ttlMillis) || options.ttlMillis < 1)
    issues.push({ path: "ttlMillis", message: "a whole number from 1 was expected" })
  if (!isCount(options.limit) || options.limit < 1) issues.push({ path: "limit", message: "a whole number from 1 was expected" })
  refuse("lease", issues)
}

/**
 * Refuses a settlement that would store a moment that does not sort.
 *
 * @throws DeskError `config`
 */
export function checkSettlement(settlement: Settlement): void {
  const { lease, retry } = settlement
  const issues = leaseIssues(lease)
  if (retry !== undefined && lease.kind !== "reply") issues.push({ path: "retry", message: "only a reply is tried again" })
  if (retry !== undefined && !isCanonical(retry.nextTryAt))
    issues.push({ path: "retry.nextTryAt", message: "a canonical instant was expected" })
  if (retry !== undefined && !isCount(retry.attempts))
    issues.push({ path: "retry.attempts", message: "a whole number from 0 was expected" })
  refuse("settle", issues)
}

/**
 * Refuses a renewal of what can be no lease, or for no time.
 *
 * @throws DeskError `config`
 */
export function checkRenewal({ lease, now, ttlMillis }: Renewal): void {
  const issues = leaseIssues(lease)
  if (!isCanonical(now)) issues.push({ path: "now", message: "a canonical instant was expected" })
  if (!isCount(ttlMillis) || ttlMillis < 1) issues.push({ path: "ttlMillis", message: "a whole number from 1 was expected" })
  refuse("renew", issues)
}

function leaseIssues({ kind, id, token }: Lease): InputIssue[] {
  const issues = [...wrongWord("lease.kind", kind, leaseKinds), ...wrongNames({ "lease.id": id })]
  if (!isCount(token)) issues.push({ path: "lease.token", message: "a whole number was expected" })
  return issues
}

/** The most rows of one answer are distinguished by so much. */
const mostKeys = 3

/**
 * Refuses figures that cannot be counted: a number, a duration or a dimension that there is not, moments that do not
 * sort as text, slots that overlap, and what was open at a moment split by moments.
 *
 * @throws DeskError `config`
 */
export function checkFigures(query: FiguresQuery): void {
  const { metrics, durations = [], by = [], slots = [], groups = {}, where = {}, reach } = query
  const issues: InputIssue[] = [...momentIssues("", query)]
  issues.push(...wrongList("metrics", metrics), ...wrongList("durations", durations), ...wrongList("by", by))
  if (issues.length > 0) refuse("figures", issues)
  for (const [index, id] of metrics.entries()) issues.push(...metricIssues(`metrics[${index}]`, id))
  for (const [index, id] of durations.entries()) issues.push(...wrongWord(`durations[${index}]`, id, knownDurations))
  for (const [index, id] of by.entries()) issues.push(...wrongWord(`by[${index}]`, id, knownFigureDimensions))
  if (metrics.length + durations.length === 0) issues.push({ path: "metrics", message: "one number or more was expected" })
  if (by.length > mostKeys || new Set(by).size < by.length)
    issues.push({ path: "by", message: `at most ${mostKeys} dimensions, each once, were expected` })
  if (by.some((one) => one === "bucket" || one === "weekday" || one === "hour")) {
    if (metrics.some((id) => findMetric(id)?.kind === "stock"))
      issues.push({ path: "metrics", message: "what is open at a moment is not split by moments" })
    if (query.slots === undefined) issues.push({ path: "slots", message: "the intervals that it is split by were expected" })
  }
  for (const [index, slot] of slots.entries()) {
    const path = `slots[${index}]`
    issues.push(...wrongNames({ [`${path}.bucket`]: slot.bucket, [`${path}.weekday`]: slot.weekday, [`${path}.hour`]: slot.hour }))
    if (!isCanonical(slot.from) || !isCanonical(slot.to)) issues.push({ path, message: "canonical instants were expected" })
    else if (slot.from >= slot.to || slot.from < (slots[index - 1]?.to ?? ""))
      issues.push({ path, message: "intervals in order that do not overlap were expected" })
  }
  for (const [name, pairs] of Object.entries(groups))
    for (const [index, pair] of pairs.entries()) issues.push(...wrongList(`groups.${name}[${index}]`, pair))
  for (const [name, values] of Object.entries(where)) if (values !== undefined) issues.push(...wrongList(`where.${name}`, values))
  for (const [index, limit] of (reach ?? []).entries())
    for (const [name, values] of Object.entries(limit))
      if (values !== undefined) issues.push(...wrongList(`reach[${index}].${name}`, values))
  refuse("figures", issues)
}

/**
 * Refuses a question for watched keys that no page can answer.
 *
 * @throws DeskError `config`
 */
export function checkWatched({ network, limit, overUpdatedSince }: WatchedQuery): void {
  const message = `a whole number from 1 to ${watchedLimit} was expected`
  const issues: InputIssue[] = [...wrongNames({ network })]
  if (!isCount(limit) || limit < 1 || limit > watchedLimit) issues.push({ path: "limit", message })
  if (overUpdatedSince !== undefined && !isCanonical(overUpdatedSince))
    issues.push({ path: "overUpdatedSince", message: "a canonical instant was expected" })
  refuse("readWatched", issues)
}

/**
 * Refuses a count of work at a moment that does not sort, or of more than is cheap.
 *
 * @throws DeskError `config`
 */
export function checkWork({ now, limit }: WorkQuery): void {
  const issues: InputIssue[] = []
  if (!isCanonical(now)) issues.push({ path: "now", message: "a canonical instant was expected" })
  if (!isCount(limit) || limit < 1 || limit > countLimit)
    issues.push({ path: "limit", message: `a whole number from 1 to ${countLimit} was expected` })
  refuse("countWork", issues)
}

/**
 * Refuses a page of evidence that cannot be given, and reads where it begins.
 *
 * @param query - as the caller gave it
 * @returns the ordinal after which the page begins; 0 for the first page
 * @throws DeskError `config`
 */
export function checkEvidence(query: EvidenceQuery): number {
  const issues: InputIssue[] = query.incidentId === undefined ? [] : [...wrongNames({ incidentId: query.incidentId })]
  if (!isCount(query.limit) || query.limit < 1 || query.limit > pageLimit) {
    issues.push({ path: "limit", message: `a whole number from 1 to ${pageLimit} was expected` })
  }
  const after = readOrdinal(query.after)
  if (after === undefined) issues.push({ path: "after", message: "the `next` of a page was expected" })
  refuse("readEvidence", issues)
  return after ?? 0
}

/**
 * Reads where a part of the feed begins.
 *
 * @param after - a position that the storage gave, or null
 * @param limit - how many events are wanted
 * @returns the ordinal after which it begins; 0 for the beginning
 * @throws DeskError `config`
 */
export function checkFeed(after: Position | null, limit: number): number {
  const issues: InputIssue[] = []
  const ordinal = readOrdinal(after ?? undefined)
  if (ordinal === undefined) issues.push({ path: "after", message: "a position that this storage gave was expected" })
  if (!isCount(limit) || limit < 1) issues.push({ path: "limit", message: "a whole number from 1 was expected" })
  refuse("readEvents", issues)
  return ordinal ?? 0
}

/** What is wrong with the name of a number of a report. */
export function metricIssues(path: string, id: unknown): readonly InputIssue[] {
  if (typeof id === "string" && findMetric(id) !== undefined) return []
  const meant = typeof id === "string" ? didYouMean(id, metricIds) : ""
  return [{ path, message: `a number of a report was expected${meant}` }]
}

/** What is wrong with a period and the moment of a report. */
export function momentIssues(
  path: string,
  moments: { readonly period: { readonly from: Instant; readonly to: Instant }; readonly at: Instant },
): readonly InputIssue[] {
  const given = { "period.from": moments.period.from, "period.to": moments.period.to, at: moments.at }
  return Object.entries(given)
    .filter(([, value]) => !isCanonical(value))
    .map(([field]) => ({ path: `${path}${field}`, message: "a canonical instant was expected" }))
}

function readOrdinal(text: string | undefined): number | undefined {
  if (text === undefined) return 0
  return typeof text === "string" && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

/** Throws what was found to be wrong with a question. */
export function refuse(what: string, issues: readonly InputIssue[]): void {
  const first = issues[0]
  if (first !== undefined) throw new DeskError("config", `${what}: ${first.path}: ${first.message}`, { issues })
}
