import { sha256, type Instant } from "../../base/index.ts"
import {
  decodeRecord,
  type CursorMove,
  type ErasedCounts,
  type ErasureEntry,
  type JournalEntry,
  type KeptThing,
} from "../../storage/index.ts"
import type { DeskContext } from "../context.ts"
import { digestSum, noneErased } from "./erasure.ts"

/**
 * An erasure of more than one commit, as far as it came: enough to go on with it, and to certify the whole in the end.
 */
export interface ErasureRun {
  readonly parts: number
  readonly erased: ErasedCounts
  readonly kept: readonly KeptThing[]
  readonly digest: string
  /** By author: where the reading goes on, and whose messages these are, under the desk's key. */
  readonly after?: string | null
  readonly who?: string
}

/** What the storage has of a run, and what a later note takes the place of. */
export interface NotedRun {
  readonly run: ErasureRun | null
  /** Null where nothing was ever noted. */
  readonly stored: string | null
  /** The runs of other requests that are noted in the same place, by their ids. */
  readonly others: readonly (readonly [id: string, run: ErasureRun])[]
}

/**
 * The connector ids under which the desk notes runs, by policy and by request: no connector's, since those hold no
 * slash. They move in the commit that erases, and are empty between two runs.
 */
export const runNotes = { policy: "otklik/retention", request: "otklik/erasure" } as const

/** Where a run is noted: a policy's under its id, a request's in one of 256 places, so that none leaves a row. */
function placeOf(of: keyof typeof runNotes, id: string): string {
  return of === "policy" ? id : sha256(id).slice(0, 2)
}

/** A run that has done nothing yet. */
export const freshRun: ErasureRun = { parts: 0, erased: noneErased, kept: [], digest: "" }

/** Reads what was noted of a run. */
export async function readRun({ storage }: DeskContext, of: keyof typeof runNotes, id: string): Promise<NotedRun> {
  const place = placeOf(of, id)
  const stored = (await storage.readCursors(runNotes[of])).find(({ sourceId }) => sourceId === place)?.cursor ?? null
  const noted = stored === null || stored === "" ? [] : decodeRecord<NotedRun["others"]>(stored, "note of an erasure")
  return { run: noted.find(([one]) => one === id)?.[1] ?? null, stored, others: noted.filter(([one]) => one !== id) }
}

/** The part of a unit that notes how far a run came; null: that it is over. */
export function noteRun(
  of: keyof typeof runNotes,
  id: string,
  { stored, others }: Omit<NotedRun, "run">,
  run: ErasureRun | null,
  at: Instant,
): CursorMove & { readonly next: string } {
  const runs = run === null ? others : [...others, [id, run]]
  const place = { connectorId: runNotes[of], sourceId: placeOf(of, id) }
  const next = runs.length === 0 ? "" : JSON.stringify(runs)
  return { ...place, expected: stored, next, at, read: 0, matched: 0, skipped: 0, gaps: [] }
}

/** A run with the certificates of one more commit. */
export function withPart(run: ErasureRun, journal: readonly JournalEntry[] | undefined): ErasureRun {
  const entries = (journal ?? []).filter((entry): entry is ErasureEntry => entry.kind === "erasure")
  return entries.reduce(
    (sum, { erased, kept, digest }) => ({
      ...sum,
      parts: sum.parts + 1,
      erased: countsSum(sum.erased, erased),
      kept: kept.reduce(keptSum, sum.kept),
      digest: digestSum(sum.digest, digest),
    }),
    run,
  )
}

/** What two erasures took together. */
export function countsSum(one: ErasedCounts, other: ErasedCounts): ErasedCounts {
  return {
    messages: one.messages + other.messages,
    sealedAuthors: one.sealedAuthors + other.sealedAuthors,
    drafts: one.drafts + other.drafts,
    replies: one.replies + other.replies,
    evidence: one.evidence + other.evidence,
    accessEntries: one.accessEntries + other.accessEntries,
  }
}

function keptSum(sum: readonly KeptThing[], kept: KeptThing): readonly KeptThing[] {
  const same = sum.find(({ what, why }) => what === kept.what && why === kept.why)
  return [...sum.filter((one) => one !== same), { ...kept, count: kept.count + (same?.count ?? 0) }]
}
