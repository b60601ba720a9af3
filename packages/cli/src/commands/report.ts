import { writeFile } from "node:fs/promises"
import { resolve } from "node:path"
import type { Report } from "@otklik/core"
import { configError } from "@otklik/core/internal"
import type { CommandContext, CommandResult, Streamed } from "../command.ts"
import { CommandError, exitCodes } from "../exit.ts"
import { messageOf } from "../host.ts"
import { zoneOf } from "../region-data.ts"

/** Options of `report`. */
export interface ReportOptions {
  readonly from: string
  readonly to: string
  readonly compare?: "previous" | "year-before"
  readonly format?: "html" | "csv" | "json" | "xlsx"
  readonly out?: string
  readonly zone?: string
  readonly locale: "ru" | "en"
  readonly title: string
  readonly table?: string
  readonly json?: boolean
}

/** Counts a period, and writes it as a page, a workbook, a table or data. */
export async function report({ machine, host, talk }: CommandContext, options: ReportOptions): Promise<CommandResult | Streamed> {
  const format = options.format ?? (options.json === true ? "json" : "csv")
  const refuse = (path: string, message: string) => configError("report", [{ path, message }])
  if (options.json === true && format !== "json") throw refuse("--format", "json was expected beside --json")
  if (format === "xlsx" && options.out === undefined) throw refuse("--out", "a file was expected: a workbook is no text")
  const parts = await host.parts()
  const zone = zoneOf(parts, options.zone)
  const calendar = parts.calendars?.[parts.reportCalendarId ?? ""]
  const found = await (
    await host.desk()
  ).report({
    period: { zone, from: options.from, to: options.to },
    ...(options.compare === undefined ? {} : { compareWith: options.compare }),
    ...(calendar === undefined ? {} : { calendar }),
    actor: await host.actor(),
  })
  const made = await formOf(found, format, options, parts)
  if (options.out !== undefined) {
    await writeNew(resolve(machine.folder, options.out), options.out, made)
    talk(`written: ${options.out}`)
  }
  if (options.json === true) return { answer: found, text: "", exit: exitCodes.ok }
  if (options.out === undefined && typeof made === "string") await machine.out(made)
  return { exit: exitCodes.ok }
}

async function formOf(
  found: Report,
  format: NonNullable<ReportOptions["format"]>,
  { locale, title, table }: ReportOptions,
  { topics = [], routing }: Awaited<ReturnType<CommandContext["host"]["parts"]>>,
): Promise<string | Uint8Array> {
  const { regionTitles, toCsv, toHtml, toJson, toXlsx } = await import("@otklik/report")
  const form = { locale, titles: regionTitles({ topics, routing }) }
  if (format === "html") return toHtml(found, { ...form, title })
  if (format === "xlsx") return toXlsx(found, form)
  if (format === "json") return toJson(found)
  return toCsv(found, { ...form, ...(table === undefined ? {} : { table: table === "totals" ? "totals" : Number(table) }) })
}

/** Writes a file that there is not: what somebody has is never written over. */
async function writeNew(path: string, name: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFile(path, content, { flag: "wx" })
  } catch (error) {
    throw new CommandError(exitCodes.usage, "usage", `${name} cannot be written: ${messageOf(error)}`)
  }
}
