import { DeskError } from "@otklik/core"
import type { z } from "zod"

/**
 * Reads a cursor that was written as JSON.
 *
 * @param schema - its form
 * @param text - the cursor
 * @throws DeskError `config` for a cursor of somebody else: to begin anew would lose or double messages
 */
export function readStoredCursor<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  const read = schema.safeParse(jsonOf(text))
  if (read.success) return read.data
  const message = "a cursor that this connector gave for this source was expected"
  throw new DeskError("config", `cursor: ${message}`, { issues: [{ path: "cursor", message }] })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
