import type { ReportMetric } from "@otklik/core/reports"
import { numberText, pointsText } from "../../numbers.ts"
import { heldMetrics } from "../../view.ts"
import { wording } from "../../wording.ts"
import { card, html, table, type Piece, type TableColumn, type TableRow } from "../markup.ts"
import { pageWords } from "../page-words.ts"
import {
  type PageContext,
  type PagePart,
  numberOf,
  shareOf,
  changeOf,
  comparedColumns,
  changeCell,
  titleOf,
  hasAny,
  lastedOf,
} from "./cells.ts"

/** Totals that are a list: what came and went, or what is worth a check. */
export function totalsList({ report, locale }: PageContext, id: "backlog" | "checks"): PagePart | null {
  const words = pageWords[locale]
  const signs: Readonly<Record<string, string>> =
    id === "backlog"
      ? {
          openBefore: "",
          received: "+",
          reopened: "+",
          unmerged: "+",
          restored: "+",
          closed: "−",
          merged: "−",
          converted: "−",
          dismissed: "−",
          openAfter: "=",
        }
      : Object.fromEntries(
          [
            "explainedProblems",
            "reassignedLate",
            "dismissedAfterDue",
            "termLengthened",
            "promiseChains",
            "closedThenRepeated",
            "sameText",
          ].map((one) => [one, ""]),
        )
  const { totals } = report
  const held = Object.keys(signs).filter((one) => totals.numbers[one] !== undefined)
  if (id === "backlog" && !(held.includes("openBefore") && held.includes("openAfter"))) return null
  const isEnd = (one: string): boolean => one === "openBefore" || one === "openAfter"
  const shown = held.filter((one) => isEnd(one) || (totals.numbers[one] ?? 1) + (totals.previous?.numbers[one] ?? 0) > 0)
  if (shown.length === 0) return null
  const rows = shown.map((one): TableRow => {
    const definition = report.metrics.find((metric) => metric.id === one)?.definition[locale] ?? ""
    const then = totals.previous?.numbers[one]
    const sign = signs[one] ?? ""
    return {
      heading: id === "backlog" ? titleOf(report, one, locale) : html`${titleOf(report, one, locale)} <small>${definition}</small>`,
      cells: [
        { content: `${sign === "" ? "" : `${sign} `}${numberOf(totals, one, locale)}`, tone: "strong" },
        ...(report.comparedWith === null
          ? []
          : [
              { content: typeof then === "number" ? numberText(then, locale) : "—", tone: "muted" },
              changeCell("", changeOf(totals, one, locale)),
            ]),
      ],
    }
  })
  const heads: TableColumn[] = [
    { title: wording[locale].metric, isText: true },
    { title: wording[locale].value },
    ...comparedColumns(report, locale),
  ]
  return {
    id,
    title: words[id],
    content: card(id, words[id], html`<p class="lead">${words[`${id}Lead`]}</p>`, table(words[id], heads, rows, "figures all")),
  }
}

/** Every figure of the totals with its definition. */
export function allFigures({ report, locale }: PageContext): PagePart {
  const words = pageWords[locale]
  const { totals } = report
  const isShown = (metric: ReportMetric): boolean =>
    !metric.id.startsWith("term:") && (hasAny(totals, metric) || (totals.previous !== null && hasAny(totals.previous, metric)))
  const rows = heldMetrics(report, [totals])
    .filter(isShown)
    .map(({ id, kind, title, definition }): TableRow => {
      const heading = html`${title[locale]} <small>${definition[locale]}</small>`
      const cells = ((): readonly Piece[] => {
        if (kind === "share") {
          const [now, then] = [shareOf(totals, id, locale), totals.previous === null ? null : shareOf(totals.previous, id, locale)]
          const points = totals.change?.sharePoints[id]
          return [now.percent, then?.percent ?? "—", typeof points === "number" ? pointsText(points, locale).text : "—"]
        }
        if (kind === "duration") {
          return [lastedOf(totals, id, locale), totals.previous === null ? "—" : lastedOf(totals.previous, id, locale), "—"]
        }
        const then = totals.previous?.numbers[id]
        return [
          numberOf(totals, id, locale),
          typeof then === "number" ? numberText(then, locale) : "—",
          changeOf(totals, id, locale)?.text ?? "—",
        ]
      })()
      return {
        heading,
        cells: cells
          .slice(0, report.comparedWith === null ? 1 : 3)
          .map((content, index) => ({ content, tone: index === 0 ? "strong" : index === 1 ? "muted" : "" })),
      }
    })
  const heads: TableColumn[] = [
    { title: wording[locale].metric, isText: true },
    { title: wording[locale].value },
    ...comparedColumns(report, locale),
  ]
  return {
    id: "all",
    title: words.all,
    content: card("all", words.all, html`<p class="lead">${words.allLead}</p>`, table(words.all, heads, rows, "figures all")),
  }
}
