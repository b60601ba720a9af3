import { isDeskError, readOptions, type Actor, type Calendar, type Desk } from "@otklik/core"
import type { ExportConditions, ExportedCase } from "@otklik/core/desk"
import { zoneSchema } from "@otklik/core/internal"
import { spreadsheet, textLimitOfCell, type SheetCell } from "@otklik/report/spreadsheet"
import * as z from "zod"
import { im47Columns } from "../im47/columns.ts"
import { im47Row } from "./im47-row.ts"
import { titlesSchema, type ExportTitles } from "./titles.ts"
import { byteOrderMark, csvLine } from "./write-csv.ts"

/** What is taken out, and how it is written. */
export interface ExportIncidents {
  /** Which incidents; an empty object: all of them that the reader may take out. */
  readonly where: ExportConditions
  /** The 47 columns of the real help desk as a workbook, or as CSV that Excel in Russia opens. */
  readonly format: "im47-xlsx" | "im47-csv"
  /** The IANA zone of the moments, as `Asia/Chita`: the table has wall-clock time. */
  readonly zone: string
  /** The office's working time, by which minutes up to the first answer are counted. */
  readonly calendar: Calendar
  /** What the host's things are called. Absent: their ids. */
  readonly titles?: ExportTitles
  /** Whether texts of citizens and answers go along. */
  readonly texts: boolean
  /** Whether notes go along that were marked for it (`inExport`). Default false. */
  readonly notes?: boolean
  /** Who wrote it goes along: each row is an entry of the access log with this purpose. Absent: nobody is named. */
  readonly authors?: {
    /** What for: part of the access log. */
    readonly purpose: string
  }
  /** Called for each row whose texts were cut to what a cell holds (32 767 characters), with how many cells. */
  readonly onCut?: (row: {
    /** The number of the incident. */
    readonly number: number
    /** How many of its cells were cut. */
    readonly cells: number
  }) => void
}

const requestSchema = z.strictObject({
  where: z.looseObject({}),
  format: z.enum(["im47-xlsx", "im47-csv"]),
  zone: z.string().refine((zone) => zoneSchema.safeParse(zone).success, "an IANA time zone was expected, like Asia/Chita"),
  calendar: z.custom<Calendar>(
    (value) => typeof value === "object" && value !== null && "blockAt" in value,
    "a calendar made by createCalendar was expected",
  ),
  titles: titlesSchema.prefault({}),
  texts: z.boolean(),
  notes: z.boolean().default(false),
  authors: z.strictObject({ purpose: z.string().min(1).max(500) }).optional(),
  onCut: z
    .custom<ExportIncidents["onCut"]>((value) => value === undefined || typeof value === "function", "a function was expected")
    .optional(),
})

/**
 * Writes incidents as the spreadsheet of 47 columns that the real help desk exports, row by row: memory holds one
 * incident. The desk is asked for the right `export`, and the access log has an entry before the first row. Given to
 * `importIncidents`, the file gives the same texts and moments.
 *
 * @param desk - the desk
 * @param request - which incidents, and how they are written
 * @param options - who takes them out
 * @returns the bytes of the file, piece by piece
 * @throws DeskError `config`, `forbidden`; with `authors`, what `desk.unsealAuthor` throws, but for authors that nobody
 * knows
 *
 * @example
 * await writeFile("november.xlsx", exportIncidents(desk, request, { actor }))
 */
export async function* exportIncidents(
  desk: Desk,
  request: ExportIncidents,
  options: {
    /** Who takes them out. */
    readonly actor: Actor
  },
): AsyncGenerator<Uint8Array, void, undefined> {
  const { where, format, authors, onCut, ...making } = readOptions(requestSchema, request, "exportIncidents")
  const rows = rowsOf(async (found) =>
    im47Row(found, making, authors === undefined ? null : await authorUrl(desk, found, authors, options)),
  )
  if (format === "im47-xlsx") {
    const columns = im47Columns.map(({ name, cell }) => ({ title: name, ...(cell === "time" ? ({ format: "[hh]:mm:ss" } as const) : {}) }))
    yield* spreadsheet.stream({ name: "Инциденты", columns }, rows)
    return
  }
  const encoder = new TextEncoder()
  yield encoder.encode(byteOrderMark + csvLine(im47Columns.map(({ name }) => name)))
  for await (const cells of rows) yield encoder.encode(csvLine(cells))

  async function* rowsOf(
    make: (found: ExportedCase) => Promise<readonly SheetCell[]>,
  ): AsyncGenerator<readonly SheetCell[], void, undefined> {
    for await (const found of desk.exportCases(where, options)) {
      const cells = await make(found)
      const long = cells.filter((cell) => typeof cell === "string" && cell.length > textLimitOfCell).length
      if (long > 0) onCut?.({ number: found.number, cells: long })
      yield cells.map(cut)
    }
  }
}

/** A workbook holds no more in a cell; a pair of surrogates stays whole. */
function cut(cell: SheetCell): SheetCell {
  return typeof cell === "string" && cell.length > textLimitOfCell ? cell.slice(0, textLimitOfCell).replace(/[\uD800-\uDBFF]$/, "") : cell
}

/** Who wrote an incident's first message, as a link where the network's links are known; null where nobody knows. */
async function authorUrl(
  desk: Desk,
  { incident, messages }: ExportedCase,
  { purpose }: { readonly purpose: string },
  options: { readonly actor: Actor },
): Promise<string | null> {
  const [messageKey = ""] = incident.messageKeys
  // Of who came by telephone a contact is sealed, and no link.
  if (messages[0]?.kind === "by-hand" || messages[0]?.authorPseudonym === null) return null
  try {
    const { authorId } = await desk.unsealAuthor({ incidentId: incident.incidentId, messageKey, purpose }, options)
    if (incident.network === "vk" && /^\d+$/.test(authorId)) return `https://vk.com/id${authorId}`
    return incident.network === "ok" && /^\d+$/.test(authorId) ? `https://ok.ru/profile/${authorId}` : authorId
  } catch (error) {
    if (isDeskError(error, "not-found")) return null
    throw error
  }
}
