import type { MetricId } from "@otklik/core/reports"
import { ask, inFolder, must, type Check } from "../check.ts"
import { counts, openOffice, officer, writeFileOfRows, zone } from "./town.ts"

const november = { zone, from: "2026-11-01", to: "2026-12-01" }
/** The same days in UTC: Chita is nine hours ahead all year. */
const [from, to, at] = ["'2026-10-31T15:00:00.000Z'", "'2026-11-30T15:00:00.000Z'", "'2026-12-01T00:00:00.000Z'"]
const within = (column: string) => `${column} >= ${from} AND ${column} < ${to} AND ${column} <= ${at}`
const accepted = `${within("registered_at")} AND (dismissed_at IS NULL OR dismissed_at > ${at})`
const ofMarks = (kind: string, more = "") =>
  `SELECT i.topic, count(*) FROM otklik_mark m JOIN otklik_incident i USING (tenant, incident_id) WHERE m.kind = '${kind}' AND ${within("m.at")} ${more} GROUP BY 1`
const ofCases = (where: string) => `SELECT topic, count(*) FROM otklik_incident WHERE ${where} GROUP BY 1`

/** Each number by the sentence that defines it, over the tables, by somebody who has not read the storage. */
const queries = {
  received: ofCases(within("registered_at")),
  accepted: ofCases(accepted),
  imported: ofCases(`${within("registered_at")} AND intake = 'import'`),
  answered: ofCases(`${accepted} AND answered_at <= ${at}`),
  due: ofCases(within("due_at")),
  answeredInTime: ofCases(`${within("due_at")} AND answered_at <= due_at`),
  answeredLate: ofCases(`${within("due_at")} AND answered_at > due_at AND answered_at <= ${at}`),
  dueUnanswered: ofCases(`${within("due_at")} AND (answered_at IS NULL OR answered_at > ${at})`),
  finals: ofCases(within("final_at")),
  explained: ofCases(`${within("final_at")} AND problem = 'explained'`),
  closed: ofMarks("closed"),
  closedSatisfied: ofMarks("closed", "AND m.subject = 'author-satisfied'"),
  closedSilent: ofMarks("closed", "AND m.subject = 'no-objection'"),
  reopened: ofMarks("reopened"),
  dismissed: ofMarks("dismissed"),
} satisfies Readonly<Partial<Record<MetricId, string>>>
const asked = Object.keys(queries) as readonly (keyof typeof queries)[]

async function sameNumbers(): Promise<string> {
  return inFolder(async (folder) => {
    const office = await openOffice(folder, await writeFileOfRows(folder))
    const report = await office.desk.report({
      period: november,
      compareWith: "year-before",
      tables: [{ by: ["topic"], metrics: asked }],
      ...officer,
    })
    office.close()
    let compared = 0
    for (const id of asked) {
      const { code, out, err } = await ask(
        "sqlite3",
        ["-json", office.path, queries[id].replaceAll("count(*)", "count(*) AS n")],
        "sqlite3",
      )
      must(code === 0, `${id}: ${err}`)
      const theirs = out.trim() === "" ? [] : (JSON.parse(out) as readonly { readonly topic: string; readonly n: number }[])
      const total = theirs.reduce((sum, { n }) => sum + n, 0)
      const ours = report.totals.numbers[id]
      must(ours === total, `${id}: the report says ${ours}, sqlite3 ${total}`)
      for (const row of report.tables[0]?.rows ?? []) {
        const [topic] = row.keys
        const n = theirs.find((other) => other.topic === topic)?.n ?? 0
        must(row.numbers[id] === n, `${id} of ${topic}: the report says ${row.numbers[id]}, sqlite3 ${n}`)
        compared += 1
      }
    }
    const { numbers, previous, change } = report.totals
    const [now, before, grown] = [numbers["received"], previous?.numbers["received"], change?.numbers["received"]]
    must(now === counts.now && before === counts.before, `received: ${now} after ${before}`)
    return `${asked.length} numbers, ${compared} cells; received ${now} after ${before}: ${JSON.stringify(grown)}`
  })
}

async function everyNumberIsAList(): Promise<string> {
  return inFolder(async (folder) => {
    const office = await openOffice(folder, await writeFileOfRows(folder))
    const { totals, period, at: moment } = await office.desk.report({ period: november, ...officer })
    let listed = 0
    for (const id of asked) {
      const number = totals.numbers[id]
      const metric = { id, period, at: moment }
      const found = await office.desk.find({ metric }, { ...officer, count: true })
      // An event may count one incident twice; here each happened once.
      must(found.count?.value === number, `${id}: the number is ${number}, the list has ${found.count?.value}`)
      listed += 1
    }
    office.close()
    return `${listed} numbers have a list of as many incidents`
  })
}

export const figureChecks: readonly Check[] = [
  { name: "sqlite3 counts what the report says, by the definitions alone", run: sameNumbers },
  { name: "every number of a report is the length of a list", run: everyNumberIsAList },
]
