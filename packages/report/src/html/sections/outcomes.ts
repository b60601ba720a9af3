import type { Row } from "@otklik/core/reports"
import { countedText, minutesText, numberText, percentText, pointsText } from "../../numbers.ts"
import { wording } from "../../wording.ts"
import { range, stack } from "../charts.ts"
import { card, html, table, type TableColumn, type TableRow } from "../markup.ts"
import { pageWords } from "../page-words.ts"
import { type PageContext, type PagePart, toneOf, numberOf, changeOf, comparedColumns, changeCell, titleOf, keys } from "./cells.ts"

interface TermLine {
  readonly title: string
  readonly due: string
  readonly inTime: string
  readonly late: string | null
  readonly missed: string
}

/** What became of the incidents that were answered for good. */
export function outcomes({ report, locale }: PageContext): PagePart | null {
  const words = pageWords[locale]
  const { totals } = report
  const finals = totals.numbers["finals"]
  const kinds = ["fixConfirmed", "fixUnrefuted", "fixClaimed", "explained", "cannotFix", "notCompetent", "refuted", "outcomeUnknown"]
  const parts = kinds.flatMap((id, index) => {
    const value = totals.numbers[id]
    return value === undefined || value === null || (value === 0 && (totals.previous?.numbers[id] ?? 0) === 0)
      ? []
      : [{ id, value, tone: `o${index + 1}` }]
  })
  if (typeof finals !== "number" || finals === 0 || parts.length < 2) return null
  const share = (value: number, whole: number | null | undefined): string =>
    typeof whole === "number" && whole > 0 ? percentText(value / whole, locale) : "—"
  const before = totals.previous
  const said = parts.map(({ id, value }) => `${titleOf(report, id, locale)} — ${numberText(value, locale)}`).join("; ")
  const rows = parts.map(({ id, value, tone }): TableRow => {
    const then = before?.numbers[id]
    const change = changeOf(totals, id, locale)
    return {
      heading: html`<span class="key ${tone}"></span>${titleOf(report, id, locale)}`,
      cells: [
        { content: html`${numberText(value, locale)} <small>${share(value, finals)}</small>`, tone: "strong" },
        ...(before === null
          ? []
          : [
              {
                content:
                  typeof then === "number"
                    ? html`${numberText(then, locale)} <small>${share(then, before.numbers["finals"])}</small>`
                    : "—",
                tone: "muted",
              },
              changeCell(id, change),
            ]),
      ],
    }
  })
  const heads: TableColumn[] = [{ title: words.outcome, isText: true }, { title: words.finals }]
  return {
    id: "outcomes",
    title: words.outcomes,
    content: card(
      "outcomes",
      words.outcomes,
      html`<p class="lead">${words.outcomesLead}</p>`,
      html`<div class="stack tall">${stack(parts, 26, words.chart(words.outcomes, said))}</div>`,
      table(words.outcomes, [...heads, ...comparedColumns(report, locale)], rows, "figures"),
    ),
  }
}

/** Terms that ended: of the first reply, of promises, of whatever else the report counts. */
export function terms({ report, locale }: PageContext): PagePart | null {
  const words = pageWords[locale]
  const { goals, later } = wording[locale]
  const { totals } = report
  const of = (goal: string, cycle: string): TermLine => {
    const id = (count: string): string => `term:${goal}:${cycle}:${count}`
    const title = cycle === "first" ? (goals[goal] ?? goal) : `${goals[goal] ?? goal}: ${later}`
    return { title, due: id("due"), inTime: id("inTime"), late: id("late"), missed: id("missed") }
  }
  // The first answer and the promises have their line already.
  const asked = [...new Set(report.metrics.flatMap(({ id }) => /^term:(.+:(?:first|later)):due$/.exec(id)?.[1] ?? []))]
    .filter((name) => name !== "first-reply:first" && !name.startsWith("promise:"))
    .map((name) => {
      const cut = name.lastIndexOf(":")
      return of(name.slice(0, cut), name.slice(cut + 1))
    })
  const lines: readonly TermLine[] = [
    { title: goals["first-reply"] ?? "", due: "due", inTime: "answeredInTime", late: "answeredLate", missed: "dueUnanswered" },
    { title: goals["promise"] ?? "", due: "promisesDue", inTime: "promisesKept", late: null, missed: "promisesBroken" },
    ...asked,
  ].filter(({ due }) => (totals.numbers[due] ?? 0) + (totals.previous?.numbers[due] ?? 0) > 0)
  if (lines.length === 0) return null
  const value = (id: string | null): string => (id === null ? "—" : numberOf(totals, id, locale))
  const share = (numbers: Row["numbers"] | undefined, line: TermLine): number | null => {
    const [part, whole] = [numbers?.[line.inTime], numbers?.[line.due]]
    return typeof part === "number" && typeof whole === "number" && whole > 0 ? part / whole : null
  }
  const rows = lines.map((line): TableRow => {
    const [now, then] = [share(totals.numbers, line), share(totals.previous?.numbers, line)]
    const count = (id: string | null): number => (id === null ? 0 : (totals.numbers[id] ?? 0))
    const change = now === null || then === null ? null : pointsText((now - then) * 100, locale)
    return {
      heading: html`${line.title}${stack(
        [
          { value: count(line.inTime), tone: "o1" },
          { value: count(line.late), tone: "o5" },
          { value: count(line.missed), tone: "o7" },
        ],
        6,
        null,
      )}`,
      cells: [
        { content: value(line.due) },
        { content: value(line.inTime), tone: "strong" },
        { content: value(line.late) },
        { content: value(line.missed), tone: count(line.missed) > 0 ? "alert" : "" },
        {
          content:
            now === null
              ? "—"
              : html`${percentText(now, locale)}
                ${change === null || change.direction === "same" ? null : html`<small class="${toneOf("inTime", change)}">${change.text}</small>`}`,
          tone: "strong",
        },
        ...(report.comparedWith === null
          ? []
          : [
              {
                content:
                  then === null
                    ? "—"
                    : html`${percentText(then, locale)}
                        <small
                          >${words.partOf(numberText(totals.previous?.numbers[line.inTime] ?? 0, locale), numberText(totals.previous?.numbers[line.due] ?? 0, locale))}</small
                        >`,
                tone: "muted",
              },
            ]),
      ],
    }
  })
  const moved = totals.numbers["promisesMoved"]
  const heads = [words.due, words.inTime, words.late, words.missed, words.share].map((title): TableColumn => ({ title }))
  return {
    id: "terms",
    title: words.terms,
    content: card(
      "terms",
      words.terms,
      html`<p class="lead">${words.termsLead}</p>`,
      keys([
        ["o1", words.inTime],
        ["o5", words.late],
        ["o7", words.missed],
      ]),
      table(words.terms, [{ title: words.term, isText: true }, ...heads, ...comparedColumns(report, locale).slice(0, 1)], rows, "figures"),
      typeof moved === "number" && moved > 0 ? html`<p class="more">${words.moved(countedText(moved, words.promises, locale))}</p>` : null,
    ),
  }
}

/** Medians and what nine of ten do not exceed. */
export function durations({ report, locale }: PageContext): PagePart | null {
  const words = pageWords[locale]
  const { totals } = report
  const held = report.metrics.filter(
    ({ id, kind }) => kind === "duration" && (totals.durations[id]?.count ?? 1) !== 0 && totals.durations[id] !== undefined,
  )
  if (held.length === 0) return null
  const max = Math.max(1, ...held.map(({ id }) => totals.durations[id]?.p90Minutes ?? 0))
  const time = (minutes: number | null | undefined): string => (typeof minutes === "number" ? minutesText(minutes, locale) : "—")
  const rows = held.map(({ id, title, definition }): TableRow => {
    const now = totals.durations[id]
    const then = totals.previous?.durations[id]
    const drawing =
      now === undefined || now.medianMinutes === null || now.p90Minutes === null ? null : range(now.medianMinutes, now.p90Minutes, max)
    return {
      heading: html`${title[locale]} <small>${definition[locale]}</small>${drawing}`,
      cells: [
        { content: time(now?.medianMinutes), tone: "strong" },
        { content: time(now?.p90Minutes) },
        { content: now?.count === null ? "✱" : numberText(now?.count ?? 0, locale) },
        ...(report.comparedWith === null
          ? []
          : [
              { content: time(then?.medianMinutes), tone: "muted" },
              { content: time(then?.p90Minutes), tone: "muted" },
            ]),
      ],
    }
  })
  const { median, p90 } = words
  const heads = [median, p90, words.cases, ...(report.comparedWith === null ? [] : [words.wasMedian, words.wasP90])]
  return {
    id: "durations",
    title: words.durations,
    content: card(
      "durations",
      words.durations,
      html`<p class="lead">${words.durationsLead}</p>`,
      table(
        words.durations,
        [{ title: words.duration, isText: true }, ...heads.map((title) => ({ title: capital(title) }))],
        rows,
        "figures lasting",
      ),
    ),
  }
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1)
}
