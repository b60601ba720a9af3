import type { Report } from "@otklik/core"
import { durations, findMetric, shares, type ReportMetric, type ReportTable, type Row, type RowFigures } from "@otklik/core/reports"
import { topics, territories } from "./sample-titles.ts"

type Dimension = ReportTable["by"][number]
type Numbers = Record<string, number>

/** One topic in one territory in one week: what every table is a sum of. */
interface Leaf {
  readonly topic: string
  readonly territory: string
  readonly authority: string | null
  readonly week: string
  readonly now: Numbers
  readonly before: Numbers
}

const weeks = ["2026-11-01", "2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23", "2026-11-30"]
const lengths = [1, 7, 7, 7, 7, 1]

/** The same sequence every time: nothing here is by chance. */
function sequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function part(of: number, share: number, random: () => number): number {
  return Math.max(0, Math.min(of, Math.round(of * share + (random() - 0.5))))
}

function numbersOf(received: number, random: () => number, quality: number): Numbers {
  const dismissedOfReceived = part(received, 0.03, random)
  const accepted = received - dismissedOfReceived
  const due = part(accepted, 0.92, random)
  const answeredInTime = part(due, quality, random)
  const dueUnanswered = part(due - answeredInTime, 0.35, random)
  const finals = part(accepted, 0.7, random)
  const fixConfirmed = part(finals, 0.22, random)
  const fixUnrefuted = part(finals - fixConfirmed, 0.3, random)
  const fixClaimed = part(finals - fixConfirmed - fixUnrefuted, 0.2, random)
  const refuted = part(finals - fixConfirmed - fixUnrefuted - fixClaimed, 0.1, random)
  const explained = finals - fixConfirmed - fixUnrefuted - fixClaimed - refuted
  const promisesDue = part(accepted, 0.15, random)
  const promisesKept = part(promisesDue, quality - 0.1, random)
  const closed = part(accepted, 0.62, random)
  const closedSatisfied = part(closed, 0.4, random)
  const closedSilent = part(closed - closedSatisfied, 0.8, random)
  return {
    received,
    accepted,
    dismissedOfReceived,
    answered: part(accepted, quality + 0.05, random),
    overdueOpen: dueUnanswered,
    due,
    answeredInTime,
    answeredLate: due - answeredInTime - dueUnanswered,
    dueUnanswered,
    finals,
    fixed: fixConfirmed + fixUnrefuted,
    fixConfirmed,
    fixUnrefuted,
    fixClaimed,
    refuted,
    explained,
    explainedProblems: part(explained, 0.8, random),
    promisesDue,
    promisesKept,
    promisesBroken: promisesDue - promisesKept,
    promisesMoved: part(promisesDue, 0.2, random),
    closed,
    closedSatisfied,
    closedSilent,
    closedByDecision: closed - closedSatisfied - closedSilent,
    firstClosed: part(closed, 0.95, random),
    closedThenRepeated: part(closed, 0.06, random),
    reopened: part(closed, 0.04, random),
    repeats: part(accepted, 0.05, random),
    reassignedLate: part(accepted, 0.02, random),
    submitted: finals,
    returned: part(finals, 0.1, random),
  }
}

function leaves(): readonly Leaf[] {
  const random = sequence(2026)
  return topics.flatMap(({ id: topic, authority, weight }, place) =>
    territories.flatMap((territory, at) =>
      weeks.map((week, index): Leaf => {
        const expected = ((lengths[index] ?? 7) / 7) * weight * territory.weight
        const quality = 0.95 - (place % 5) * 0.07 - (at % 4) * 0.05
        return {
          topic,
          territory: territory.id,
          authority,
          week,
          now: numbersOf(Math.floor(expected * (0.6 + random() * 0.8) + random()), random, quality),
          before: numbersOf(Math.floor(expected * (0.4 + random() * 0.4) + random()), random, quality - 0.08),
        }
      }),
    ),
  )
}

function sumOf(list: readonly Numbers[]): Numbers {
  const sum: Numbers = {}
  for (const numbers of list) for (const [id, value] of Object.entries(numbers)) sum[id] = (sum[id] ?? 0) + value
  return sum
}

function figuresOf(numbers: Numbers, metricIds: readonly string[] | null, lasting: boolean, seed: number): RowFigures {
  const random = sequence(seed)
  const held = Object.fromEntries(Object.entries(numbers).filter(([id]) => metricIds === null || metricIds.includes(id)))
  return {
    numbers: held,
    shares: Object.fromEntries(
      shares.flatMap(({ id, part: top, of }) => {
        const [over, under] = [held[top], held[of]]
        return over === undefined || under === undefined ? [] : [[id, { share: under === 0 ? null : over / under, of: under }]]
      }),
    ),
    durations: lasting
      ? Object.fromEntries(
          durations.map(({ id }, index) => {
            const medianMinutes = Math.round((40 + random() * 200) * (index + 1))
            return [id, { count: numbers["received"] ?? 0, medianMinutes, p90Minutes: Math.round(medianMinutes * (2.5 + random())) }]
          }),
        )
      : {},
  }
}

function rowOf(
  keys: Row["keys"],
  list: readonly Leaf[],
  metricIds: readonly string[] | null,
  options: { compared: boolean; lasting: boolean },
): Row {
  const now = figuresOf(sumOf(list.map((leaf) => leaf.now)), metricIds, options.lasting, 7)
  if (!options.compared) return { keys, ...now, previous: null, change: null }
  const previous = figuresOf(sumOf(list.map((leaf) => leaf.before)), metricIds, options.lasting, 8)
  return {
    keys,
    ...now,
    previous,
    change: {
      numbers: Object.fromEntries(
        Object.entries(now.numbers).map(([id, value]) => {
          const before = previous.numbers[id] ?? 0
          const absolute = (value ?? 0) - before
          return [id, { absolute, percent: before === 0 ? null : (absolute * 100) / before }]
        }),
      ),
      sharePoints: Object.fromEntries(
        Object.entries(now.shares).map(([id, { share }]) => {
          const before = previous.shares[id]?.share ?? null
          return [id, share === null || before === null ? null : (share - before) * 100]
        }),
      ),
    },
  }
}

function tableOf(
  all: readonly Leaf[],
  by: readonly Dimension[],
  bucket: "week" | null,
  metricIds: readonly string[],
  compared: boolean,
): ReportTable {
  const groups = new Map<string, { readonly keys: Row["keys"]; readonly list: Leaf[] }>()
  for (const leaf of all) {
    const values: Readonly<Partial<Record<Dimension, string | null>>> = {
      topic: leaf.topic,
      territory: leaf.territory,
      authority: leaf.authority,
    }
    const keys = [...by.map((dimension) => values[dimension] ?? null), ...(bucket === null ? [] : [leaf.week])]
    const id = JSON.stringify(keys)
    const group = groups.get(id) ?? { keys, list: [] }
    group.list.push(leaf)
    groups.set(id, group)
  }
  const rows = [...groups.values()]
    .map(({ keys, list }) => rowOf(keys, list, metricIds, { compared, lasting: false }))
    .filter(({ numbers, previous }) => (numbers["received"] ?? 0) + (previous?.numbers["received"] ?? 0) > 0)
  return {
    by,
    bucket,
    overlapping: false,
    rows: bucket === null ? rows.toSorted((one, other) => (other.numbers["received"] ?? 0) - (one.numbers["received"] ?? 0)) : rows,
  }
}

const usual = [
  "received",
  "accepted",
  "answered",
  "overdueOpen",
  "due",
  "answeredInTime",
  "answeredLate",
  "dueUnanswered",
  "finals",
  "fixed",
  "explained",
  "promisesDue",
  "promisesKept",
  "reopened",
  "closed",
]

/**
 * A November of an invented region, beside the November before: the tables add up to the totals.
 *
 * @param options - with or without a compared period
 */
export function sampleReport({ compared = true }: { readonly compared?: boolean } = {}): Report {
  const all = leaves()
  const totals = rowOf([], all, null, { compared, lasting: true })
  const described: readonly ReportMetric[] = [
    ...Object.keys(totals.numbers).flatMap((id) => findMetric(id) ?? []),
    ...shares.map((share) => ({ ...share, kind: "share" as const })).filter(({ id }) => Object.hasOwn(totals.shares, id)),
    ...durations.map((duration) => ({ ...duration, kind: "duration" as const })),
  ].map(({ id, kind, title, definition }) => ({ id, kind, title, definition }))
  return {
    schemaVersion: 2,
    scope: { reach: "everything", where: null },
    period: {
      zone: "Asia/Chita",
      fromDate: "2026-11-01",
      toDate: "2026-12-01",
      from: "2026-10-31T15:00:00.000Z",
      to: "2026-11-30T15:00:00.000Z",
      days: 30,
      workingDays: 20,
    },
    comparedWith: compared
      ? {
          zone: "Asia/Chita",
          fromDate: "2025-11-01",
          toDate: "2025-12-01",
          from: "2025-10-31T15:00:00.000Z",
          to: "2025-11-30T15:00:00.000Z",
          days: 30,
          workingDays: 19,
        }
      : null,
    at: "2026-12-01T00:30:00.000Z",
    metrics: described,
    totals,
    tables: [
      tableOf(all, [], "week", usual, compared),
      tableOf(all, ["topic"], null, usual, compared),
      tableOf(all, ["territory"], null, usual, compared),
      tableOf(all, ["authority"], null, usual, compared),
      tableOf(all, ["topic", "territory"], null, ["received", "due", "answeredInTime"], compared),
    ],
    notes: [
      { id: "other-working-days", text: "The period has 20 working days, the compared one 19.", facts: { days: 20, compared: 19 } },
      { id: "present-state", text: "An incident counts for its present topic, territory and owner.", facts: {} },
    ],
  }
}
