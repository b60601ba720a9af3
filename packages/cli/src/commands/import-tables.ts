import { basename } from "node:path"
import { createDesk, readOptions } from "@otklik/core"
import { tableMappingSchema, type ImportIncidents, type TableMapping } from "@otklik/exchange"
import type { ImportIncidentsAnswer, ImportMessagesAnswer } from "../answers.ts"
import type { CommandContext, CommandResult } from "../command.ts"
import { exitCodes } from "../exit.ts"
import { messageOf } from "../host.ts"
import { readGiven, readGivenJson, zoneOf } from "../region-data.ts"

/** Options that say how a table is read. */
interface TableOptions {
  readonly mapping?: string
  readonly encoding?: "utf-8" | "utf-16le" | "windows-1251"
  readonly zone?: string
}

/** Options of `import incidents`. */
export interface ImportIncidentsOptions extends TableOptions {
  readonly im47?: boolean
  readonly clocks: ImportIncidents["clocks"]
  readonly open: ImportIncidents["open"]
  readonly update?: boolean
  readonly dryRun?: boolean
}

/** Options of `import messages`. */
export interface ImportMessagesOptions extends TableOptions {
  readonly clocks: "none" | "run"
}

/** The mapping of a file that was named, else one by the headings of the table. */
async function mappingOf(
  context: CommandContext,
  bytes: Uint8Array,
  options: TableOptions & { readonly im47?: boolean },
): Promise<TableMapping> {
  const { machine, host, talk } = context
  const { im47Mapping, suggestMapping } = await import("@otklik/exchange")
  const encoding = options.encoding === undefined ? {} : { encoding: options.encoding }
  if (options.mapping !== undefined)
    return { ...readOptions(tableMappingSchema, await readGivenJson(machine, options.mapping), options.mapping), ...encoding }
  const parts = await host.parts()
  const zone = zoneOf(parts, options.zone)
  if (options.im47 === true) {
    const { topics = [], routing, tags = [] } = parts
    return {
      ...im47Mapping(zone, { topics, authorities: routing.authorities, territories: routing.territories, tags: [...tags] }),
      ...encoding,
    }
  }
  const suggested = await suggestMapping(bytes, { zone })
  const columns = Object.entries(suggested.columns).map(([heading, { to }]) => `${heading} → ${to}`)
  talk(`columns by their headings: ${columns.join(", ")}; write a mapping where this is wrong`)
  return { ...suggested, ...encoding }
}

/** Takes over the incidents of another system from its spreadsheet, with their history. */
export async function importIncidentTable(
  context: CommandContext,
  options: ImportIncidentsOptions,
  [file = ""]: readonly string[],
): Promise<CommandResult> {
  const { machine, host } = context
  const { importIncidents } = await import("@otklik/exchange")
  const bytes = await readGiven(machine, file)
  const mapping = await mappingOf(context, bytes, options)
  const { clocks, open, update = false, dryRun = false } = options
  const found = await importIncidents(
    await host.desk(),
    { file: bytes, mapping, clocks, open, update, dryRun },
    { actor: await host.actor() },
  )
  const { rows, created, known, changed, updated, skipped, errors, unknownValues, unmappedColumns, missingColumns, droppedAuthors } = found
  const answer: ImportIncidentsAnswer = {
    isDryRun: dryRun,
    counts: { rows, created, known, changed, updated, skipped, refused: new Set(errors.map(({ row }) => row)).size, droppedAuthors },
    errors,
    unknownValues,
    unmappedColumns,
    missingColumns,
  }
  const lines = [
    `${rows} rows: ${created} ${dryRun ? "would become" : "became"} incidents, ${known} known, ${changed} changed, ${updated} updated, ${skipped} left out`,
    ...errors.map(({ row, column, message }) => `row ${row}${column === "" ? "" : `, ${column}`}: ${message}`),
    ...unknownValues.map(({ column, value, rows: number }) => `${column}: "${value}" is unknown (${number} rows)`),
    ...(unmappedColumns.length > 0 ? [`not read: ${unmappedColumns.join(", ")}`] : []),
    ...(missingColumns.length > 0 ? [`missing: ${missingColumns.join(", ")}`] : []),
  ]
  return { answer, text: `${lines.join("\n")}\n`, exit: errors.length > 0 ? exitCodes.found : exitCodes.ok }
}

/** Reads complaints from a table, each registered at its own moment, by the desk's rules. */
export async function importMessageTable(
  context: CommandContext,
  options: ImportMessagesOptions,
  [file = ""]: readonly string[],
): Promise<CommandResult> {
  const { machine, host } = context
  const { createTableConnector } = await import("@otklik/exchange")
  const bytes = await readGiven(machine, file)
  const mapping = await mappingOf(context, bytes, options)
  const name = basename(file)
  const table = createTableConnector({ id: `table:${name}`, mapping, sources: [{ id: name, order: "published", open: () => bytes }] })
  const parts = await host.options()
  const desk = createDesk({ ...parts, connectors: [...parts.connectors, table] })
  const items: ImportMessagesAnswer["items"][number][] = []
  desk.events.on("item-skipped", ({ item: { line, path, message } }) => {
    items.push({ line: line ?? null, path, message })
  })
  const { read, matched, registered, candidates, known, skipped, failures } = await desk.pull({
    connectorIds: [table.id],
    registerAt: "published",
    clocks: options.clocks,
  })
  const [failure] = failures
  if (failure !== undefined) throw failure.error instanceof Error ? failure.error : new TypeError(messageOf(failure.error))
  const answer: ImportMessagesAnswer = { counts: { read, matched, registered, candidates, known, skipped }, items }
  const lines = [
    `${read} rows: ${matched} match, ${registered} became incidents, ${candidates} wait for a person, ${known} known, ${skipped} skipped`,
    ...items.map(({ line, path, message }) => `line ${line ?? "?"}${path === "" ? "" : `, ${path}`}: ${message}`),
  ]
  return { answer, text: `${lines.join("\n")}\n`, exit: skipped > 0 ? exitCodes.found : exitCodes.ok }
}
