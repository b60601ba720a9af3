import { isDeskError } from "@otklik/core"
import { describe, expect, it } from "vitest"
import {
  im47Columns,
  im47Mapping,
  importIncidents,
  suggestMapping,
  tableMappingSchema,
  type ImportIncidents,
  type ImportReport,
} from "../src/index.ts"
import { mapping, officer, openOffice, zone, type Office } from "./region.ts"
import { csvOf, inventedRow, utf8, windows1251, xlsxOf, type InventedRow } from "./table-file.ts"

const clean = { errors: [], unknownValues: [], unmappedColumns: [], missingColumns: [], oddTimes: [], droppedExecutors: 0 }

async function take(
  { desk }: Pick<Office, "desk">,
  rows: readonly InventedRow[] | Uint8Array,
  change: Partial<ImportIncidents> = {},
): Promise<ImportReport> {
  const file = rows instanceof Uint8Array ? rows : utf8(csvOf(rows))
  return importIncidents(desk, { file, mapping, clocks: "as-of", open: "adopt", ...change }, officer)
}

async function logOf({ storage }: Pick<Office, "storage">): Promise<readonly string[]> {
  return (await storage.readEvents(null, 10_000)).map(({ event }) => JSON.stringify({ ...event, by: event.by.kind }))
}

describe("an import of the 47 columns", () => {
  it("knows every column, and makes of a row what happened at its real moments", async () => {
    const town = await openOffice()
    const report = await take(town, [inventedRow(1)])
    expect(report).toMatchObject({ ...clean, rows: 1, created: 1, droppedAuthors: 1 })
    expect(report.termsCompared).toEqual({ compared: 1, differences: [] })
    expect(report.notKept.map(({ column }) => column)).toEqual(["Есть медиафайл в ответе", "Есть медиафайл в сообщении", "Опрос отправлен"])
    const [stored] = (await town.desk.find({}, { limit: 10 })).incidents
    expect(stored?.facts).toMatchObject({
      status: "closed",
      problem: "explained",
      intake: "import",
      topic: "heating",
      authorityId: "heat",
      territoryId: "town",
      network: "vk",
      // Chita is nine hours ahead.
      registeredAt: "2025-11-03T01:40:00.000Z",
      answeredAt: "2025-11-03T06:40:07.000Z",
      closedAt: "2025-11-07T01:40:00.000Z",
    })
    expect(stored?.incident).toMatchObject({ external: { system: "im", id: "1", number: "900001" }, tags: ["urgent", "school"] })
    const [message] = await town.storage.read("message", ["im:1"])
    expect(message).toMatchObject({
      text: 'В доме 1 "холодно"; батареи ледяные',
      place: { street: "Ленина", house: "12а" },
      reach: { audience: 1200, engagement: 3 },
      authorPseudonym: null,
    })
    const events = await town.storage.readEvents(null, 100)
    expect(
      events.filter(({ event }) => !event.type.startsWith("clock")).map(({ event }) => `${event.at.slice(5, 19)} ${event.type}`),
    ).toEqual([
      "11-03T01:40:00 incident-detected",
      "11-03T01:40:00 incident-registered",
      "11-03T01:40:00 tags-changed",
      "11-03T01:40:00 note-added",
      "11-03T02:00:00 incident-assigned",
      "11-03T02:00:00 executor-named",
      "11-03T03:00:00 draft-submitted",
      "11-03T05:00:00 draft-approved",
      "11-03T06:40:07 reply-published",
      "11-03T06:40:10 window-opened",
      "11-07T01:40:00 incident-closed",
    ])
  })

  it("is the same from a workbook, UTF-8 with and without its mark, windows-1251, and another delimiter", async () => {
    const rows = [1, 2, 3].map((id) => inventedRow(id))
    const first = await openOffice()
    await take(first, rows)
    const files = [
      await xlsxOf(rows),
      utf8(`\uFEFF${csvOf(rows)}`),
      windows1251(csvOf(rows)),
      utf8(csvOf(rows, { delimiter: "," })),
      utf8(csvOf(rows, { delimiter: "\t" })),
    ]
    for (const file of files) {
      const other = await openOffice()
      expect(await take(other, file)).toMatchObject({ ...clean, created: 3 })
      expect(await logOf(other)).toEqual(await logOf(first))
      // What was taken over from one file is known by another.
      expect(await take(first, file)).toMatchObject({ created: 0, known: 3, changed: 0 })
    }
  })

  it("reports the same by a dry run, and stores nothing", async () => {
    const town = await openOffice()
    const rows = [inventedRow(1), inventedRow(2, { topic: "Неведомое" }), inventedRow(3, { registeredAt: "вчера" })]
    const tried = await take(town, rows, { dryRun: true })
    expect(await logOf(town)).toEqual([])
    expect(tried).toMatchObject({ rows: 3, created: 2, errors: [{ row: 8, column: "Дата создания", code: "not-a-date" }] })
    expect(await take(town, rows)).toEqual(tried)
  })

  it("creates nothing the second time, names what was changed, and adds what is later", async () => {
    const town = await openOffice()
    const open = inventedRow(2, {
      step: "В работе",
      closedAt: "",
      closing: "",
      windowOpenedAt: "",
      outcome: "",
      firstAnsweredAt: "",
      firstAnswerText: "",
      ownAnsweredAt: "",
      answer1: "",
      submittedAt: "",
    })
    await take(town, [inventedRow(1), open])
    const [, adopted] = (await town.desk.find({}, { limit: 10 })).incidents
    expect(adopted?.facts).toMatchObject({ status: "assigned", closedAt: null })
    expect(await take(town, [inventedRow(1), open])).toMatchObject({ created: 0, known: 2 })
    town.clock.advance(24 * 60)
    const done = {
      ...open,
      step: "Готово",
      firstAnsweredAt: "2026-12-01 13:00:00",
      firstAnswerText: "Да",
      ownAnsweredAt: "2026-12-01 13:00:00",
      submittedAt: "2026-12-01 12:00:00",
      answer1: "Да",
      closedAt: "2026-12-01 14:00:00",
    }
    expect(await take(town, [inventedRow(1), done])).toMatchObject({ created: 0, known: 1, changed: 1, updated: 0 })
    expect(await take(town, [inventedRow(1), done], { update: true })).toMatchObject({ known: 1, updated: 1, errors: [] })
    const [, closed] = (await town.desk.find({}, { limit: 10 })).incidents
    expect(closed?.facts).toMatchObject({ status: "closed", answeredAt: "2026-12-01T04:00:00.000Z", closedAt: "2026-12-01T05:00:00.000Z" })
    expect(await take(town, [inventedRow(1), done], { update: true })).toMatchObject({ known: 2, updated: 0 })
  })

  it("goes on where it was killed, and comes to the same", async () => {
    const rows = Array.from({ length: 250 }, (_, index) => inventedRow(index + 1))
    const whole = await openOffice()
    await take(whole, rows)
    const town = await openOffice()
    let calls = 0
    const killed: Pick<Office, "desk"> = {
      desk: {
        ...town.desk,
        recordHistory(...given) {
          calls += 1
          if (calls === 3) throw new Error("the process is gone")
          return town.desk.recordHistory(...given)
        },
      },
    }
    await expect(take(killed, rows)).rejects.toThrow("gone")
    expect(await take(town, rows)).toMatchObject({ ...clean, rows: 250, created: 50, known: 200 })
    expect(await logOf(town)).toEqual(await logOf(whole))
  })

  it("tells rows and columns of what is wrong, and never a text of a row", async () => {
    const town = await openOffice()
    const secret = "Тайна жителя"
    const rows: readonly (readonly [InventedRow, object])[] = [
      [inventedRow(1, { registeredAt: "2025-13-40 10:00:00", text: secret }), { column: "Дата создания", code: "not-a-date" }],
      [inventedRow(2, { registeredAt: "", text: secret }), { column: "Дата создания", code: "missing" }],
      [inventedRow(3, { externalId: "" }), { column: "ID", code: "missing" }],
      [inventedRow(4, { url: "javascript:alert(1)" }), { column: "Урл поста", code: "not-a-link" }],
      [inventedRow(5, { house: "12 кв 7", text: secret }), { column: "Дом", code: "config" }],
      [inventedRow(6, { audience: "много" }), { column: "Аудитория", code: "not-a-number" }],
      [inventedRow(7, { reviewTime: "долго" }), { column: "Время, которое первый ответ ПИ находился на согласовании", code: "not-a-time" }],
      [inventedRow(8, { closedAt: "2027-01-01 00:00:00" }), { code: "config" }],
      [inventedRow(8), { column: "ID", code: "duplicate" }],
      [inventedRow(9, { text: `a\u0000${secret}` }), { column: "Текст инцидента", code: "nul" }],
    ]
    const report = await take(
      town,
      rows.map(([row]) => row),
    )
    expect(report.errors).toHaveLength(rows.length)
    for (const [index, [, expected]] of rows.entries()) expect(report.errors[index]).toMatchObject(expected)
    expect(report).toMatchObject({ rows: rows.length, created: 0 })
    expect(JSON.stringify(report)).not.toContain(secret)
  })

  it("reads on after a broken quote, and names the row that has it", async () => {
    const town = await openOffice()
    const [heading, ...lines] = csvOf([inventedRow(1), inventedRow(2)], {
      without: ["text", "firstAnswerText", "answer1", "authority"],
    }).split("\r\n")
    const broken = [heading, `"Кабинет" края;${lines[0]?.split(";").slice(1).join(";") ?? ""}`, lines[1], ""].join("\r\n")
    const report = await take(town, utf8(broken))
    expect(report).toMatchObject({ rows: 2, created: 1, errors: [{ row: 2, column: "Кабинет", code: "broken-quote" }] })
  })

  it("tells moments that clocks left out or showed twice", async () => {
    const town = await openOffice()
    const berlin = { ...mapping, zone: "Europe/Berlin", dates: ["dd.MM.yyyy HH:mm:ss", "yyyy-MM-dd HH:mm:ss"] }
    const rows = [
      inventedRow(1, { registeredAt: "30.03.2025 02:30:00" }),
      inventedRow(2, { registeredAt: "26.10.2025 02:30:00" }),
      inventedRow(3, { firstAnsweredAt: "2025-11-02 10:00:00" }),
    ]
    const report = await take(town, rows, { mapping: berlin })
    expect(report.oddTimes).toEqual([
      { row: 2, column: "Дата создания", why: "gap" },
      { row: 5, column: "Дата создания", why: "fold" },
      { row: 8, column: "Общее время первого ответа", why: "before-creation" },
    ])
    const moments = (await town.desk.find({}, { limit: 9 })).incidents.map(({ facts }) => facts.registeredAt)
    expect(moments).toEqual(["2025-03-30T01:30:00.000Z", "2025-10-26T00:30:00.000Z", "2025-11-03T09:40:00.000Z"])
  })

  it("counts what nobody knows: values of closed columns by name, people by number", async () => {
    const town = await openOffice()
    const rows = [
      inventedRow(1, { topic: "Погода" }),
      inventedRow(2, { topic: "Погода", executor: "Кто-то ещё" }),
      inventedRow(3, { closing: "5", outcome: "" }),
    ]
    const report = await take(town, rows)
    expect(report).toMatchObject({ created: 3, unknownValues: [{ column: "Тема", value: "Погода", rows: 2 }], droppedExecutors: 1 })
    expect(JSON.stringify(report)).not.toContain("Кто-то")
    const [, , last] = (await town.desk.find({}, { limit: 9 })).incidents
    expect(last?.facts).toMatchObject({ status: "closed", problem: "unknown" })
    const strict = {
      ...mapping,
      columns: { ...mapping.columns, Тема: { ...mapping.columns["Тема"], to: "topic", unknown: "error" } },
    } as const
    expect(await take(await openOffice(), rows, { mapping: strict })).toMatchObject({
      created: 1,
      errors: [{ code: "unknown-value" }, { code: "unknown-value" }],
    })
  })

  it("names columns that the mapping lacks, and those that the table lacks", async () => {
    const town = await openOffice()
    const more = csvOf([inventedRow(1)], { without: ["object", "note"] })
      .replace("Кабинет;", "Новый столбец;Кабинет;")
      .replace("\r\nКабинет края", "\r\nчто-то;Кабинет края")
    expect(await take(town, utf8(more))).toMatchObject({
      created: 1,
      unmappedColumns: ["Новый столбец"],
      missingColumns: ["Объект", "Примечание"],
    })
  })

  it("tells where «Уложились» is another than the clock of that time says", async () => {
    const town = await openOffice()
    expect(
      (await take(town, [inventedRow(1), inventedRow(2, { ownInTime: "Нет" }), inventedRow(3, { ownInTime: "-" })])).termsCompared,
    ).toEqual({
      compared: 2,
      differences: [{ row: 5, there: "no", here: "yes" }],
    })
  })
})

describe("a mapping", () => {
  it("is refused by its place", async () => {
    const { desk } = await openOffice()
    const wrong: readonly (readonly [object, string])[] = [
      [{ ...mapping, zone: "Chita" }, "zone"],
      [{ ...mapping, system: "Им" }, "system"],
      [{ ...mapping, columns: { A: { to: "topics" } } }, "columns.A.to"],
      [{ ...mapping, columns: { A: { to: "topic" }, B: { to: "topic" } } }, "columns.B.to"],
      [{ ...mapping, colums: {} }, "colums"],
    ]
    for (const [given, path] of wrong) {
      const failed: unknown = await importIncidents(
        desk,
        { file: utf8("a;b"), mapping: given as typeof mapping, clocks: "none", open: "skip" },
        officer,
      ).catch((error: unknown) => error)
      expect(isDeskError(failed, "config") && failed.details.issues[0]?.path).toBe(path)
    }
  })

  it("is proposed by headings: all 47 of the real help desk, and usual words of others", async () => {
    const proposed = await suggestMapping(utf8(csvOf([])), { zone, system: "im" })
    expect(Object.keys(proposed.columns)).toEqual(im47Columns.map(({ name }) => name))
    const fields = (given: typeof proposed) => Object.entries(given.columns).map(([name, { to }]) => [name, to])
    expect(fields(proposed)).toEqual(fields(im47Mapping(zone)))
    const other = await suggestMapping(utf8("Дата;Текст обращения;Ссылка;Прочее\n"), { zone })
    expect(other.columns).toEqual({ Дата: { to: "publishedAt" }, "Текст обращения": { to: "text" }, Ссылка: { to: "url" } })
    expect(() => tableMappingSchema.parse(other)).not.toThrow()
  })
})
