import { createDesk, type RoutingInput } from "@otklik/core"
import { spreadsheet, type ReadCell } from "@otklik/report/spreadsheet"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createManualClock } from "@otklik/testkit"
import { readFile } from "node:fs/promises"
import { env } from "node:process"
import { describe, expect, it } from "vitest"
import { exportIncidents, im47Columns, im47Mapping, importIncidents, type MappedField } from "../src/index.ts"
import { office, officer, zone } from "./region.ts"

/** An export of the real help desk: such a file holds texts of people, so that none is in the repository. */
const path = env["OTKLIK_REAL_EXPORT"]

type Row = Partial<Record<MappedField, ReadCell>>

async function rowsOf(bytes: Uint8Array): Promise<readonly Row[]> {
  const rows: Row[] = []
  for await (const { cells } of spreadsheet.rows(bytes))
    rows.push(
      Object.fromEntries(im47Columns.flatMap(({ field }, index) => ((cells[index] ?? null) === null ? [] : [[field, cells[index]]]))),
    )
  return rows.slice(1)
}

/** The desk's own data, as the file names them. */
function dataOf(rows: readonly Row[]) {
  const distinct = (...fields: readonly MappedField[]) =>
    [...new Set(rows.flatMap((row) => fields.flatMap((field) => row[field] ?? [])))].map((title, index) => ({
      id: `${fields[0]}-${index}`,
      title: plain(title),
    }))
  return {
    topics: distinct("topic"),
    authorities: distinct("authority"),
    executors: distinct("executor"),
    territories: distinct("region", "district", "settlement"),
  }
}

const plain = (cell: ReadCell | undefined): string =>
  typeof cell !== "string" && typeof cell !== "number" ? "" : String(cell).replace(/^'/, "")
const days = (cell: ReadCell | undefined): number => (typeof cell === "object" && cell !== null ? cell.days : Number(cell ?? NaN))

describe("an export of the real help desk", () => {
  it.skipIf(path === undefined)(
    "goes in without an error, and comes out with its texts and moments (OTKLIK_REAL_EXPORT names the file)",
    async () => {
      const file = await readFile(path ?? "")
      const rows = await rowsOf(file)
      const data = dataOf(rows)
      const routing: RoutingInput = {
        authorities: data.authorities.map((one) => ({ ...one, kind: "administration" })),
        territories: data.territories.map((one) => ({ ...one, kind: "district" })),
        rules: [],
      }
      const storage = createMemoryStorage()
      await storage.migrate()
      const desk = createDesk({
        storage,
        connectors: [],
        rules: [],
        topics: data.topics,
        routing,
        policies: [{ id: "day", version: "1", goal: "first-reply", startsAt: "assigned", term: { minutes: 1440, time: "wall" } }],
        authorKey: new Uint8Array(32).fill(7),
        clock: createManualClock({ at: "2036-01-01T00:00:00.000Z" }),
      })
      const report = await importIncidents(desk, { file, mapping: im47Mapping(zone, data), clocks: "as-of", open: "adopt" }, officer)
      expect(report).toMatchObject({ rows: rows.length, created: rows.length, errors: [], unmappedColumns: [], missingColumns: [] })
      expect(report.unknownValues.map(({ column }) => column)).toEqual([])
      const titlesOf = (list: readonly { readonly id: string; readonly title: string }[]) =>
        Object.fromEntries(list.map(({ id, title }) => [id, title]))
      const titles = { topics: titlesOf(data.topics), authorities: titlesOf(data.authorities), executors: titlesOf(data.executors) }
      const pieces: Uint8Array[] = []
      for await (const piece of exportIncidents(
        desk,
        { where: {}, format: "im47-xlsx", zone, calendar: office, titles, texts: true, notes: true },
        officer,
      ))
        pieces.push(piece)
      const found = await rowsOf(new Uint8Array(Buffer.concat(pieces)))
      const same = [
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
        "windowOpenedAt",
      ] as const
      for (const [index, row] of rows.entries()) {
        for (const field of same) expect([index, field, plain(found[index]?.[field])]).toEqual([index, field, plain(row[field])])
        for (const field of ["firstAnswerTime", "ownReactionTime", "totalTime"] as const) {
          if (row[field] !== undefined)
            expect(Math.abs(days(found[index]?.[field]) - days(row[field])) * 86_400, `${index} ${field}`).toBeLessThanOrEqual(1)
        }
        expect(Math.round(days(found[index]?.firstAnswerWorkingTime) * 1440)).toBe(Math.round(days(row.firstAnswerWorkingTime) * 1440))
      }
    },
  )
})
