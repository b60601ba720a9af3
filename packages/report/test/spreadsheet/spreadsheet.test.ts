import { spreadsheet, textLimitOfCell, type ReadCell, type Sheet, type SheetCell } from "@otklik/report/spreadsheet"
import { writeXlsx } from "hucre/xlsx"
import { describe, expect, it } from "vitest"

const madeAt = "2026-12-01T00:00:00.000Z"

function oneSheet(rows: readonly (readonly SheetCell[])[]): Sheet {
  return { name: "Лист", columns: [{ title: "Что" }, { title: "Сколько" }], rows }
}

async function readBack(bytes: Uint8Array, sheet?: string): Promise<readonly (readonly ReadCell[])[]> {
  const read: (readonly ReadCell[])[] = []
  for await (const { cells } of spreadsheet.rows(bytes, sheet === undefined ? {} : { sheet })) read.push(cells)
  return read
}

async function thereAndBack(cells: readonly SheetCell[]): Promise<readonly ReadCell[]> {
  const [, row] = await readBack(await spreadsheet.write([oneSheet([cells])], { madeAt }))
  return row ?? []
}

describe("the workbook", () => {
  it("gives back texts as they were, whatever they begin with", async () => {
    const texts = ["=1+1", "+7 900 000-00-00", "-5", "@дом", "'кавычка", "_x0041_", "строка\nвторая", " края ", "😀", "<&>\"'"]
    expect(await thereAndBack(texts)).toEqual(texts)
  })

  it("gives back numbers, shares and truth as values, not as texts", async () => {
    expect(await thereAndBack([12_345_678, 0.1, { share: 0.625 }, true, "5"])).toEqual([12_345_678, 0.1, 0.625, true, "5"])
  })

  it("gives back every length of time, also across the day that never was", async () => {
    const days = [1 / 86_400, 0.5, 1, 58.5, 59.5, 60, 60.5, 61, 366.25, 3650.999]
    const read = await thereAndBack(days.map((one) => ({ days: one })))
    for (const [at, cell] of read.entries()) expect(cell).toMatchObject({ days: expect.closeTo(days[at] ?? NaN, 8) as number })
    expect(new Set(read.map((cell) => JSON.stringify(cell))).size).toBe(days.length)
  })

  it("reads a date as a moment without a zone, in both calendars of the format", async () => {
    const moment = new Date("2026-11-24T10:30:15.000Z")
    for (const dateSystem of ["1900", "1904"] as const) {
      const cells = new Map([["0,0", { value: moment, style: { numFmt: "dd.mm.yyyy hh:mm:ss" } }]])
      const bytes = await writeXlsx({ sheets: [{ name: "a", rows: [[moment]], cells }], dateSystem })
      expect((await readBack(bytes))[0]?.[0], dateSystem).toMatchObject({ local: "2026-11-24T10:30:15.000" })
    }
  })

  it("reads the first sheet, or the one that is named, and says which there are", async () => {
    const bytes = await spreadsheet.write([oneSheet([["первый"]]), { ...oneSheet([["второй"]]), name: "Ещё" }], { madeAt })
    expect((await readBack(bytes))[1]).toEqual(["первый"])
    expect((await readBack(bytes, "Ещё"))[1]).toEqual(["второй"])
    await expect(readBack(bytes, "Нет")).rejects.toMatchObject({
      code: "config",
      details: { issues: [{ path: "sheet", message: expect.stringContaining("Ещё") as string }] },
    })
  })

  it("numbers rows as a spreadsheet shows them", async () => {
    const bytes = await spreadsheet.write([oneSheet([["a"], [null], ["c"]])], { madeAt })
    const lines = new Map<ReadCell | undefined, number>()
    for await (const { line, cells } of spreadsheet.rows(bytes)) lines.set(cells[0], line)
    expect([lines.get("a"), lines.get("c")]).toEqual([2, 4])
  })

  it("leaves out signs that XML cannot hold", async () => {
    expect(await thereAndBack(["а\u0000б\u000Bв\uFFFEг", "\ud800"])).toEqual(["абвг", "\uFFFD"])
  })

  it("puts the totals last", async () => {
    const bytes = await spreadsheet.write(
      [
        {
          ...oneSheet([
            ["a", 1],
            ["b", 2],
          ]),
          totals: ["Всего", 3],
        },
      ],
      { madeAt },
    )
    expect(await readBack(bytes)).toEqual([
      ["Что", "Сколько"],
      ["a", 1],
      ["b", 2],
      ["Всего", 3],
    ])
  })

  it("is the same bytes for the same sheets at the same moment", async () => {
    const write = (): Promise<Uint8Array> => spreadsheet.write([oneSheet([["a", 1]])], { madeAt, title: "Отчёт" })
    expect(Buffer.from(await write()).equals(await write())).toBe(true)
  })

  it.each([
    ["a number that is not finite", oneSheet([["a", Number.NaN]]), "sheets[0].rows[0][1]"],
    ["an endless share", oneSheet([[{ share: Number.POSITIVE_INFINITY }]]), "sheets[0].rows[0][0]"],
    ["a text that is too long", oneSheet([["ы".repeat(textLimitOfCell + 1)]]), "sheets[0].rows[0][0]"],
    ["a name that Excel forbids", { ...oneSheet([]), name: "за 1/2 года" }, "sheets"],
    ["a name that is too long", { ...oneSheet([]), name: "и".repeat(32) }, "sheets"],
  ])("refuses %s, with its place", async (_, sheet, path) => {
    await expect(spreadsheet.write([sheet], { madeAt })).rejects.toMatchObject({ code: "config", details: { issues: [{ path }] } })
  })

  it.each([
    ["nothing", new Uint8Array()],
    ["a table of texts", new TextEncoder().encode("Дата;Текст\r\n1;два\r\n")],
  ])("says that %s is no workbook", async (_, bytes) => {
    await expect(readBack(bytes)).rejects.toMatchObject({ code: "config", details: { issues: [{ path: "bytes" }] } })
  })
})

describe("a workbook that is written while its rows come", () => {
  const columns = [{ title: "Что" }, { title: "Сколько", format: "[hh]:mm:ss" }] as const

  async function* cells(count: number): AsyncGenerator<readonly SheetCell[], void, undefined> {
    for (let line = 0; line < count; line += 1) yield [`=${line} _x0041_`, { days: line + 0.5 }]
  }

  it("is read back as it was given", async () => {
    const pieces: Uint8Array[] = []
    for await (const piece of spreadsheet.stream({ name: "Лист", columns }, cells(70))) pieces.push(piece)
    const [heading, ...rows] = await readBack(new Uint8Array(Buffer.concat(pieces)))
    expect(heading).toEqual(["Что", "Сколько"])
    expect(rows).toHaveLength(70)
    for (const [line, row] of rows.entries())
      expect(row).toMatchObject([`=${line} _x0041_`, { days: expect.closeTo(line + 0.5, 8) as number }])
  })

  it("gives its first bytes before the last row was asked for, and asks no more when it is left", async () => {
    let asked = 0
    async function* long(): AsyncGenerator<readonly SheetCell[], void, undefined> {
      for (; asked < 1_000_000; asked += 1) yield [`text ${asked * 7919}`, asked]
    }
    for await (const piece of spreadsheet.stream({ name: "Лист", columns }, long())) {
      expect(piece.length).toBeGreaterThan(0)
      break
    }
    expect(asked).toBeLessThan(100_000)
  })
})
