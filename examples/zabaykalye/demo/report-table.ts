import type { Report } from "@otklik/core"
import type { Row } from "@otklik/core/reports"
import Table from "cli-table3"
import { plainStyle } from "./incident-table.ts"
import { periodTitle } from "./local-time.ts"
import { changeOf, numberText, share } from "./wording.ts"
import { topicTitle } from "./titles.ts"

/** Rows of a short table; the page holds all of them. */
const shown = 12

/**
 * The report as a short table: topics, and the total below.
 *
 * @param report - with or without a compared period
 * @param page - the file that has the whole of it
 */
export function reportTable(report: Report, page = "report.html"): string {
  const { comparedWith, period, totals } = report
  const rows = report.tables.find(({ by }) => by[0] === "topic")?.rows ?? []
  const before = comparedWith === null ? [] : ["Было", "Изменение"]
  const table = new Table({
    head: ["Тема", "Поступило", ...before, "Ответ в срок", "Просрочено", "Закрыто"],
    colWidths: [41, 11, ...(comparedWith === null ? [] : [8, 16]), 15, 12, 9],
    colAligns: ["left", "right", ...(comparedWith === null ? [] : (["right", "right"] as const)), "right", "right", "right"],
    wordWrap: true,
    style: plainStyle,
  })
  for (const row of rows.slice(0, shown)) table.push(cells(topicTitle(row.keys[0] ?? null), row))
  if (rows.length > shown) table.push([`… и ещё ${rows.length - shown} — в ${page}`, ...before.map(() => ""), "", "", "", ""])
  table.push(cells("ВСЕГО", totals))
  const against = comparedWith === null ? "" : `; для сравнения — ${periodTitle(comparedWith.fromDate, comparedWith.toDate)}`
  return `${periodTitle(period.fromDate, period.toDate)}${against}\n${table.toString()}`
}

function cells(title: string, { numbers, previous }: Row): string[] {
  const of = (id: string, figures: Row["numbers"] = numbers) => figures[id] ?? 0
  const before = previous === null ? null : of("received", previous.numbers)
  const change = before === null ? [] : [numberText(before), changeText(of("received"), before)]
  const inTime = of("due") === 0 ? "—" : `${share(of("answeredInTime"), of("due"))} (${of("answeredInTime")}/${of("due")})`
  return [title, numberText(of("received")), ...change, inTime, numberText(of("overdueOpen")), numberText(of("closed"))]
}

function changeText(now: number, before: number): string {
  const change = changeOf(now, before)
  return change.direction === "same" ? "—" : change.text
}
