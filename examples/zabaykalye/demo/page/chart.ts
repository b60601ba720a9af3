import { BarChart, type BarSeriesOption } from "echarts/charts"
import { GridComponent, LegendComponent, type GridComponentOption, type LegendComponentOption } from "echarts/components"
import * as echarts from "echarts/core"
import { SVGRenderer } from "echarts/renderers"
import type { PageSection } from "./page-model.ts"
import { numberText } from "./wording.ts"

type ChartOption = echarts.ComposeOption<BarSeriesOption | GridComponentOption | LegendComponentOption>

echarts.use([BarChart, GridComponent, LegendComponent, SVGRenderer])
// On a server there is no font to measure by: ECharts would count a Cyrillic letter as wide as it is high, and cut
// titles at half of the room.
echarts.setPlatformAPI({ measureText: (text, font) => ({ width: estimateWidth(text, font) }) })

/**
 * Colours that stand for the page's own: they are replaced by its variables, so that one drawing fits light, dark and
 * paper.
 */
const paint = { now: "#010101", before: "#020202", ink: "#030303", muted: "#040404", line: "#050505" } as const

const fontFamily = "inherit"
const wide = 540
const labelWidth = 230
const labelSize = 13
/** More bars cannot be read; the table beside holds all of them, and the caption says so. */
export const barLimit = 12

/**
 * Draws a section: how many were registered, beside the period before.
 *
 * @param section - what to draw
 * @param titles - what the two periods are called
 * @returns SVG markup; texts in it are escaped by ECharts
 */
export function drawChart(section: PageSection, titles: { readonly now: string; readonly before: string | null }): string {
  const rows = section.shape === "bars" ? section.rows.slice(0, barLimit) : section.rows
  const compared = titles.before !== null && section.shape === "bars"
  const names = rows.map((row) => (section.shape === "bars" ? inTwoLines(row.title) : row.title))
  const height = section.shape === "bars" ? 52 + rows.length * (compared ? 42 : 36) : 300
  const option: ChartOption = {
    animation: false,
    textStyle: { fontFamily },
    legend: compared
      ? { top: 0, left: 0, itemWidth: 12, itemHeight: 12, itemGap: 20, textStyle: { color: paint.ink, fontSize: 13, fontFamily } }
      : { show: false },
    grid: { left: 4, right: 44, top: compared ? 34 : 20, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    ...axes(section, names),
    series: [
      ...(compared
        ? [
            series(
              section,
              titles.before ?? "",
              rows.map((row) => row.before?.received ?? 0),
              paint.before,
            ),
          ]
        : []),
      series(
        section,
        titles.now,
        rows.map((row) => row.counts.received),
        paint.now,
      ),
    ],
  }
  const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width: wide, height })
  try {
    chart.setOption(option)
    return cleaned(chart.renderToSVGString())
  } finally {
    chart.dispose()
  }
}

function axes(section: PageSection, names: string[]): Pick<ChartOption, "xAxis" | "yAxis"> {
  const label = { color: paint.ink, fontSize: labelSize, fontFamily }
  const hidden = { axisLine: { show: false }, axisTick: { show: false } }
  const value = {
    type: "value" as const,
    minInterval: 1,
    splitLine: { lineStyle: { color: paint.line } },
    axisLabel: { show: false },
    ...hidden,
  }
  if (section.shape === "columns") {
    const axisLine = { lineStyle: { color: paint.muted } }
    return {
      xAxis: { type: "category", data: names, axisLabel: { ...label, hideOverlap: true }, axisTick: { show: false }, axisLine },
      yAxis: value,
    }
  }
  const axisLabel = { ...label, lineHeight: 15 }
  return { xAxis: value, yAxis: { type: "category", data: names, inverse: true, axisLabel, ...hidden } }
}

function series(section: PageSection, name: string, data: number[], color: string): BarSeriesOption {
  return {
    type: "bar",
    name,
    data,
    silent: true,
    barMaxWidth: section.shape === "bars" ? 14 : 56,
    barGap: "12%",
    barCategoryGap: "28%",
    itemStyle: { color, borderRadius: section.shape === "bars" ? [0, 3, 3, 0] : [3, 3, 0, 0] },
    label: {
      // Over many days the numbers would stand on each other; they are in the table.
      show: section.shape === "bars" || data.length <= 14,
      position: section.shape === "bars" ? "right" : "top",
      color: color === paint.before ? paint.muted : paint.ink,
      fontSize: 12,
      fontWeight: color === paint.before ? "normal" : "bold",
      fontFamily,
      formatter: (point) => numberText(Number(point.value)),
    },
  }
}

/**
 * Puts the page's colours in, and takes out what only a browser's chart needs: hover styles under names that count up
 * from drawing to drawing.
 */
function cleaned(svg: string): string {
  return Object.entries(paint)
    .reduce((drawn, [name, colour]) => drawn.replaceAll(colour, `var(--chart-${name})`), svg)
    .replaceAll("font-family:inherit;", "")
    .replace(/<style >[\s\S]*?<\/style>\s*/, "")
    .replaceAll(/ (?:class|ecmeta_\w+|pointer-events)="[^"]*"/g, "")
    .replace(/^<svg width="\d+" height="\d+"/, `<svg aria-hidden="true" focusable="false"`)
}

/** A title on at most two lines; what does not fit stands in the table beside. */
function inTwoLines(title: string): string {
  const lines = [""]
  for (const word of title.split(" ")) {
    const line = lines.at(-1) ?? ""
    const longer = line === "" ? word : `${line} ${word}`
    if (line === "" || estimateWidth(longer, `${labelSize}px`) <= labelWidth) lines[lines.length - 1] = longer
    else if (lines.length === 2) return `${lines.join("\n")}…`
    else lines.push(word)
  }
  return lines.join("\n")
}

/** Widths of the broadest common sans-serif, DejaVu, in ems: a title that is too wide for its room would be cut. */
function estimateWidth(text: string, font = "12px"): number {
  const size = Number(/(\d+(?:\.\d+)?)px/.exec(font)?.[1] ?? 12)
  let ems = 0
  for (const sign of text)
    ems += /[шщжмюыфШЩЖМЮЫФWM]/.test(sign) ? 0.93 : /[A-ZА-ЯЁ«»…]/.test(sign) ? 0.75 : /[ .,:;()il"']/.test(sign) ? 0.37 : 0.63
  return ems * size
}
