import { minutesBetween, type Instant, type SkippedItem } from "@otklik/core"
import type { MessagePage } from "@otklik/core/connector"
import { basename } from "node:path"

/** So many skipped items are kept with their place; all are counted. */
const noteLimit = 50

/** Lines of the first page, and the bounds of what follows. */
export const firstPace = 16
const slowestPace = 8
const fastestPace = 512

/** Something that was skipped, with its place. */
export interface SkippedNote {
  readonly file: string | null
  readonly line: number | null
  readonly path: string
  readonly code: SkippedItem["code"]
  readonly message: string
}

/**
 * How far a replay has come. It is the cursor itself, so that it moves in the same commit as what was read: a killed
 * run resumes exactly there.
 */
export interface ReplayProgress {
  /** The cursor of the connector itself. */
  readonly inner: string
  readonly oldest: Instant | null
  readonly newest: Instant | null
  /**
   * Lines of the next page: as many as make about half an hour of the archive, so that moments of registration are not
   * hours apart.
   */
  readonly pace: number
  /** All of them; `notes` are the first ones. */
  readonly skipped: number
  readonly notes: readonly SkippedNote[]
}

/** Writes the progress as a cursor. */
export function formatProgress(progress: ReplayProgress): string {
  return JSON.stringify(progress)
}

/**
 * Reads a cursor back.
 *
 * @throws TypeError for a cursor of something else
 */
export function parseProgress(cursor: string): ReplayProgress {
  const progress: unknown = JSON.parse(cursor)
  if (!isProgress(progress)) throw new TypeError("a cursor of a replay was expected; this database was filled by another program")
  return progress
}

function isProgress(value: unknown): value is ReplayProgress {
  if (typeof value !== "object" || value === null) return false
  return (
    "inner" in value &&
    typeof value.inner === "string" &&
    "pace" in value &&
    typeof value.pace === "number" &&
    "skipped" in value &&
    "notes" in value &&
    Array.isArray(value.notes)
  )
}

/**
 * The progress after one more page.
 *
 * @param before - where the page began; null for the first one
 * @param page - as the connector gave it
 */
export function advance(before: ReplayProgress | null, page: MessagePage): ReplayProgress {
  const moments = page.messages.map((message) => message.publishedAt)
  const notes = [...(before?.notes ?? []), ...page.skipped.map(skippedNote)].slice(0, noteLimit)
  const newest = moments.reduce<Instant | null>((most, moment) => (most === null || moment > most ? moment : most), before?.newest ?? null)
  return {
    inner: page.cursor,
    oldest: moments.reduce<Instant | null>((least, moment) => (least === null || moment < least ? moment : least), before?.oldest ?? null),
    newest,
    pace: nextPace(before, newest),
    skipped: (before?.skipped ?? 0) + page.skipped.length,
    notes,
  }
}

/**
 * Half of the lines where a page brought the clock on by more than an hour, twice as many where by less than a quarter.
 * It follows from the archive alone, so every run makes the same pages.
 */
function nextPace(before: ReplayProgress | null, newest: Instant | null): number {
  const pace = before?.pace ?? firstPace
  if (before === null || before.newest === null || newest === null) return pace
  const minutes = minutesBetween(before.newest, newest)
  if (minutes > 60) return Math.max(slowestPace, Math.floor(pace / 2))
  return minutes < 15 ? Math.min(fastestPace, pace * 2) : pace
}

/** The file's name without its folders: what is written about a run must not depend on where it ran. */
export function skippedNote({ file, line, path, code, message }: SkippedItem): SkippedNote {
  return { file: file === undefined ? null : basename(file), line: line ?? null, path, code, message }
}
