import { stableId } from "../../base/index.ts"
import type { Actor } from "../../incident/index.ts"
import type { ReadingEntry } from "../../storage/index.ts"
import type { DeskContext } from "../context.ts"
import { commit } from "../transact/transact.ts"

/** What is read, as the access log names it. */
export type ReadingNote =
  | { readonly what: "case"; readonly incidentId: string }
  | { readonly what: "list" | "export"; readonly conditions: Readonly<Record<string, unknown>>; readonly count: number }

/** So many are remembered at most; what was forgotten is written once more, and stored once. Our choice. */
const mostRemembered = 100_000

/**
 * Writes down that somebody reads texts, before they are given: where the journal cannot be written, nothing is read. A
 * case is written down once an hour for each person, a list or an export at each call.
 *
 * @throws whatever the storage throws; then nothing may be given
 */
export async function recordReading(context: DeskContext, actor: Actor, note: ReadingNote): Promise<void> {
  if (!context.accessLog.texts) return
  const at = context.clock.now()
  if (note.what !== "case") {
    // By chance, unlike other ids: each call is an entry of its own, also where two ask the same in one millisecond.
    const entry: ReadingEntry = { kind: "reading", entryId: `rdg_${crypto.randomUUID()}`, at, by: actor, incidentId: null, ...note }
    await commit(context, { journal: [entry] })
    return
  }
  const { recentReadings: recent } = context
  const hour = at.slice(0, 13)
  if (recent.hour !== hour || recent.entryIds.size >= mostRemembered) recent.entryIds.clear()
  recent.hour = hour
  const entryId = stableId("rdg", actor.kind, actor.id, note.incidentId, hour)
  if (recent.entryIds.has(entryId)) return
  await commit(context, { journal: [{ kind: "reading", entryId, at, by: actor, ...note, conditions: null, count: null }] })
  recent.entryIds.add(entryId)
}
