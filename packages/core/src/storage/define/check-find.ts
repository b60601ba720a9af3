import { didYouMean, type InputIssue } from "../../base/index.ts"
import { legalCommands } from "../../incident/index.ts"
import { labelKinds, movers } from "../../report/index.ts"
import { caseOrders, type CaseFilter, type CaseQuery, type LabelTest, type MomentRange } from "../contract/case-query.ts"
import { listFields, rangeFields } from "../rows/case-filter.ts"
import { metricIssues, momentIssues, pageLimit, refuse } from "./check-question.ts"
import { isCanonical, isCount } from "./value-checks.ts"
import { wrongList, wrongWord } from "./wrong-names.ts"

/** The most that is counted of one list. */
export const countedLimit = 10_000

/** The most filters that are counted at once. */
const filtersLimit = 100

const everyStatus = Object.keys(legalCommands).filter((status) => status !== "none")

/** Every field of a filter, each once: one that is added fails to compile until it is listed here. */
const filterFields: Readonly<Record<keyof CaseFilter, true>> = {
  numbers: true,
  open: true,
  statuses: true,
  waitsFor: true,
  intake: true,
  topics: true,
  kinds: true,
  importance: true,
  problems: true,
  closings: true,
  territoryIds: true,
  authorityIds: true,
  executorIds: true,
  networks: true,
  unowned: true,
  authorWaits: true,
  repeats: true,
  reopened: true,
  registered: true,
  published: true,
  closed: true,
  updated: true,
  due: true,
  labels: true,
  words: true,
  metric: true,
  reach: true,
}

const queryFields = [...Object.keys(filterFields), "order", "limit", "after"]

/**
 * Refuses a search that cannot be answered.
 *
 * @throws DeskError `config`
 */
export function checkFind(query: CaseQuery): void {
  const { limit, order = "number", after } = query
  const issues: InputIssue[] = [...unknown(query, queryFields, ""), ...filterIssues(query, "")]
  if (!isCount(limit) || limit < 1 || limit > pageLimit)
    issues.push({ path: "limit", message: `a whole number from 1 to ${pageLimit} was expected` })
  const wrongOrder = wrongWord("order", order, Object.keys(caseOrders))
  issues.push(...wrongOrder)
  if (after !== undefined && wrongOrder.length === 0) {
    const { field } = caseOrders[order]
    const isPlace = typeof after === "object" && after !== null && isCount(after.number)
    const fits =
      isPlace && (after.value === null ? field !== "publishedAt" && field !== "updatedAt" : field !== null && isCanonical(after.value))
    if (!fits) issues.push({ path: "after", message: "the `next` of a page of this order was expected" })
  }
  refuse("find", issues)
}

/**
 * Refuses counts that cannot be answered.
 *
 * @throws DeskError `config`
 */
export function checkCounts(filters: readonly CaseFilter[], limit: number): void {
  const issues: InputIssue[] = []
  // By an untyped caller they may be anything.
  const given: unknown = filters
  if (!Array.isArray(given) || filters.length > filtersLimit)
    issues.push({ path: "filters", message: `a list of ${filtersLimit} at most was expected` })
  else
    for (const [index, filter] of filters.entries())
      issues.push(...unknown(filter, Object.keys(filterFields), `[${index}].`), ...filterIssues(filter, `[${index}].`))
  if (!isCount(limit) || limit < 1 || limit > countedLimit)
    issues.push({ path: "limit", message: `a whole number from 1 to ${countedLimit} was expected` })
  refuse("countCases", issues)
}

function unknown(given: object, known: readonly string[], path: string): readonly InputIssue[] {
  return Object.keys(given)
    .filter((field) => !known.includes(field))
    .map((field) => ({ path: `${path}${field}`, message: `there is no such field${didYouMean(field, known)}` }))
}

function filterIssues(filter: CaseFilter, at: string): readonly InputIssue[] {
  const issues: InputIssue[] = []
  const list = (path: string, value: unknown, words?: readonly string[]): void => {
    const wrong =
      Array.isArray(value) && value.length === 0
        ? [{ path, message: "a list of 1 or more was expected: an empty one allows nothing" }]
        : wrongList(path, value)
    issues.push(...wrong)
    if (wrong.length === 0 && words !== undefined && Array.isArray(value))
      issues.push(...value.flatMap((word: unknown, index) => wrongWord(`${path}[${index}]`, word, words)))
  }
  const closed: Readonly<Partial<Record<keyof typeof listFields, readonly string[]>>> = { statuses: everyStatus, waitsFor: movers }
  for (const name of Object.keys(listFields) as (keyof typeof listFields)[]) {
    if (filter[name] !== undefined) list(`${at}${name}`, filter[name], closed[name])
  }
  const { numbers, due, labels, words, metric, reach } = filter
  if (numbers !== undefined && (!Array.isArray(numbers) || numbers.length === 0 || numbers.length > pageLimit || !numbers.every(isCount)))
    issues.push({ path: `${at}numbers`, message: `1 to ${pageLimit} whole numbers were expected` })
  for (const name of ["open", "unowned", "authorWaits", "repeats", "reopened"] as const) {
    if (filter[name] !== undefined && typeof filter[name] !== "boolean")
      issues.push({ path: `${at}${name}`, message: "true or false was expected" })
  }
  for (const name of Object.keys(rangeFields) as (keyof typeof rangeFields)[]) issues.push(...rangeIssues(filter[name], `${at}${name}`))
  if (due !== undefined) {
    issues.push(...rangeIssues(due, `${at}due`))
    if (due.goals !== undefined) list(`${at}due.goals`, due.goals)
  }
  for (const [index, label] of (labels ?? []).entries()) issues.push(...labelIssues(label, `${at}labels[${index}]`, list))
  if (words !== undefined) {
    list(`${at}words.in`, words.in, ["message", "note"])
    if (words.groups.length === 0) issues.push({ path: `${at}words.groups`, message: "a list of 1 or more was expected" })
    for (const [index, group] of words.groups.entries())
      list(
        `${at}words.groups[${index}]`,
        group.map(({ term }) => term),
      )
  }
  if (metric !== undefined) {
    issues.push(...metricIssues(`${at}metric.id`, metric.id), ...momentIssues(`${at}metric.`, metric))
  }
  for (const [index, limit] of (reach ?? []).entries()) {
    issues.push(...unknown(limit, ["territoryIds", "topics", "authorityIds"], `${at}reach[${index}].`))
    for (const [name, value] of Object.entries(limit)) list(`${at}reach[${index}].${name}`, value)
  }
  return issues
}

function labelIssues({ kind, values, not }: LabelTest, at: string, list: (path: string, value: unknown) => void): readonly InputIssue[] {
  list(`${at}.values`, values)
  const given: unknown = not
  const wrongNot = given === undefined || given === true ? [] : [{ path: `${at}.not`, message: "true was expected" }]
  return [...wrongWord(`${at}.kind`, kind, labelKinds), ...wrongNot]
}

function rangeIssues(range: MomentRange | undefined, at: string): readonly InputIssue[] {
  if (range === undefined) return []
  const given = { from: range.from, to: range.to }
  return Object.entries(given)
    .filter(([, value]) => value !== undefined && !isCanonical(value))
    .map(([field]) => ({ path: `${at}.${field}`, message: "a canonical instant was expected" }))
}
