import { readOptions, type Report } from "@otklik/core"
import { sha256 } from "@otklik/core/internal"
import { noteText } from "../notes.ts"
import { countedText, minutesChangeText, minutesText, momentText, numberText, percentText, periodText, pointsText } from "../numbers.ts"
import { keyTitle } from "../titles.ts"
import type { ReportLocale } from "../wording.ts"
import { card, html, table, trusted, type Html } from "./markup.ts"
import { htmlOptions, type CheckedHtmlOptions, type HtmlOptions } from "./options.ts"
import { checkReport } from "../options.ts"
import { ranking } from "./ranking.ts"
import { pageWords } from "./page-words.ts"
import { changeOf, numberOf, shareOf, toneOf, type ListBehind, type PageContext, type PagePart } from "./sections/cells.ts"
import { durations, outcomes, terms } from "./sections/outcomes.ts"
import { crossTable, plainTable } from "./sections/tables.ts"
import { allFigures, totalsList } from "./sections/totals.ts"
import { styles } from "./styles.ts"

/**
 * The report as one HTML page that needs nothing else: no script, no request, a policy that forbids both. It fits a
 * phone without scrolling sideways, follows the reader's light or dark scheme, and prints on A4: a browser makes the
 * PDF.
 *
 * Everything that is asked of the report is on it: what the page folds on a screen is printed in full.
 *
 * @param report - of `desk.report`
 * @param options - language, heading, and further tables of the host's own
 * @returns a whole document; every text in it is escaped
 * @throws DeskError `config` for options that make no sense
 */
export function toHtml(report: Report, options: HtmlOptions): string {
  const checked = readOptions(htmlOptions, options, "toHtml options")
  const { locale, titles, title, organisation } = checked
  const words = pageWords[locale]
  const behind = checked.lists.flatMap((list, index): readonly ListBehind[] =>
    list.row === undefined
      ? []
      : [{ id: `list-${index}`, ...list.row, content: listContent(list, locale), total: list.total ?? list.rows.length }],
  )
  const context: PageContext = { report: checkReport(report), locale, titles, behind }
  const period = periodText(report.period, locale)
  const parts = partsOf(context, checked)
  const policy = `default-src 'none'; style-src 'sha256-${sha256Base64(styles)}'; base-uri 'none'; form-action 'none'`
  return html`<!doctype html>
    <html lang="${locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>${[title, organisation, period].filter((one) => one !== undefined).join(" · ")}</title>
        ${trusted(`<style>${styles}</style>`)}
      </head>
      <body>
        <header>
          <div class="frame">
            ${organisation === undefined ? null : html`<p class="owner">${organisation}</p>`}
            <h1>${title}</h1>
            <p class="period">
              ${period}${report.comparedWith === null ? null : html`<span>; ${words.comparedWith} ${periodText(report.comparedWith, locale)}</span>`}
            </p>
            ${scopeLine(context)}
          </div>
        </header>
        <main class="frame">
          <section class="card" aria-label="${words.main}">
            <p class="summary">${summary(context)}</p>
            ${tiles(context)} ${mind(context, checked)}
            <nav aria-label="${words.contents}">${parts.map((part) => html`<a href="#${part.id}">${part.title}</a> `)}</nav>
          </section>
          ${parts.map(({ content }) => content)}
        </main>
        <footer class="frame"><p>${words.footer(momentText(report.at, report.period.zone, locale), report.period.zone)}</p></footer>
      </body>
    </html> `.markup
}

function sha256Base64(text: string): string {
  return btoa(String.fromCharCode(...(sha256(text).match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16))))
}

function partsOf(context: PageContext, options: CheckedHtmlOptions): readonly PagePart[] {
  const { tables } = context.report
  const partOf = (source: (typeof tables)[number], index: number): PagePart => {
    const id = `table-${index}`
    return source.by.length === 2 && source.bucket === null ? crossTable(context, source, id) : plainTable(context, source, id)
  }
  const overTime = tables.flatMap((source, index) => (source.by.length === 0 ? [partOf(source, index)] : []))
  const split = tables.flatMap((source, index) => (source.by.length === 0 ? [] : [partOf(source, index)]))
  const parts = [
    outcomes(context),
    terms(context),
    durations(context),
    ...overTime,
    ...options.rankings.map((given, index) => ranking(context, given, `ranking-${index}`)),
    ...split,
    totalsList(context, "backlog"),
    totalsList(context, "checks"),
    ...options.lists.flatMap((list, index) => (list.row === undefined ? [listPart(list, index, context)] : [])),
    coverage(context, options),
    allFigures(context),
  ]
  return parts.filter((part) => part !== null)
}

function summary({ report, locale, titles }: PageContext): string {
  const words = pageWords[locale]
  const { numbers, previous } = report.totals
  const received = numbers["received"]
  if (received === 0) return words.none
  if (typeof received !== "number") return ""
  const before = previous?.numbers["received"]
  const difference = typeof before === "number" ? received - before : null
  const amount = numberText(Math.abs(difference ?? 0), locale)
  const against = difference === null ? "" : difference === 0 ? words.same : difference > 0 ? words.more(amount) : words.less(amount)
  const topics = report.tables.find(({ by, bucket }) => by.length === 1 && by[0] === "topic" && bucket === null)?.rows ?? []
  const named = topics
    .filter((row) => row.keys[0] !== null && (row.numbers["received"] ?? 0) > 0)
    .slice(0, 3)
    .map(
      (row) =>
        `${locale === "ru" ? "«" : "“"}${keyTitle("topic", row.keys[0] ?? null, locale, titles)}${locale === "ru" ? "»" : "”"} (${numberOf(row, "received", locale)})`,
    )
  return `${words.registered(countedText(received, words.incidents, locale))}${against}.${named.length === 0 ? "" : words.mostly(named.join(", "))}`
}

interface Tile {
  readonly label: string
  readonly value: string
  readonly notes: readonly { readonly text: string; readonly tone: string }[]
  readonly isHot?: boolean
}

function tiles(context: PageContext): Html {
  return html`<ul class="tiles">
    ${tilesOf(context).map(
      ({ label, value, notes, isHot }) =>
        html`<li${isHot === true ? html` class="hot"` : null}><span class="label">${label}</span><span class="value${value.length > 7 ? " long" : ""}">${value}</span>${notes.map(({ text, tone }) => html`<span class="note ${tone}">${text}</span>`)}</li>
`,
    )}
  </ul>`
}

function tilesOf({ report, locale }: PageContext): readonly Tile[] {
  const words = pageWords[locale]
  const { totals } = report
  const { previous } = totals
  const number = (id: "received" | "overdueOpen" | "closed" | "openAfter"): readonly Tile[] => {
    const now = totals.numbers[id]
    if (now === undefined) return []
    const [then, change] = [previous?.numbers[id], changeOf(totals, id, locale)]
    const notes =
      change === null || typeof then !== "number"
        ? []
        : [
            { text: change.text, tone: toneOf(id, change) },
            { text: words.was(numberText(then, locale)), tone: "" },
          ]
    return [{ label: words.tiles[id], value: numberOf(totals, id, locale), notes, isHot: id === "overdueOpen" && now !== null && now > 0 }]
  }
  const share = (id: "inTime" | "fixed" | "promisesKept"): readonly Tile[] => {
    const held = totals.shares[id]
    if (held === undefined || (held.of === 0 && (previous?.shares[id]?.of ?? 0) === 0 && id !== "inTime")) return []
    const [now, points] = [shareOf(totals, id, locale), totals.change?.sharePoints[id]]
    const change = typeof points === "number" ? pointsText(points, locale) : null
    const then = previous === null ? null : shareOf(previous, id, locale)
    return [
      {
        label: words.tiles[id],
        value: now.percent,
        notes: [
          { text: now.of === "" ? words.nothingDue : now.of, tone: "part" },
          ...(change === null ? [] : [{ text: change.text, tone: toneOf(id, change) }]),
          ...(then === null || then.of === "" ? [] : [{ text: words.was(`${then.percent} (${then.of})`), tone: "" }]),
        ],
      },
    ]
  }
  const lasted = totals.durations["toFirstReply"]
  const before = previous?.durations["toFirstReply"]
  const duration: readonly Tile[] =
    lasted === undefined || lasted.medianMinutes === null
      ? []
      : [
          {
            label: `${words.tiles.toFirstReply}, ${words.median}`,
            value: minutesText(lasted.medianMinutes, locale),
            notes: [
              ...(lasted.p90Minutes === null ? [] : [{ text: words.p90Of(minutesText(lasted.p90Minutes, locale)), tone: "part" }]),
              ...(before === undefined || before.medianMinutes === null
                ? []
                : [
                    {
                      text: minutesChangeText(lasted.medianMinutes, before.medianMinutes, locale).text,
                      tone: toneOf("duration", minutesChangeText(lasted.medianMinutes, before.medianMinutes, locale)),
                    },
                    { text: words.was(minutesText(before.medianMinutes, locale)), tone: "" },
                  ]),
            ],
          },
        ]
  return [
    ...number("received"),
    ...share("inTime"),
    ...share("fixed"),
    ...share("promisesKept"),
    ...number("overdueOpen"),
    ...duration,
    ...number("closed"),
    ...number("openAfter"),
  ]
}

function mind({ report, locale }: PageContext, { notices }: CheckedHtmlOptions): Html | null {
  const words = pageWords[locale]
  const published = "published" in report ? (report.published as { readonly k: number; readonly hidden: number }) : null
  const said = [
    ...notices,
    ...(published === null ? [] : [words.published(numberText(published.k - 1, locale), numberText(published.hidden, locale))]),
    ...report.notes.map((note) => noteText(note, report, locale)),
  ]
  return said.length === 0
    ? null
    : html`<div class="mind">
        <b>${words.mind}</b>
        <ul>
          ${said.map((text) => html`<li>${text}</li>`)}
        </ul>
      </div>`
}

function scopeLine({ report, locale, titles }: PageContext): Html | null {
  const { reach, where } = report.scope
  if (reach === "everything" && where === null) return null
  const words = pageWords[locale]
  const named = (limit: object): string =>
    Object.entries(limit)
      .map(([field, values]) => {
        const dimension = (
          {
            topics: "topic",
            territoryIds: "territory",
            authorityIds: "authority",
            networks: "network",
            kinds: "kind",
            importance: "importance",
            intake: "intake",
            problems: "outcome",
            closings: "closing",
          } as const
        )[field]
        const list = Array.isArray(values) ? (values as readonly string[]) : []
        return list.map((value) => (dimension === undefined ? value : keyTitle(dimension, value, locale, titles))).join(", ")
      })
      .join("; ")
  const limits = reach === "everything" ? [] : reach.map(named)
  return html`<p class="scope">${words.scope}: ${[...limits, ...(where === null ? [] : [named(where)])].join("; ")}</p>`
}

function listPart(list: CheckedHtmlOptions["lists"][number], index: number, { locale }: PageContext): PagePart {
  const { title, lead, rows, empty = pageWords[locale].emptyTable } = list
  const id = `list-${index}`
  const said = rows.length === 0 ? empty : lead
  return { id, title, content: card(id, title, said === undefined ? null : html`<p class="lead">${said}</p>`, listContent(list, locale)) }
}

function listContent({ title, columns, rows, total = rows.length }: CheckedHtmlOptions["lists"][number], locale: ReportLocale): Html {
  if (rows.length === 0) return html``
  const lines = rows.map(({ cells: [heading = "", ...cells], url }) => ({
    heading: url === undefined ? heading : html`<a href="${url}" rel="noreferrer noopener">${heading}</a>`,
    cells: cells.map((content) => ({ content })),
  }))
  const heads = columns.map((column) => ({ title: column, isText: true }))
  return html`${table(title, heads, lines, "texts")}${
    total > rows.length
      ? html`<p class="more">${pageWords[locale].shown(numberText(rows.length, locale), numberText(total, locale))}</p>`
      : null
  }`
}

function coverage({ report, locale }: PageContext, { coverage: covered }: CheckedHtmlOptions): PagePart | null {
  if (covered === undefined) return null
  const words = pageWords[locale]
  const { zone } = report.period
  const rows = covered.sources.map(({ title, minutes, readMinutes, gaps }) => ({
    heading: title,
    cells: [
      { content: minutes === 0 ? "—" : percentText(readMinutes / minutes, locale), tone: readMinutes < minutes ? "alert" : "strong" },
      { content: readMinutes < minutes ? minutesText(minutes - readMinutes, locale) : "—" },
      { content: numberText(gaps.length, locale) },
    ],
  }))
  const between = `${momentText(covered.period.from, zone, locale)} – ${momentText(covered.period.to, zone, locale)}`
  return {
    id: "coverage",
    title: words.coverage,
    content: card(
      "coverage",
      words.coverage,
      html`<p class="lead">${words.coverageLead(between)}</p>`,
      table(
        words.coverage,
        [{ title: words.source, isText: true }, { title: words.read }, { title: words.unread }, { title: words.gaps }],
        rows,
        "figures",
      ),
    ),
  }
}
