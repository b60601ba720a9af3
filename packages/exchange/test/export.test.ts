import type { ActorOptions } from "@otklik/core/desk"
import { createRoleAuthorisation, isDeskError, millisToInstant, instantToMillis, type Grant } from "@otklik/core"
import { spreadsheet, type ReadCell, type SheetRow } from "@otklik/report/spreadsheet"
import { workingTimeBetween } from "@otklik/core/sla"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { exportIncidents, im47Columns, importIncidents, type ExportIncidents, type MappedField } from "../src/index.ts"
import { localText, momentOf, readWall } from "../src/table/local-time.ts"
import { workingTicks } from "../src/export/working-ticks.ts"
import { mapping, office, officer, openOffice, titles, zone, type Office } from "./region.ts"
import { csvOf, inventedRow, utf8, xlsxOf, type InventedRow } from "./table-file.ts"

const asked = { where: {}, format: "im47-xlsx", zone, calendar: office, titles, texts: true, notes: true } as const

async function taken(
  { desk }: Pick<Office, "desk">,
  change: Partial<ExportIncidents> = {},
  by: ActorOptions = officer,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of exportIncidents(desk, { ...asked, ...change }, by)) pieces.push(piece)
  return new Uint8Array(Buffer.concat(pieces))
}

type ReadRow = Partial<Record<MappedField, ReadCell>>

async function rowsOf(bytes: Uint8Array): Promise<readonly ReadRow[]> {
  const read: SheetRow[] = []
  for await (const row of spreadsheet.rows(bytes)) read.push(row)
  const [heading, ...rows] = read
  expect(heading?.cells).toEqual(im47Columns.map(({ name }) => name))
  return rows.map(({ cells }) =>
    Object.fromEntries(im47Columns.flatMap(({ field }, index) => ((cells[index] ?? null) === null ? [] : [[field, cells[index]]]))),
  )
}

const seconds = (cell: ReadCell | undefined): number | undefined =>
  typeof cell === "object" && cell !== null ? cell.days * 86_400 : undefined

async function filled(rows: readonly InventedRow[], file?: Uint8Array): Promise<Office> {
  const town = await openOffice({ keyRing: { current: "one", keys: { one: new Uint8Array(32).fill(1) } } })
  const report = await importIncidents(town.desk, { file: file ?? utf8(csvOf(rows)), mapping, clocks: "as-of", open: "adopt" }, officer)
  expect(report.errors).toEqual([])
  return town
}

/** What must come back as it was, beside lengths of time. */
const texts = [
  "firstAnsweredAt",
  "firstAnswerText",
  "assignedAt",
  "ownAnsweredAt",
  "submittedAt",
  "step",
  "registeredAt",
  "closedAt",
  "kind",
  "outcome",
  "text",
  "closing",
  "windowOpenedAt",
  "externalId",
  "externalNumber",
  "authority",
  "executor",
  "topic",
  "topicGroup",
  "region",
  "district",
  "settlement",
  "street",
  "house",
  "object",
  "url",
  "answer1",
  "audience",
  "engagement",
  "tags",
  "note",
] as const satisfies readonly MappedField[]
const times = ["firstAnswerTime", "ownReactionTime", "totalTime", "reviewTime"] as const satisfies readonly MappedField[]

function expectBack(row: InventedRow, found: ReadRow | undefined): void {
  const plain = (cell: ReadCell | string | number | undefined) =>
    (typeof cell !== "string" && typeof cell !== "number") || cell === "" ? undefined : String(cell).replace(/^'/, "")
  for (const field of texts) expect([field, plain(found?.[field])]).toEqual([field, plain(row[field])])
  for (const field of times) {
    const [here, there] = [seconds(found?.[field]), row[field]]
    if (typeof there === "number") expect(Math.abs((here ?? Infinity) - there), field).toBeLessThanOrEqual(1)
    else expect(here, field).toBeUndefined()
  }
  const working = row.firstAnswerWorkingTime
  expect(Math.round((seconds(found?.firstAnswerWorkingTime) ?? NaN) * 1000) / 1000).toEqual(typeof working === "number" ? working : NaN)
}

const wall = (text: string): string => momentOf(zone, readWall(text, ["yyyy-MM-dd HH:mm:ss"]) ?? NaN).at

/** How the real help desk counts working minutes, by its definition: every minute is looked at. */
function ticksByDefinition(from: string, to: string): number {
  let ticks = 0
  for (let at = instantToMillis(from); at < instantToMillis(to); at += 60_000) {
    const [one, next] = [millisToInstant(at), millisToInstant(at + 1)]
    if (workingTimeBetween(office, one, next) > 0) ticks += 1
  }
  return ticks
}

/** A row as the real help desk could have it. */
const arbitraryRow = fc
  .record({
    start: fc.integer({ min: Date.UTC(2025, 0, 1) / 1000, max: Date.UTC(2025, 10, 1) / 1000 }),
    steps: fc.array(fc.integer({ min: 0, max: 80_000 }), { minLength: 6, maxLength: 6 }),
    way: fc.constantFrom("own", "before", "both"),
    review: fc.integer({ min: 0, max: 100 }),
    outcome: fc.constantFrom("Разъяснено", "Решено", "Не решено", ""),
    closing: fc.constantFrom("Автор доволен", "Нет ответа от автора", "Дальнейший диалог нецелесообразен"),
    isClosed: fc.boolean(),
    text: fc
      .string({ unit: fc.constantFrom("а", "б", " ", "=", "+", "-", "@", ";", '"', "\n", "😀", "1", "'"), minLength: 1, maxLength: 40 })
      .filter((text) => text.trim() !== "" && !text.startsWith("'")),
    hasExecutor: fc.boolean(),
  })
  .map(({ start, steps, way, review, outcome, closing, isClosed, text, hasExecutor }): InventedRow => {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = steps
    const at = (offset: number): string => localText(zone, millisToInstant((start + offset) * 1000))
    const [registeredAt, registered] = [at(0), 0]
    const assigned = way === "before" ? a + b + 1 : way === "both" ? a + b + 1 : a
    const first = way === "own" ? assigned + b + c : a + b
    const own = way === "own" ? first : way === "both" ? assigned + c + d : null
    const submitted = own === null ? null : assigned + Math.floor(((own - assigned) * 2) / 3)
    const reviewed = own === null || submitted === null ? null : Math.floor(((own - submitted) * review) / 100)
    const last = Math.max(own ?? first, assigned)
    const closed = isClosed ? last + e + f + 10 : null
    return inventedRow(1, {
      executor: hasExecutor ? "Исполнитель первый" : "",
      registeredAt,
      assignedAt: at(assigned),
      firstAnsweredAt: at(first),
      firstAnswerText: `'${text}`,
      firstAnswerTime: first - registered,
      firstAnswerWorkingTime: ticksByDefinition(wall(registeredAt), wall(at(first))) * 60,
      ownAnsweredAt: own === null ? "" : at(own),
      answer1: own === null ? "" : own === first ? `'${text}` : `'Ещё раз: ${text}`,
      submittedAt: submitted === null ? "" : at(submitted),
      ownReactionTime: submitted === null ? "" : submitted - assigned,
      reviewTime: reviewed ?? "",
      windowOpenedAt: at((own ?? first) + 5),
      closedAt: closed === null ? "" : at(closed),
      totalTime: closed ?? "",
      step: closed === null ? "Оценка удовлетворенности" : "Готово",
      closing: closed === null ? "" : closing,
      outcome,
      text: `'${text}`,
    })
  })

describe("an export of the 47 columns", () => {
  it("gives back what was taken over: texts, moments, lengths of time, and working time to the minute", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryRow, { minLength: 1, maxLength: 8 }), fc.boolean(), async (invented, isWorkbook) => {
        const rows = invented.map((row, index): InventedRow => ({
          ...row,
          externalId: index + 1,
          externalNumber: 900_001 + index,
          url: `https://vk.com/wall-1_${index + 1}`,
        }))
        const town = await filled(rows, isWorkbook ? await xlsxOf(rows) : undefined)
        const found = await rowsOf(await taken(town))
        expect(found).toHaveLength(rows.length)
        for (const [index, row] of rows.entries()) expectBack(row, found[index])
      }),
      { numRuns: 25 },
    )
  })

  it("comes in again as the same, as a workbook and as CSV", async () => {
    const rows = [1, 2, 3].map((id) => inventedRow(id, { text: `'=HYPERLINK("https://example.org";"${id}")`, note: "+7" }))
    const town = await filled(rows)
    const log = async ({ storage }: Pick<Office, "storage">) =>
      (await storage.readEvents(null, 1000)).map(({ event }) => JSON.stringify({ ...event, by: event.by.kind }))
    for (const format of ["im47-xlsx", "im47-csv"] as const) {
      const other = await filled([], await taken(town, { format, authors: { purpose: "moving" } }))
      expect(await log(other)).toEqual(await log(town))
      const [one, two] = await Promise.all([town, other].map((each) => each.storage.read("message", ["im:1", "im:2", "im:3"])))
      expect(two).toEqual(one)
    }
  })

  it("gives CSV that Excel in Russia opens: marked UTF-8, semicolons, CRLF, no formula from a text", async () => {
    const town = await filled([inventedRow(1, { street: "=1+1", topic: "Отопление", executor: "" })])
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await taken(town, { format: "im47-csv" }))
    expect(text.startsWith("\uFEFFКабинет;ID;Номер инцидента;")).toBe(true)
    expect(text.endsWith("\r\n")).toBe(true)
    expect(text).toContain(";'=1+1;12а;")
    expect(text).toContain(";05:00:07;")
  })

  it("leaves texts, notes and authors out unless they are asked for, and writes down who took them", async () => {
    const town = await filled([inventedRow(1)])
    const [plain] = await rowsOf(await taken(town, { texts: false, notes: false }))
    expect([plain?.text, plain?.firstAnswerText, plain?.answer1, plain?.note, plain?.authorUrl]).toEqual(Array.from({ length: 5 }))
    const [named] = await rowsOf(await taken(town, { authors: { purpose: "a request" } }))
    expect(named?.authorUrl).toBe("https://vk.com/id1")
    const readings = await town.desk.journal({ kind: "reading", limit: 10 })
    expect(readings.entries).toMatchObject([
      { what: "export", by: officer.actor, count: 1, conditions: {} },
      { what: "export", count: 1 },
    ])
    expect((await town.desk.journal({ kind: "access", limit: 10 })).entries).toMatchObject([{ purpose: "a request", by: officer.actor }])
  })

  it("writes the entry before the first row, and gives none where the journal fails", async () => {
    const town = await filled([inventedRow(1), inventedRow(2)])
    const broken = { ...town.storage, commit: () => Promise.reject(new Error("the disk is full")) }
    const { desk } = await openOffice({ storage: broken })
    await expect(taken({ desk })).rejects.toThrow("full")
    const pieces = exportIncidents(town.desk, { ...asked, format: "im47-csv" }, officer)
    await pieces.next()
    await pieces.next()
    expect((await town.desk.journal({ kind: "reading", limit: 10 })).entries).toHaveLength(1)
    await pieces.return()
  })

  it("gives what the reader may take out, and refuses whoever may take out nothing", async () => {
    const grants: Readonly<Record<string, readonly Grant[]>> = {
      officer: [{ role: "data-protection-officer", personalData: "author" }],
      roads: [{ role: "curator", authorityIds: ["roads"] }],
      executor: [{ role: "executor" }],
      blind: [{ role: "moderator", personalData: "none" }],
    }
    const authorisation = createRoleAuthorisation({ grantsOf: (id) => grants[id] ?? [] })
    const town = await openOffice({ authorisation })
    const rows = [inventedRow(1), inventedRow(2, { authority: 'ООО "Дороги"' })]
    await importIncidents(town.desk, { file: utf8(csvOf(rows)), mapping, clocks: "none", open: "adopt" }, officer)
    const as = (id: string): ActorOptions => ({ actor: { id, kind: "person" } })
    expect((await rowsOf(await taken(town, {}, as("roads")))).map(({ externalId }) => externalId)).toEqual([2])
    for (const id of ["executor", "blind", "nobody"]) {
      const refused: unknown = await taken(town, {}, as(id)).catch((error: unknown) => error)
      expect([id, isDeskError(refused, "forbidden")]).toEqual([id, true])
    }
    expect((await town.desk.journal({ kind: "reading", limit: 9 }, officer)).entries).toMatchObject([{ by: { id: "roads" }, count: 1 }])
  })

  it("cuts what a cell does not hold, and says so", async () => {
    const town = await filled([inventedRow(1, { text: `'${"я".repeat(32_765)}😀😀` })])
    const cuts: unknown[] = []
    const [row] = await rowsOf(await taken(town, { onCut: (cut) => cuts.push(cut) }))
    expect(cuts).toEqual([{ number: 1, cells: 1 }])
    expect(row?.text).toBe(`'${"я".repeat(32_765)}`)
  })

  it("shows an erased text as nothing, and keeps the moments", async () => {
    const town = await filled([inventedRow(1)])
    const [stored] = (await town.desk.find({}, { limit: 1 })).incidents
    await town.desk.execute({ type: "erase", incidentId: stored?.incident.incidentId ?? "", messageKey: "im:1" }, officer)
    const [row] = await rowsOf(await taken(town))
    expect([row?.text, row?.firstAnswerText, row?.note, row?.street]).toEqual(Array.from({ length: 4 }))
    expect([row?.registeredAt, row?.firstAnsweredAt]).toEqual(["2025-11-03 10:40:00", "2025-11-03 15:40:07"])
  })

  it("writes incidents of the desk's own", async () => {
    const town = await openOffice()
    const { incidentId } = await town.desk.register(
      { from: "phone", text: "Холодно", topic: "heating", territoryId: "town" },
      { ...officer, idempotencyKey: "1" },
    )
    await town.desk.execute({ type: "take", incidentId, executorId: "exec-1" }, officer)
    const [row] = await rowsOf(await taken(town, { titles: { ...titles, steps: { "in-work": "В работе" } } }))
    expect(row).toMatchObject({
      externalId: 1,
      externalNumber: 1,
      executor: "Исполнитель первый",
      step: "В работе",
      topicGroup: "ЖКХ",
      ownInTime: "-",
      text: "'Холодно",
    })
    expect(row?.url).toBeUndefined()
  })
})

describe("working minutes", () => {
  it("are the ticks of a minute inside of working time, whatever the moments", () => {
    const moment = fc.integer({ min: Date.UTC(2025, 10, 1), max: Date.UTC(2025, 10, 20) })
    fc.assert(
      fc.property(moment, moment, (one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)].map((millis) => millisToInstant(millis))
        expect(workingTicks(office, from ?? "", to ?? "")).toBe(ticksByDefinition(from ?? "", to ?? ""))
      }),
      { numRuns: 60 },
    )
  })
})
