import { toCsv } from "@otklik/report"
import { describe, expect, it } from "vitest"
import { sampleReport } from "./sample-report.ts"
import { titles } from "./sample-titles.ts"

const report = sampleReport()
const topics = report.tables.findIndex(({ by }) => by.length === 1 && by[0] === "topic")

/** The topics of a table, with a title for the first. */
function lines(locale: "ru" | "en", title: string): readonly string[] {
  const first = report.tables[topics]?.rows[0]?.keys[0] ?? ""
  return toCsv(report, { locale, table: topics, titles: { topic: { [first]: title } } }).split("\r\n")
}

describe("CSV", () => {
  it("is Russian for Russian spreadsheets: a mark, semicolons, decimal commas", () => {
    const text = toCsv(report, { locale: "ru", table: topics, titles })
    expect(text.startsWith("\uFEFFТема;Поступило;")).toBe(true)
    expect(text).toMatch(/;\d+,\d+/)
    expect(text).not.toMatch(/\d\.\d/)
    expect(text.endsWith("\r\n")).toBe(true)
  })

  it("is English with commas and points, without a mark", () => {
    const text = toCsv(report, { locale: "en", table: topics, titles })
    expect(text.startsWith("Topic,Received,")).toBe(true)
    expect(text).toMatch(/,\d+\.\d+/)
  })

  it.each(["=1+1", "+7 900", "-5", "@x", "|calc", "\tx", "\rx", "\nx"])("keeps %j a text", (title) => {
    expect(lines("en", title).join("\r\n")).toContain(`'${title}`)
  })

  it("guards no number, however negative", () => {
    const change = report.tables[topics]?.rows.map(({ change: one }) => one?.numbers["received"]?.absolute ?? 0) ?? []
    expect(Math.min(...change)).toBeLessThan(0)
    expect(lines("en", "a").join("\n")).toMatch(/,-\d/)
    expect(lines("en", "a").join("\n")).not.toMatch(/,'-\d/)
  })

  it("quotes what would be taken for a boundary", () => {
    expect(lines("ru", 'две;части "в кавычках"')[1]).toMatch(/^"две;части ""в кавычках""";/)
    expect(lines("ru", "с запятой, без кавычек")[1]).toMatch(/^с запятой, без кавычек;/)
  })

  it("has the totals with their units and definitions", () => {
    const text = toCsv(report, { locale: "ru" })
    expect(text).toContain(
      `Поступило;${report.totals.numbers["received"]};${report.totals.previous?.numbers["received"]};;Зарегистрированы в периоде.`,
    )
    expect(text).toMatch(/До первого ответа: медиана;\d+;\d+;мин;/)
    expect(text).toMatch(/В срок;77,5832;[\d,]+;%;/)
  })

  it("leaves a cell that has no value empty", () => {
    const [row] = report.tables[topics]?.rows ?? []
    if (row === undefined) throw new Error("no row")
    const bare = {
      ...report,
      tables: [
        { by: ["topic" as const], bucket: null, overlapping: false, rows: [{ ...row, shares: { inTime: { share: null, of: 0 } } }] },
      ],
    }
    expect(toCsv(bare, { locale: "en", table: 0 }).split("\r\n")[1]).toMatch(/,,[\d.]+$/)
  })

  it("says which tables there are when one is asked that there is not", () => {
    expect(() => toCsv(report, { locale: "ru", table: 17 })).toThrow("no such table; the report has 5")
  })
})
