import type { Report } from "@otklik/core"
import { shares, type ReportMetric, type ReportTable, type Row, type RowFigures } from "@otklik/core/reports"
import { changeText, countedText, minutesText, numberText, percentText, pointsText, shortDateText, type ChangeText } from "../numbers.ts"
import type { ReportTitles } from "../titles.ts"
import { heldMetrics, rowKeys, tableTitle } from "../view.ts"
import { wording, type ReportLocale } from "../wording.ts"
import { bar, columns, range, stack } from "./charts.ts"
import { card, fold, html, table, type Html, type Piece, type TableCell, type TableColumn, type TableRow } from "./markup.ts"
import { pageWords } from "./page-words.ts"

/** What every part of the page is made of. */
export interface PageContext {
  readonly report: Report
  readonly locale: ReportLocale
  readonly titles: ReportTitles
  /** Lists of incidents behind rows. */
  readonly behind: readonly ListBehind[]
}

/** A list of the host's that is behind a row of a table. */
export interface ListBehind {
  readonly id: string
  readonly table: number
  readonly keys: Row["keys"]
  readonly content: Html
  /** How many incidents there are. */
  readonly total: number
}

/** A part of the page; its heading is in the list of sections as well. */
export interface PagePart {
  readonly id: string
  readonly title: string
  readonly content: Html
}

/** Whether more is better (1), worse (-1), or neither: the colour of a change. */
const better: Readonly<Record<string, 1 | -1>> = {
  inTime: 1,
  fixed: 1,
  promisesKept: 1,
  satisfied: 1,
  answered: 1,
  closed: 1,
  fixConfirmed: 1,
  answeredInTime: 1,
  overdueOpen: -1,
  dueUnanswered: -1,
  answeredLate: -1,
  refuted: -1,
  promisesBroken: -1,
  reopened: -1,
  repeats: -1,
  repeated: -1,
  returned: -1,
  openAfter: -1,
  duration: -1,
}

/** The class of a change: good news or bad. */
export function toneOf(id: string, { direction }: ChangeText): string {
  const sign = better[id] ?? 0
  return direction === "same" || sign === 0 ? "" : (direction === "up") === (sign === 1) ? "good" : "bad"
}

/** A number of a row; ✱ where it is hidden, — where the row has none. */
export function numberOf(row: Row, id: string, locale: ReportLocale): string {
  const value = row.numbers[id]
  return value === undefined ? "—" : value === null ? "✱" : numberText(value, locale)
}

/** A share of a row with its two numbers: "78 %", "443 из 571". */
export function shareOf(
  row: Pick<Row, "numbers" | "shares">,
  id: string,
  locale: ReportLocale,
): { readonly percent: string; readonly of: string } {
  const share = row.shares[id]
  const rule = shares.find((one) => one.id === id)
  const part = rule === undefined ? undefined : row.numbers[rule.part]
  const words = pageWords[locale]
  if (share === undefined) return { percent: "—", of: "" }
  if (share.of === null || part === null)
    return { percent: "✱", of: share.of === null ? "" : words.partOf("✱", numberText(share.of, locale)) }
  if (share.share === null) return { percent: "—", of: share.of === 0 ? "" : words.partOf("✱", numberText(share.of, locale)) }
  return {
    percent: percentText(share.share, locale),
    of: words.partOf(numberText(part ?? Math.round(share.share * share.of), locale), numberText(share.of, locale)),
  }
}

/** How a number differs from that of the compared period. */
export function changeOf(row: Row, id: string, locale: ReportLocale): ChangeText | null {
  const [now, before] = [row.numbers[id], row.previous?.numbers[id]]
  return typeof now === "number" && typeof before === "number" ? changeText(now, before, locale) : null
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

function comparedColumns(report: Report, locale: ReportLocale): readonly TableColumn[] {
  const words = pageWords[locale]
  return report.comparedWith === null ? [] : [{ title: words.wasShare }, { title: words.changeOf }]
}

function changeCell(id: string, change: ChangeText | null): TableCell {
  return change === null
    ? { content: "—", tone: "zero" }
    : { content: change.direction === "same" ? "—" : change.text, tone: toneOf(id, change) }
}

/** The heading of a number; a share may have the same id. */
export function titleOf(report: Report, id: string, locale: ReportLocale): string {
  return report.metrics.find(({ id: one, kind }) => one === id && kind !== "share" && kind !== "duration")?.title[locale] ?? id
}

interface TermLine {
  readonly title: string
  readonly due: string
  readonly inTime: string
  readonly late: string | null
  readonly missed: string
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
  const asked = [...new Set(report.metrics.flatMap(({ id }) => /^term:(.+:(?:first|later)):due$/.exec(id)?.[1] ?? []))].map((name) => {
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

/** A column of figures of a table: one number, or a share that holds two. */
interface FigureColumn {
  readonly title: string
  readonly cell: (row: Row) => TableCell
}

/** What a reader searches for first. */
const first = ["received", "inTime", "fixed", "promisesKept", "overdueOpen", "closed"]
const shownColumns = 6
const shownRows = 15

/** Numbers and shares of a table as columns, a share with its two numbers; none of which no row has anything. */
function figureColumns(report: Report, source: ReportTable, locale: ReportLocale): readonly FigureColumn[] {
  const held = heldMetrics(report, source.rows)
  const isShare = (id: string): boolean => held.some((metric) => metric.kind === "share" && metric.id === id)
  const inShares = new Set<string>(shares.filter(({ id }) => isShare(id)).flatMap(({ part, of }) => [part, of]))
  const isWanted = (metric: ReportMetric): boolean =>
    metric.id === "received" ||
    ((metric.kind === "share" || metric.kind === "duration" || !inShares.has(metric.id)) &&
      source.rows.some((row) => hasAny(row, metric) || (row.previous !== null && hasAny(row.previous, metric))))
  const place = (id: string): number => (first.includes(id) ? first.indexOf(id) : first.length)
  return held
    .filter(isWanted)
    .map((metric, index) => ({ metric, index }))
    .toSorted((one, other) => place(one.metric.id) - place(other.metric.id) || one.index - other.index)
    .map(({ metric }) => columnOf(metric, locale))
}

/** Whether there is anything of a metric: hidden counts as something. */
function hasAny(row: RowFigures, { id, kind }: ReportMetric): boolean {
  return kind === "share" ? row.shares[id]?.of !== 0 : kind === "duration" ? row.durations[id]?.count !== 0 : row.numbers[id] !== 0
}

function columnOf({ id, kind, title: titles }: ReportMetric, locale: ReportLocale): FigureColumn {
  const title = titles[locale]
  if (kind === "share") {
    return {
      title,
      cell: (row) => {
        const { percent, of } = shareOf(row, id, locale)
        return { content: of === "" ? percent : html`${percent} <small>${of}</small>`, tone: percent === "—" ? "zero" : "" }
      },
    }
  }
  if (kind === "duration") {
    const { median, p90 } = pageWords[locale]
    return { title: `${title}: ${median}, ${p90.toLowerCase()}`, cell: (row) => ({ content: lastedOf(row, id, locale) }) }
  }
  return {
    title,
    cell: (row) => {
      const change = id === "received" ? changeOf(row, id, locale) : null
      const value = numberOf(row, id, locale)
      const tone = id === "received" ? "strong" : row.numbers[id] === 0 ? "zero" : id === "overdueOpen" ? "alert" : ""
      return { content: change === null || change.direction === "same" ? value : html`${value} <small>${change.text}</small>`, tone }
    },
  }
}

/** The median of a row, and what nine of ten do not exceed. */
function lastedOf({ durations: lasted }: Pick<Row, "durations">, id: string, locale: ReportLocale): Piece {
  const { medianMinutes = null, p90Minutes = null } = lasted[id] ?? {}
  if (medianMinutes === null) return "—"
  return html`${minutesText(medianMinutes, locale)} <small>${p90Minutes === null ? "" : minutesText(p90Minutes, locale)}</small>`
}

/** A table by one dimension, or over time: what is searched for first next to bars, the other figures folded below. */
export function plainTable(context: PageContext, source: ReportTable, id: string): PagePart {
  const { report, locale, titles } = context
  const words = pageWords[locale]
  const title = tableTitle(source, locale)
  const { rows } = source
  if (rows.length === 0) return { id, title, content: card(id, title, html`<p class="lead">${words.emptyTable}</p>`) }
  const all = figureColumns(report, source, locale)
  const lead = all.slice(0, shownColumns)
  const rest = chunks(all.slice(shownColumns), shownColumns)
  const bars = source.bucket === null ? barsOf(source) : null
  const lists = context.behind.filter(({ table: index }) => report.tables[index] === source)
  const tableOf = (part: readonly Row[], figures: readonly FigureColumn[], withBars: boolean): Html =>
    table(
      title,
      [{ title: headingOf(source, locale), isText: true }, ...figures],
      part.map((row) => {
        const list = lists.find(({ keys: of }) => JSON.stringify(of) === JSON.stringify(row.keys))
        const name = rowTitle(context, source, row, titles)
        const heading = withBars && list !== undefined ? html`<a href="#${list.id}">${name}</a>` : name
        return { heading: withBars && bars !== null ? html`${heading}${bars(row)}` : heading, cells: figures.map(({ cell }) => cell(row)) }
      }),
      "figures",
    )
  const [shown, more] = source.bucket === null ? [rows.slice(0, shownRows), rows.slice(shownRows)] : [rows, []]
  return {
    id,
    title,
    content: card(
      id,
      title,
      source.overlapping ? html`<p class="lead">${words.overlapping}</p>` : null,
      source.bucket === null ? legend(context, source) : timeChart(context, source, title),
      tableOf(shown, lead, true),
      more.length === 0 ? null : fold(words.moreRows(countedText(more.length, words.rows, locale)), tableOf(more, lead, true)),
      rest.length === 0 ? null : fold(words.otherFigures, html`${rest.map((figures) => tableOf(rows, figures, false))}`),
      lists.length === 0
        ? null
        : html`<div class="behind">
            <h3>${words.behind}</h3>
            ${lists.map(({ id: anchor, keys: of, content, total }) => {
              const name = rowKeys(source, of, locale, titles).join(" · ")
              return html`<details id="${anchor}">
                <summary>${name} <small>${numberText(total, locale)}</small></summary>
                ${content}
              </details>`
            })}
          </div>`,
    ),
  }
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size))
}

function headingOf({ by, bucket }: ReportTable, locale: ReportLocale): string {
  const words = wording[locale]
  return [...by.map((dimension) => words.dimensions[dimension].column), ...(bucket === null ? [] : [words.buckets[bucket].column])].join(
    " · ",
  )
}

function rowTitle({ locale }: PageContext, source: ReportTable, row: Row, titles: ReportTitles): string {
  return rowKeys(source, row.keys, locale, titles)
    .map((key, index) => (index === source.by.length ? shortDateText(key, locale, source.bucket === "month") : key))
    .join(" · ")
}

/** The number that bars show: what was received, else the first that rows hold. */
function barMetric({ rows }: ReportTable): string | null {
  const ids = Object.keys(rows[0]?.numbers ?? {})
  return ids.includes("received") ? "received" : (ids[0] ?? null)
}

function barsOf(source: ReportTable): ((row: Row) => Html) | null {
  const id = barMetric(source)
  if (id === null) return null
  const max = Math.max(0, ...source.rows.flatMap((row) => [row.numbers[id] ?? 0, row.previous?.numbers[id] ?? 0]))
  return (row) => bar(row.numbers[id] ?? 0, row.previous === null ? null : (row.previous.numbers[id] ?? 0), max)
}

function legend({ report, locale }: PageContext, source: ReportTable): Html | null {
  const id = barMetric(source)
  if (id === null || !source.rows.some(({ previous }) => previous !== null)) return null
  const title = titleOf(report, id, locale)
  return keys([
    ["now", title],
    ["before", `${title}: ${wording[locale].previous}`],
  ])
}

/** What colours mean. */
function keys(list: readonly (readonly [tone: string, text: string])[]): Html {
  return html`<p class="keys">${list.map(([tone, text]) => html`<span><span class="key ${tone}"></span>${text}</span> `)}</p>`
}

function timeChart({ report, locale }: PageContext, source: ReportTable, title: string): Html | null {
  if (source.by.length > 0) return null
  const id = barMetric(source)
  if (id === null) return null
  const name = titleOf(report, id, locale)
  const isCompared = source.rows.some(({ previous }) => previous !== null)
  const hasClosed = id !== "closed" && source.rows.some(({ numbers }) => numbers["closed"] !== undefined)
  const now: Series = { tone: "now", title: name, valueOf: ({ numbers }) => numbers[id] ?? 0 }
  const before: Series = {
    tone: "before",
    title: `${name}: ${wording[locale].previous}`,
    valueOf: ({ previous }) => previous?.numbers[id] ?? 0,
  }
  const closed: Series = { tone: "second", title: titleOf(report, "closed", locale), valueOf: ({ numbers }) => numbers["closed"] ?? 0 }
  const series = isCompared ? [before, now] : hasClosed ? [now, closed] : [now]
  const slots = source.rows.map((row) => ({
    label: shortDateText(row.keys.at(-1) ?? "", locale, source.bucket === "month"),
    values: series.map(({ valueOf }) => valueOf(row)),
  }))
  const said = source.rows.map((row, index) => `${slots[index]?.label ?? ""} — ${numberText(now.valueOf(row), locale)}`).join("; ")
  return html`<figure>
    ${keys(series.map(({ tone, title: meaning }) => [tone, meaning]))}
    ${columns(
      slots,
      series.map(({ tone }) => tone),
      (value) => numberText(value, locale),
      pageWords[locale].chart(title, said),
    )}
  </figure>`
}

interface Series {
  readonly tone: "now" | "before" | "second"
  readonly title: string
  readonly valueOf: (row: Row) => number
}

const matrixColumns = 8

/** A table by two dimensions as a grid: the more, the darker. */
export function crossTable(context: PageContext, source: ReportTable, id: string): PagePart {
  const { report, locale, titles } = context
  const words = pageWords[locale]
  const title = tableTitle(source, locale)
  if (source.rows.length === 0) return { id, title, content: card(id, title, html`<p class="lead">${words.emptyTable}</p>`) }
  const figures = figureColumns(report, source, locale)
  const main = barMetric(source)
  const [downIds, acrossIds] = [keysBy(source, 0, main), keysBy(source, 1, main)]
  const cells = new Map(source.rows.map((row) => [JSON.stringify(row.keys.slice(0, 2)), row]))
  const max = Math.max(1, ...source.rows.map((row) => (main === null ? 0 : (row.numbers[main] ?? 0))))
  const titleAt = (dimension: number, key: string | null): string =>
    rowKeys({ by: source.by.slice(dimension, dimension + 1) }, [key], locale, titles)[0] ?? ""
  const grids = (figure: FigureColumn, heated: boolean): readonly Html[] =>
    chunks(acrossIds, matrixColumns).map((across) =>
      table(
        `${title}: ${figure.title}`,
        [
          { title: headingOf({ ...source, by: source.by.slice(0, 1) }, locale), isText: true },
          ...across.map((key) => ({ title: titleAt(1, key) })),
        ],
        downIds.map((down) => ({
          heading: titleAt(0, down),
          cells: across.map((key): TableCell => {
            const row = cells.get(JSON.stringify([down, key]))
            if (row === undefined) return { content: "·", tone: "zero" }
            const { content, tone } = figure.cell({ ...row, previous: null })
            const heat = main === null ? 0 : Math.ceil((5 * (row.numbers[main] ?? 0)) / max)
            return { content, tone: heated && heat > 0 ? `h${heat}` : (tone ?? "").replace("strong", "") }
          }),
        })),
        "matrix",
      ),
    )
  const [lead, ...others] = figures
  return {
    id,
    title,
    content: card(
      id,
      title,
      lead === undefined
        ? null
        : html`<p class="lead">${words.crossLead(lead.title.toLowerCase())}${source.overlapping ? ` ${words.overlapping}` : ""}</p>`,
      lead === undefined ? null : html`${grids(lead, true)}`,
      others.length === 0
        ? null
        : fold(
            words.otherFigures,
            html`${others.map(
              (figure) =>
                html`<h3>${figure.title}</h3>
                  ${grids(figure, false)}`,
            )}`,
          ),
    ),
  }
}

/** The keys of one dimension, the most incidents first, without value last. */
function keysBy({ rows }: ReportTable, dimension: number, metric: string | null): readonly (string | null)[] {
  const sums = new Map<string | null, number>()
  for (const row of rows) {
    const key = row.keys[dimension] ?? null
    sums.set(key, (sums.get(key) ?? 0) + (metric === null ? 1 : (row.numbers[metric] ?? 0)))
  }
  return [...sums].toSorted((one, other) => Number(one[0] === null) - Number(other[0] === null) || other[1] - one[1]).map(([key]) => key)
}

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
