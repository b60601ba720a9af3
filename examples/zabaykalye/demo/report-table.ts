import type { OldReport, OldReportRow } from "@otklik/core/reports"
import Table from "cli-table3"
import { plainStyle } from "./incident-table.ts"
import { periodTitle } from "./local-time.ts"
import { changeOf, numberText, share } from "./page/wording.ts"
import { topicTitle } from "./titles.ts"

/** Rows of a short table; the page holds all of them. */
const shown = 12

/**
 * The report as a short table: topics, and the total below.
 *
 * @param report - with or without a compared period
 */
export function reportTable(report: OldReport): string {
  const { comparedWith, period, totals } = report
  const rows = report.sections.find((section) => section.by === "topic")?.rows ?? []
  const before = comparedWith === null ? [] : ["Было", "Изменение"]
  const table = new Table({
    head: ["Тема", "Поступило", ...before, "Ответ в срок", "Просрочено", "Закрыто"],
    colWidths: [41, 11, ...(comparedWith === null ? [] : [8, 16]), 15, 12, 9],
    colAligns: ["left", "right", ...(comparedWith === null ? [] : (["right", "right"] as const)), "right", "right", "right"],
    wordWrap: true,
    style: plainStyle,
  })
  for (const row of rows.slice(0, shown)) table.push(cells(topicTitle(row.key), row))
  if (rows.length > shown) table.push([`… и ещё ${rows.length - shown} — в report.html`, ...before.map(() => ""), "", "", "", ""])
  table.push(cells("ВСЕГО", totals))
  const against = comparedWith === null ? "" : `; для сравнения — ${periodTitle(comparedWith.fromDate, comparedWith.toDate)}`
  return `${periodTitle(period.fromDate, period.toDate)}${against}\n${table.toString()}`
}

function cells(title: string, { tally, previous }: OldReportRow): string[] {
  const change = previous === null ? [] : [numberText(previous.tally.received), changeText(tally.received, previous.tally.received)]
  const inTime = tally.due === 0 ? "—" : `${share(tally.answeredInTime, tally.due)} (${tally.answeredInTime}/${tally.due})`
  return [title, numberText(tally.received), ...change, inTime, numberText(tally.overdueOpen), numberText(tally.closed)]
}

function changeText(now: number, before: number): string {
  const change = changeOf(now, before)
  return change.direction === "same" ? "—" : change.text
}
