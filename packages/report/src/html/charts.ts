import { html, type Html } from "./markup.ts"

/**
 * Drawings by hand: everything sideways is in per cent and everything upright in pixels, so that a drawing takes the
 * width that there is, and its letters keep their size on a phone. Colours are classes of the style sheet.
 */
function percent(value: number): string {
  return `${Math.round(value * 1e4) / 100}%`
}

/**
 * A bar below the title of a row, with that of the compared period below it.
 *
 * @param max - the longest of the table
 */
export function bar(now: number, before: number | null, max: number): Html {
  const width = (value: number): string => percent(max === 0 || value === 0 ? 0 : Math.max(value / max, 0.006))
  return html`<svg class="bar" width="100%" height="${before === null ? 6 : 10}" aria-hidden="true">
    <rect class="now" width="${width(now)}" height="6" rx="1.5" />
    ${before === null ? null : html`<rect class="before" y="7" width="${width(before)}" height="3" rx="1.5" />`}
  </svg>`
}

/** A part of a whole, with the class of its colour. */
export interface Part {
  readonly value: number
  readonly tone: string
}

/**
 * One bar made of parts.
 *
 * @param label - what it shows, for those who cannot see it
 */
export function stack(parts: readonly Part[], height: number, label: string | null): Html {
  const whole = parts.reduce((sum, { value }) => sum + value, 0)
  let start = 0
  const rects = parts
    .filter(({ value }) => value > 0)
    .map(({ value, tone }) => {
      const rect = html`<rect class="${tone}" x="${percent(start / whole)}" width="${percent(value / whole)}" height="${height}" />`
      start += value
      return rect
    })
  return html`<svg
    class="stack"
    width="100%"
    height="${height}"
    ${label === null ? html`aria-hidden="true"` : html`role="img" aria-label="${label}"`}
  >
    ${rects}
  </svg>`
}

/** From nothing to p90, with a mark at the median. */
export function range(median: number, p90: number, max: number): Html {
  return html`<svg class="bar" width="100%" height="10" aria-hidden="true">
    <rect class="before" y="3" width="${percent(p90 / max)}" height="4" rx="2" />
    <rect class="now" width="${percent(median / max)}" y="3" height="4" rx="2" />
    <rect class="now" x="${percent(Math.max(0, median / max - 0.004))}" width="3" height="10" rx="1" />
  </svg>`
}

/** An interval of a chart of columns. */
export interface Slot {
  readonly label: string
  /** One a series. */
  readonly values: readonly number[]
}

const plotTop = 22
const plotHeight = 150
const chartHeight = 200
/** The widest column, of the whole drawing. */
const widest = 0.09
/** With more columns numbers would touch one another: they are in the table below. */
const labelledSlots = 16

/**
 * Columns over time, one or two a slot.
 *
 * @param tones - the class of each series; the numbers of `now` are read first
 * @param format - writes a number
 * @param label - what it shows, for those who cannot see it
 */
export function columns(slots: readonly Slot[], tones: readonly string[], format: (value: number) => string, label: string): Html {
  const max = Math.max(1, ...slots.flatMap(({ values }) => values))
  const top = niceTop(max)
  const y = (value: number): number => plotTop + plotHeight - (value / top) * plotHeight
  const lines = [0, 0.5, 1].map((part) => {
    const height = Math.round(y(top * part)) + 0.5
    return html`<line class="${part === 0 ? "axis" : "gridline"}" x1="0" x2="100%" y1="${height}" y2="${height}" />`
  })
  const every = (count: number): number => Math.max(1, Math.ceil(slots.length / count))
  const drawn = slots.map(({ label: name, values }, index) => {
    const [slot, gap] = [1 / slots.length, slots.length > 16 ? 0.12 : 0.2]
    const width = Math.min((slot * (1 - gap)) / values.length, widest)
    const middle = percent(slot * (index + 0.5))
    const rects = values.map((value, series) => {
      const x = slot * (index + 0.5) + width * (series - values.length / 2)
      const rect = html`<rect
        class="${tones[series] ?? "now"}"
        x="${percent(x)}"
        width="${percent(width * 0.94)}"
        y="${Math.round(y(value) * 10) / 10}"
        height="${Math.round((y(0) - y(value)) * 10) / 10}"
      />`
      const isMain = tones[series] === "now"
      const isLabelled = slots.length <= labelledSlots && (isMain || slots.length <= 8)
      return isLabelled
        ? html`${rect}<text class="value${isMain ? "" : " muted"}" x="${percent(x + width * 0.47)}" y="${Math.round(y(value)) - 5}"
              >${format(value)}</text
            >`
        : rect
    })
    const isShown = index % every(14) === 0
    const thin = index % every(6) === 0 ? "" : " wide"
    return html`${rects}${isShown ? html`<text class="tick${thin}" x="${middle}" y="${chartHeight - 8}">${name}</text>` : null}`
  })
  return html`<svg class="columns" width="100%" height="${chartHeight}" role="img" aria-label="${label}">${lines}${drawn}</svg>`
}

/** The next number above that a scale may end with. */
function niceTop(max: number): number {
  const power = 10 ** Math.floor(Math.log10(max))
  return ([1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((step) => step * power >= max) ?? 10) * power
}
