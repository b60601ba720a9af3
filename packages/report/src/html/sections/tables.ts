import type { Report } from "@otklik/core"
import { shares, type ReportMetric, type ReportTable, type Row } from "@otklik/core/reports"
import { countedText, numberText, shortDateText } from "../../numbers.ts"
import type { ReportTitles } from "../../titles.ts"
import { heldMetrics, rowKeys, tableTitle } from "../../view.ts"
import { wording, type ReportLocale } from "../../wording.ts"
import { bar, columns } from "../charts.ts"
import { card, fold, html, table, type Html, type TableCell } from "../markup.ts"
import { pageWords } from "../page-words.ts"
import { type PageContext, type PagePart, numberOf, shareOf, changeOf, titleOf, hasAny, lastedOf, keys } from "./cells.ts"

/** A column of figures of a table: one number, or a share that holds two. */
interface FigureColumn {
  readonly title: string
  readonly cell: (row: Row) => TableCell
}

/** What a reader searches for first. */
export const first = ["received", "inTime", "fixed", "promisesKept", "overdueOpen", "closed"]
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
