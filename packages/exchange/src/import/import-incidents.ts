import { goals, readOptions, type Actor, type Desk } from "@otklik/core"
import { sha256 } from "@otklik/core/internal"
import type { HistoryResult, PastIncident } from "@otklik/core/desk"
import * as z from "zod"
import { readMapping, type CheckedMapping, type MappedField, type TableMapping } from "../mapping.ts"
import { readTable } from "../table/table.ts"
import { pastOfRow, type OddTime } from "./past-of-row.ts"
import { knownColumns, mapRow, saidBy, type KnownColumn, type MappedRow, type RowError } from "./read-row.ts"

/** What is taken over, and how. */
export interface ImportIncidents {
  /** The bytes of the table: XLSX or CSV. */
  readonly file: Uint8Array
  /** What its columns are: `im47Mapping(zone, titles)`, or one of your own. */
  readonly mapping: TableMapping
  /** Stores nothing and reports the same. Default false. */
  readonly dryRun?: boolean
  /**
   * Adds what happened there since a row was taken over, where no person has worked on it here. Default: a changed row
   * is counted, and nothing is done.
   */
  readonly update?: boolean
  /** `as-of`: the clocks of the policies that were valid at each moment; `none`: nothing of the past is due. */
  readonly clocks: "as-of" | "none"
  /** What becomes of rows that are not over: they are worked on here from now on, or left out. */
  readonly open: "adopt" | "skip"
}

/** A value that a closed column of the mapping does not know, and how many rows have it. */
export interface UnknownValue {
  /** The heading of the column. */
  readonly column: string
  /** The value. */
  readonly value: string
  /** How many rows have it. */
  readonly rows: number
}

/** What an import came to. */
export interface ImportReport {
  /** Rows under the heading. */
  readonly rows: number
  /** Rows that became incidents. */
  readonly created: number
  /** Taken over before, or the desk had their messages by itself. */
  readonly known: number
  /** Taken over before, and changed in the table since. */
  readonly changed: number
  /** Of the changed ones those to which something was added: with `update`. */
  readonly updated: number
  /** Open rows, with `open: "skip"`. */
  readonly skipped: number
  /** Rows that could not be taken over, and why. */
  readonly errors: readonly RowError[]
  /** Of columns with `values` alone, and never of people. */
  readonly unknownValues: readonly UnknownValue[]
  /** Headings that the mapping does not name. */
  readonly unmappedColumns: readonly string[]
  /** Columns that the mapping names and the table lacks. */
  readonly missingColumns: readonly string[]
  /** Columns of which nothing is kept, and how many rows have something in them. */
  readonly notKept: readonly {
    /** The heading of the column. */
    readonly column: string
    /** How many rows have something in it. */
    readonly rows: number
  }[]
  /** Moments that were read otherwise than they are written. */
  readonly oddTimes: readonly OddTime[]
  /** Authors who were named, and dropped because the desk has no key ring. */
  readonly droppedAuthors: number
  /** Executors whom the mapping does not know: who it was is dropped, when it was stays. */
  readonly droppedExecutors: number
  /** «Уложились» of the table beside the clocks that run from the hand-over here: with `clocks: "as-of"`. */
  readonly termsCompared: {
    /** How many rows were compared. */
    readonly compared: number
    /** Rows where the two disagree. */
    readonly differences: readonly {
      /** The row of the table, from 1. */
      readonly row: number
      /** What the table says. */
      readonly there: "yes" | "no"
      /** What the clocks say. */
      readonly here: "yes" | "no"
    }[]
  }
}

const requestSchema = z.strictObject({
  file: z.instanceof(Uint8Array, { error: "the bytes of a file were expected" }),
  mapping: z.unknown(),
  dryRun: z.boolean().default(false),
  update: z.boolean().default(false),
  clocks: z.enum(["as-of", "none"]),
  open: z.enum(["adopt", "skip"]),
})

/** How many rows are stored in one commit. */
const batchSize = 100

/** Of these columns nothing is kept: an incident has no place for it. */
const dropped: readonly MappedField[] = ["oldObject", "replyHasMedia", "messageHasMedia", "communityUrl", "replyAccount", "surveySent"]

/** A row that waits for its batch. */
interface Waiting {
  readonly row: MappedRow
  readonly past: PastIncident
  readonly assignedAt: string | null
}

/**
 * Takes the incidents of a table over, with their history: each row becomes events at their real moments, so that a
 * comparison with last year works on the first day. No event is emitted, and nothing is sent. A row is known by its id
 * in the other system: the same table again creates nothing, and an import that was interrupted goes on when it is
 * asked for again. What is wrong with a row is reported, and the others are taken over.
 *
 * @param desk - the desk that gets them: its authorisation is asked for `import`
 * @param request - the table, its mapping, and how clocks and open rows are treated
 * @param options - who does it
 * @throws DeskError `config` for a request, a mapping or bytes that are wrong; `forbidden`; what the storage throws
 */
export async function importIncidents(
  desk: Desk,
  request: ImportIncidents,
  options: {
    /** Who does it. */
    readonly actor: Actor
  },
): Promise<ImportReport> {
  const { file, dryRun, update, clocks, open } = readOptions(requestSchema, request, "importIncidents")
  const mapping = readMapping(request.mapping)
  const { heading, rows } = await readTable(file, mapping)
  const known = knownColumns(heading, mapping)
  const report = createReport(heading, known, mapping)
  const batch = sha256(file).slice(0, 16)
  const seen = new Set<string>()
  let waiting: Waiting[] = []
  const flush = async (): Promise<void> => {
    const incidents = waiting.map(({ past }) => past)
    if (incidents.length === 0) return
    const { results } = await desk.recordHistory({ system: mapping.system, batch, incidents, clocks, open, update, dryRun }, options)
    for (const [index, result] of results.entries()) {
      const one = waiting[index]
      if (one !== undefined) report.became(one, result)
    }
    waiting = []
  }
  for await (const tableRow of rows) {
    const row = mapRow(tableRow, known, mapping)
    const { past, odd, assignedAt } = pastOfRow(row, mapping.system)
    const isTwice = past !== null && seen.has(past.id)
    if (isTwice) row.fail("externalId", "duplicate", "duplicate id in the table")
    report.read(row, odd)
    if (past === null || isTwice) continue
    seen.add(past.id)
    waiting.push({ row, past: { ...past, sum: sha256(saidBy(tableRow, known, mapping)).slice(0, 32) }, assignedAt })
    if (waiting.length === batchSize) await flush()
  }
  await flush()
  return report.end()
}

function createReport(heading: readonly string[], known: readonly KnownColumn[], mapping: CheckedMapping) {
  const counts = { rows: 0, created: 0, known: 0, changed: 0, updated: 0, skipped: 0, droppedAuthors: 0, droppedExecutors: 0 }
  const errors: RowError[] = []
  const oddTimes: OddTime[] = []
  const unknown = new Map<string, { column: string; value: string; rows: number }>()
  const notKept = new Map<string, number>()
  const terms = { compared: 0, differences: [] as ImportReport["termsCompared"]["differences"][number][] }
  const lost = known.filter(({ field }) => dropped.includes(field))
  return {
    read(row: MappedRow, odd: readonly OddTime[]): void {
      counts.rows += 1
      errors.push(...row.errors)
      oddTimes.push(...odd)
      for (const { field, column, value } of row.unknown) {
        if (field === "executor") {
          counts.droppedExecutors += 1
          continue
        }
        const key = JSON.stringify([column, value])
        const before = unknown.get(key) ?? { column, value, rows: 0 }
        unknown.set(key, { ...before, rows: before.rows + 1 })
      }
      for (const { field, name } of lost) if (row.text(field) !== null) notKept.set(name, (notKept.get(name) ?? 0) + 1)
    },
    became({ row, assignedAt }: Waiting, { outcome, error, droppedAuthor, clocks }: HistoryResult): void {
      if (outcome !== "refused") counts[outcome] += 1
      else if (error !== null)
        errors.push({ row: row.row, column: columnOfPath(row, error.path), code: error.code, message: error.message })
      if (droppedAuthor) counts.droppedAuthors += 1
      const there = row.value("ownInTime")
      const clock = clocks.find(({ goal, startedAt }) => goal === goals.firstReply && startedAt === assignedAt)
      if ((there !== "yes" && there !== "no") || clock === undefined || clock.stoppedAt === null) return
      terms.compared += 1
      const here = clock.stoppedAt <= clock.dueAt ? "yes" : "no"
      if (here !== there) terms.differences.push({ row: row.row, there, here })
    },
    end(): ImportReport {
      const names = new Set(heading)
      return {
        ...counts,
        errors: errors.toSorted((one, other) => one.row - other.row),
        unknownValues: [...unknown.values()],
        unmappedColumns: heading.filter((name) => name !== "" && mapping.columns[name] === undefined),
        missingColumns: Object.keys(mapping.columns).filter((name) => !names.has(name)),
        notKept: [...notKept].map(([column, rows]) => ({ column, rows })),
        oddTimes,
        termsCompared: terms,
      }
    },
  }
}

/** The columns that a path of a past incident comes from. */
const columnsOfPaths: Readonly<Record<string, MappedField>> = {
  id: "externalId",
  number: "externalNumber",
  topic: "topic",
  territoryId: "settlement",
  authorityId: "authority",
  executorId: "executor",
  tags: "tags",
  url: "url",
  text: "text",
  house: "house",
  street: "street",
  object: "object",
  authorId: "authorUrl",
  publishedAt: "registeredAt",
}

function columnOfPath(row: MappedRow, path: string): string {
  const field = columnsOfPaths[path.split(".").at(-1) ?? ""]
  return field === undefined ? "" : row.columnOf(field)
}
