import { writeFile, readFile } from "node:fs/promises"
import { join } from "node:path"
import type { Report } from "@otklik/core"
import { buildReport, createPeriod, figuresOf, publish, type ReportTableQuestion } from "@otklik/core/reports"
import { generateCases } from "../../../packages/testkit/src/storage/generated-cases.ts"
import { ask, inFolder, must, type Check } from "../check.ts"

const metrics = ["received", "accepted", "dismissedOfReceived", "due", "answeredInTime", "answeredLate", "dueUnanswered"] as const
const reports = 200
/** Numbers below it are hidden. */
const k = 5

const tables: readonly ReportTableQuestion[] = [
  { by: ["topic", "network"], metrics },
  { by: ["topic"], metrics },
  { by: ["network"], metrics },
]

async function reportOf(seed: number): Promise<Report> {
  const cases = generateCases(seed, 20 + ((seed * 7) % 60))
  const at = "2026-04-01T00:00:00.000Z"
  return buildReport({
    period: createPeriod({ zone: "UTC", from: "2026-03-02", to: "2026-03-09" }),
    compared: null,
    at,
    now: at,
    calendar: undefined,
    where: undefined,
    reach: undefined,
    tables,
    goals: [],
    groups: { topicGroup: [], authorityKind: [], territory: [] },
    notes: [],
    figures: async (query) => figuresOf(cases, query),
  })
}

/** The numbers of a published report that a reader sees, and null where one is hidden. */
type Cells = ReadonlyMap<string, number | null>

function cellsOf(report: Report): Cells {
  const rows = [
    ["t", report.totals] as const,
    ...report.tables.flatMap((table, index) => table.rows.map((row, at) => [`${index}_${at}`, row] as const)),
  ]
  return new Map(rows.flatMap(([place, row]) => metrics.map((id) => [`${place}_${id}`, row.numbers[id] ?? null] as const)))
}

/** Every sum that a reader knows from the page on reports: a whole, and its parts. */
function sumsOf(report: Report): readonly (readonly [string, readonly string[]])[] {
  const places = ["t", ...report.tables.flatMap(({ rows }, index) => rows.map((_, at) => `${index}_${at}`))]
  const partitions = places.flatMap((place): (readonly [string, readonly string[]])[] => [
    [`${place}_received`, [`${place}_accepted`, `${place}_dismissedOfReceived`]],
    [`${place}_due`, [`${place}_answeredInTime`, `${place}_answeredLate`, `${place}_dueUnanswered`]],
  ])
  const [cross, ...margins] = report.tables
  const rowsWhere = (dimension: number, key: string | null | undefined) =>
    (cross?.rows ?? []).flatMap(({ keys }, at) => (keys[dimension] === key ? [`0_${at}`] : []))
  const ofRows = metrics.flatMap((id): (readonly [string, readonly string[]])[] => [
    ...report.tables.map(({ rows }, index) => [`t_${id}`, rows.map((_, at) => `${index}_${at}_${id}`)] as const),
    ...margins.flatMap(({ rows }, dimension) =>
      rows.map(({ keys }, at) => [`${dimension + 1}_${at}_${id}`, rowsWhere(dimension, keys[0]).map((place) => `${place}_${id}`)] as const),
    ),
  ])
  return [...partitions, ...ofRows]
}

/**
 * One program for one report: for each hidden number two copies of everything hidden that sums connect it with, one of
 * which makes it as small, the other as big as the sums allow. The copies have nothing in common, so the sum of all
 * differences is the greatest exactly where each of them is.
 */
function programOf(cells: Cells, sums: ReturnType<typeof sumsOf>): { readonly text: string; readonly hidden: readonly string[] } {
  const hidden = [...cells].flatMap(([id, value]) => (value === null ? [id] : []))
  const rows = sums.flatMap(([whole, parts]): readonly Sum[] => {
    const open = [[whole, 1] as const, ...parts.map((part) => [part, -1] as const)]
    const unknown = open.filter(([id]) => cells.get(id) === null)
    const known = open.reduce((sum, [id, sign]) => sum + sign * (cells.get(id) ?? 0), 0)
    return unknown.length === 0 ? [] : [{ unknown, known }]
  })
  const lines: string[] = ["Maximize", ` obj: ${hidden.map((_, at) => `+ h${at}c${at} - l${at}c${at}`).join("\n ")}`, "Subject To"]
  const bounds: string[] = ["Bounds"]
  for (const [at, id] of hidden.entries()) {
    const connected = connectedWith(id, rows)
    for (const copy of ["l", "h"]) {
      for (const { unknown, known } of connected.rows) {
        const terms = unknown.map(([other, sign]) => `${sign > 0 ? "+" : "-"} ${copy}${at}c${hidden.indexOf(other)}`)
        lines.push(` ${terms.join(" ")} = ${-known}`)
      }
      // Nothing is counted less than no time; the upper end is there so that there is one.
      for (const other of connected.ids) bounds.push(` 0 <= ${copy}${at}c${hidden.indexOf(other)} <= 1000`)
    }
  }
  lines.push(...bounds, "End")
  return { text: `${lines.join("\n")}\n`, hidden }
}

interface Sum {
  readonly unknown: readonly (readonly [id: string, sign: number])[]
  readonly known: number
}

/** What sums connect a hidden number with. */
function connectedWith(id: string, sums: readonly Sum[]): { readonly ids: ReadonlySet<string>; readonly rows: readonly Sum[] } {
  const ids = new Set([id])
  for (let size = 0; size < ids.size;) {
    size = ids.size
    for (const { unknown } of sums) if (unknown.some(([one]) => ids.has(one))) for (const [one] of unknown) ids.add(one)
  }
  return { ids, rows: sums.filter(({ unknown }) => unknown.some(([one]) => ids.has(one))) }
}

/** The hidden numbers that the sums give away: the least is the greatest. */
async function givenAway(folder: string, report: Report): Promise<{ readonly hidden: number; readonly solved: readonly string[] }> {
  const { text, hidden } = programOf(cellsOf(report), sumsOf(report))
  if (hidden.length === 0) return { hidden: 0, solved: [] }
  const [program, answer] = [join(folder, "report.lp"), join(folder, "answer.txt")]
  await writeFile(program, text)
  const { code, out } = await ask("glpsol", ["--lp", program, "--write", answer], "glpk-utils")
  must(code === 0 && out.includes("OPTIMAL LP SOLUTION FOUND"), `glpsol: ${out.slice(-500)}`)
  // `j COLUMN STATUS VALUE DUAL` in the order in which the columns came.
  const order = [...new Set(text.match(/\b[lh]\d+c\d+\b/g) ?? [])]
  const values = new Map<string, number>()
  for (const line of (await readFile(answer, "utf8")).split("\n")) {
    const [kind, column, , value] = line.split(" ")
    if (kind === "j") values.set(order[Number(column) - 1] ?? "", Number(value))
  }
  const wide = (at: number) => (values.get(`h${at}c${at}`) ?? Number.NaN) - (values.get(`l${at}c${at}`) ?? Number.NaN)
  must(
    hidden.every((_, at) => Number.isFinite(wide(at))),
    "glpsol left a number out",
  )
  return { hidden: hidden.length, solved: hidden.filter((_, at) => wide(at) < 1e-6) }
}

/** Hides what is small and nothing else: what a careless office would publish. */
function careless(report: Report): Report {
  const numbersOf = (numbers: Report["totals"]["numbers"]) =>
    Object.fromEntries(Object.entries(numbers).map(([id, value]) => [id, value !== null && value > 0 && value < k ? null : value]))
  return {
    ...report,
    totals: { ...report.totals, numbers: numbersOf(report.totals.numbers) },
    tables: report.tables.map((table) => ({ ...table, rows: table.rows.map((row) => ({ ...row, numbers: numbersOf(row.numbers) })) })),
  }
}

async function unsolvable(): Promise<string> {
  return inFolder(async (folder) => {
    let hidden = 0
    let carelessSolved = 0
    for (let seed = 1; seed <= reports; seed += 1) {
      const report = await reportOf(seed)
      const told = await givenAway(folder, publish(report, { k }))
      must(told.solved.length === 0, `report ${seed}: ${told.solved.join(", ")} can be reckoned out`)
      hidden += told.hidden
      if (seed <= 20) carelessSolved += (await givenAway(folder, careless(report))).solved.length
    }
    must(carelessSolved > 0, "glpsol finds nothing in reports that hide their small numbers alone: it judges nothing")
    return `glpsol: each of ${hidden} hidden numbers of ${reports} cross tables could be another one; of 20 without the second step it solves ${carelessSolved}`
  })
}

export const suppressionChecks: readonly Check[] = [{ name: "no hidden number of a published report can be solved for", run: unsolvable }]
