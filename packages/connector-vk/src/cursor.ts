import { DeskError } from "@otklik/core"
import { z } from "zod"

/** Where a source was left. Moments are seconds since 1970, as VK counts. */
export interface Cursor {
  /** Everything up to and including this moment is settled. */
  readonly floor: number
  /** The newest moment that was handed over, or where the first reading began. */
  readonly high: number
  /** What was handed over above the floor, by mark, with its moment: lists show some messages late and out of order. */
  readonly recent: ReadonlyMap<string, number>
}

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const storedSchema = z.tuple([z.literal("vk1"), count, count, z.array(z.tuple([z.string().regex(/^[0-9a-f]{16}$/), count]))])

/** Writes a cursor as the string that the desk keeps. */
export function formatCursor({ floor, high, recent }: Cursor): string {
  const marks = [...recent].map(([mark, at]) => [mark, at - floor] as [string, number])
  return JSON.stringify(["vk1", floor, high, marks] satisfies z.input<typeof storedSchema>)
}

/**
 * Reads a cursor back.
 *
 * @throws DeskError `config` for anything that {@link formatCursor} did not write
 */
export function parseCursor(text: string): Cursor {
  const read = storedSchema.safeParse(jsonOf(text))
  if (!read.success) throw foreignCursor()
  const [, floor, high, marks] = read.data
  return { floor, high, recent: new Map(marks.map(([mark, after]) => [mark, floor + after])) }
}

/** The error for a cursor of somebody else: to begin anew would lose or double messages. */
export function foreignCursor(): DeskError<"config"> {
  const message = "a cursor that this connector gave for this source was expected"
  return new DeskError("config", `cursor: ${message}`, { issues: [{ path: "cursor", message }] })
}

/** The JSON, or undefined. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
