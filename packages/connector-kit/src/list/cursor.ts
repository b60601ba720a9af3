import type * as z from "zod"
import { DeskError } from "@otklik/core"

/**
 * Reads a cursor that was written as JSON.
 *
 * @param schema - its form
 * @param text - the cursor
 * @throws DeskError `config` for a foreign cursor: to begin anew would lose or double messages
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

/** Where a source was left. Moments are seconds since 1970. */
export interface Cursor {
  /** Everything up to and including this moment is settled. */
  readonly floor: number
  /** The newest moment that was handed over, or where the first reading began. */
  readonly high: number
  /** What was handed over above the floor, by mark, with its moment: lists show some messages late and out of order. */
  readonly recent: ReadonlyMap<string, number>
  /** What is remembered of watched messages. */
  readonly watched: WatchStates
  /** How far what is below newly watched messages was handed over. */
  readonly caught: string | undefined
}

const isCount = (value: unknown): value is number => typeof value === "number" && Number.isSafeInteger(value) && value >= 0

/** A mark with its moment, counted from the floor. */
const isMark = (value: unknown): value is [mark: string, after: number] =>
  Array.isArray(value) && value.length === 2 && typeof value[0] === "string" && /^[0-9a-f]{16}$/.test(value[0]) && isCount(value[1])

/** A watched message with its state. */
const isWatched = (value: unknown): value is string => typeof value === "string" && /^[0-9a-f]{12}[.+][-dc](?:[0-9a-f]{8})?$/.test(value)

const isPlace = (value: unknown): value is string => typeof value === "string" && /^(?:\d{12} [0-9a-f]{16})?$/.test(value)

/**
 * Writes a cursor as the string that the desk keeps.
 *
 * @param format - names its form, so that no other cursor is taken for it
 */
export function formatCursor(format: string, { floor, high, recent, watched, caught = "" }: Cursor): string {
  const marks = [...recent].map(([mark, at]) => [mark, at - floor])
  const watching = watched.size === 0 ? [] : [[...watched].map(([mark, state]) => mark + state), caught]
  return JSON.stringify([format, floor, high, marks, ...watching])
}

/**
 * Reads a cursor back.
 *
 * @param format - as it was written
 * @param text - the cursor
 * @throws DeskError `config` for anything that {@link formatCursor} did not write
 */
export function parseCursor(format: string, text: string): Cursor {
  const stored = listOf(text)
  const [form, floor, high, marks, watched = [], caught = ""] = stored
  if (![4, 6].includes(stored.length) || !Array.isArray(watched) || !watched.every(isWatched) || !isPlace(caught)) throw foreignCursor()
  if (form !== format || !isCount(floor) || !isCount(high) || !Array.isArray(marks) || !marks.every(isMark)) throw foreignCursor()
  return {
    floor,
    high,
    recent: new Map(marks.map(([mark, after]) => [mark, floor + after])),
    watched: new Map(watched.map((entry) => [entry.slice(0, 12), entry.slice(12)])),
    caught: caught === "" ? undefined : caught,
  }
}

/** The error for a foreign cursor: to begin anew would lose or double messages. */
function foreignCursor(): DeskError<"config"> {
  const message = "a cursor that this connector gave for this source was expected"
  return new DeskError("config", `cursor: ${message}`, { issues: [{ path: "cursor", message }] })
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

/** The list that is written in JSON; an empty one for anything else. */
function listOf(text: string): readonly unknown[] {
  try {
    const read: unknown = JSON.parse(text)
    return isList(read) ? read : []
  } catch {
    return []
  }
}

/**
 * What a source remembers of the messages that it was asked to watch, by mark: whether what is below a message was
 * handed over since it is watched (`.`; `+` while that is under way), what was reported of it (`-` nothing, `d`
 * deleted, `c` closed for comments), and a hash of its text, once it was seen.
 */
export type WatchStates = ReadonlyMap<string, string>
