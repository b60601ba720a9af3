import * as z from "zod"
import { DeskError, readOptions } from "../../base/index.ts"
import { decodeEvent } from "../rows/codec.ts"
import { exportFormat } from "./export-lines.ts"
import { recordKinds } from "../contract/tenant-records.ts"
import type { TenantCounts } from "../contract/record-kind.ts"

/** The kinds of lines between the first and the last. */
export const lineKinds = ["incident", "event", ...recordKinds] as const

/** The kind of a line between the first and the last. */
export type LineKind = (typeof lineKinds)[number]

/** What a line says. */
export type Line =
  | { readonly is: "first"; readonly tenant: string; readonly counts: TenantCounts }
  | { readonly is: "record"; readonly kind: LineKind; readonly record: unknown }
  | { readonly is: "last"; readonly hash: string }

const known = z.looseObject({})
const text = z.string()
const count = z.int().min(0)

/** As much of a record as must be right before a storage reads it. */
const recordSchemas: Readonly<Record<LineKind, z.ZodType>> = {
  incident: z.looseObject({
    number: count,
    view: z.looseObject({ facts: known, incident: z.looseObject({ incidentId: text }), wakeAt: text.nullable() }),
  }),
  event: z.looseObject({ incidentId: text, version: z.int().min(1), event: known }),
  claim: known,
  message: z.looseObject({ message: known, erased: z.boolean() }),
  draft: known,
  outbox: known,
  cursor: z.looseObject({
    gaps: z.array(known),
    reading: z.looseObject({ counts: z.array(count) }).nullable(),
  }),
  "sealed-author": z.looseObject({ messageKey: text, keyId: text.nullable(), sealed: text.nullable() }),
  journal: known,
  evidence: known,
  mark: z.looseObject({ incidentId: text }),
}

const firstSchema = z.looseObject({
  otklik: z.literal("tenant"),
  format: z.literal(exportFormat, `format ${exportFormat} was expected`),
  tenant: text.min(1),
  counts: z.record(z.enum(lineKinds), count),
})
const lineSchema = z.looseObject({ kind: z.enum(lineKinds), record: known })
const lastSchema = z.looseObject({ end: z.literal(true), hash: text })

/**
 * Reads a line of an export.
 *
 * @param line - its text
 * @param number - its number, from 1
 * @throws DeskError `protocol` with the number; nothing of the line is in it
 */
export function readLine(line: string, number: number): Line {
  const value = parsed(line, number)
  if (number === 1) {
    const { tenant, counts } = checked(firstSchema, value, number)
    return { is: "first", tenant, counts }
  }
  if (typeof value === "object" && value !== null && "end" in value) return { is: "last", hash: checked(lastSchema, value, number).hash }
  const { kind, record } = checked(lineSchema, value, number)
  checked(recordSchemas[kind], record, number)
  return { is: "record", kind, record: kind === "event" ? { ...record, event: eventOf(record["event"], number) } : record }
}

/** The error of a line that cannot be read, or is not what was expected there. */
export function brokenLine(line: number, why: string): DeskError<"protocol"> {
  return new DeskError("protocol", `import: line ${line}: ${why}`, { path: "lines", line })
}

function parsed(line: string, number: number): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch {
    throw brokenLine(number, "JSON was expected")
  }
}

function checked<Schema extends z.ZodType>(schema: Schema, value: unknown, number: number): z.output<Schema> {
  try {
    return readOptions(schema, value, "line")
  } catch (error) {
    throw brokenLine(number, error instanceof Error ? error.message : "another shape was expected")
  }
}

function eventOf(value: unknown, number: number): unknown {
  try {
    // Through the codec: an event of an older version is lifted, and one that nobody could read back is not taken.
    return decodeEvent(JSON.stringify(value))
  } catch (error) {
    throw brokenLine(number, error instanceof Error ? error.message : "an event was expected")
  }
}
