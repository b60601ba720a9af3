import { numberText, percentText } from "../numbers.ts"
import { keyTitle } from "../titles.ts"
import { tableTitle } from "../view.ts"
import { wording } from "../wording.ts"
import { bar } from "./charts.ts"
import { card, html, table, type TableRow } from "./markup.ts"
import type { CheckedHtmlOptions } from "./options.ts"
import { pageWords } from "./page-words.ts"
import { shareOf, type PageContext, type PagePart } from "./sections/cells.ts"

/**
 * The rows of a table, the worst first, below the formula by which they are ordered.
 *
 * @param given - scores and places of rows
 * @param id - of the part
 */
export function ranking(
  { report, locale, titles }: PageContext,
  given: CheckedHtmlOptions["rankings"][number],
  id: string,
): PagePart | null {
  const source = report.tables[given.table]
  if (source === undefined) return null
  const words = pageWords[locale]
  const title = words.ranking(tableTitle(source, locale))
  const { parts } = given.formula
  const shareTitle = (share: string): string =>
    report.metrics.find((metric) => metric.kind === "share" && metric.id === share)?.title[locale] ?? share
  const nameOf = (keys: readonly (string | null)[]): string =>
    source.by.map((dimension, index) => keyTitle(dimension, keys[index] ?? null, locale, titles)).join(" · ")
  const rows = given.ranked
    .toSorted((one, other) => one.score - other.score)
    .map(({ keys, score, place, parts: found }): TableRow => {
      const row = source.rows.find((one) => JSON.stringify(one.keys) === JSON.stringify(keys))
      const shares = parts.map(({ share }) => (row === undefined ? { percent: "—", of: "" } : shareOf(row, share, locale)))
      return {
        heading: html`${nameOf(keys)}${bar(score, null, 1)}`,
        cells: [
          { content: numberText(place, locale), tone: "strong" },
          { content: percentText(score, locale), tone: "strong" },
          ...shares.map(({ percent, of }, index) => {
            // A share of too few is shown, but not counted.
            const tone = found[index]?.value === null ? "zero" : ""
            return { content: of === "" ? percent : html`${percent} <small>${of}</small>`, tone }
          }),
        ],
      }
    })
  const weighed = parts.map(({ share, weight }) => `${new Intl.NumberFormat(locale).format(weight)} × «${shareTitle(share)}»`).join(" + ")
  const [first] = source.by
  const column = first === undefined ? "" : wording[locale].dimensions[first].column
  const heads = [words.place, words.score, ...parts.map(({ share }) => shareTitle(share))].map((head) => ({ title: head }))
  const without = given.unranked.map(({ keys, why }) => `${nameOf(keys)} (${words.whyUnranked(why)})`).join("; ")
  return {
    id,
    title,
    content: card(
      id,
      title,
      html`<p class="lead">${words.rankingLead}</p>`,
      html`<p class="formula">${words.formula(weighed)}</p>`,
      rows.length === 0
        ? html`<p class="lead">${words.emptyTable}</p>`
        : table(title, [{ title: column, isText: true }, ...heads], rows, "figures"),
      without === "" ? null : html`<p class="more">${words.unranked}: ${without}.</p>`,
    ),
  }
}
