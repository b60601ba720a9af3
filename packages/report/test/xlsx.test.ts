import { toXlsx } from "@otklik/report"
import { spreadsheet, type ReadCell } from "@otklik/report/spreadsheet"
import { describe, expect, it } from "vitest"
import { sampleReport } from "./sample-report.ts"
import { titles } from "./sample-titles.ts"

const report = sampleReport()

async function sheet(bytes: Uint8Array, name: string): Promise<readonly (readonly ReadCell[])[]> {
  const rows: (readonly ReadCell[])[] = []
  for await (const { cells } of spreadsheet.rows(bytes, { sheet: name })) rows.push(cells)
  return rows
}

describe("the workbook of a report", () => {
  it("has the totals, a sheet a table with its totals below, and notes", async () => {
    const bytes = await toXlsx(report, { locale: "ru", titles })
    const topics = await sheet(bytes, "О чём пишут")
    expect(topics[0]?.slice(0, 4)).toEqual(["Тема", "Поступило", "Поступило: было", "Поступило: изменение"])
    expect(topics.at(-1)?.slice(0, 2)).toEqual(["Всего", report.totals.numbers["received"]])
    const received = topics.slice(1, -1).reduce((sum, [, number]) => sum + Number(number), 0)
    expect(received).toBe(report.totals.numbers["received"])
    const totals = await sheet(bytes, "Всего")
    expect(totals.find(([title]) => title === "До первого ответа: медиана")?.[1]).toMatchObject({
      days: expect.closeTo((report.totals.durations["toFirstReply"]?.medianMinutes ?? 0) / 1440, 6) as number,
    })
    expect((await sheet(bytes, "Как читать")).flat()).toContain("Ноябрь 2026 года".toLowerCase())
  })

  it("names sheets as the format allows, each by another name", async () => {
    const [table] = report.tables
    if (table === undefined) throw new Error("no table")
    const long = { ...report, tables: [table, table, { ...table, by: ["authorityKind", "topicGroup"] as const, bucket: null, rows: [] }] }
    const bytes = await toXlsx(long, { locale: "ru" })
    expect(await sheet(bytes, "По неделям 2")).not.toHaveLength(0)
    expect(await sheet(bytes, "Вид органа × Группа тем")).toHaveLength(1)
  })

  it("leaves a hidden number empty", async () => {
    const bytes = await toXlsx(
      { ...report, totals: { ...report.totals, numbers: { ...report.totals.numbers, received: null } } },
      { locale: "en" },
    )
    expect((await sheet(bytes, "Total")).find(([title]) => title === "Received")?.[1] ?? null).toBeNull()
  })
})
