import { addMinutes } from "../../base/index.ts"
import type { JournalPage, KeptThing, Lease } from "../../storage/index.ts"
import { deskActor } from "../actor.ts"
import type { DeskContext } from "../context.ts"
import { certificateOf, noneErased } from "./erasure.ts"
import type { Swept, JournalTerm } from "../options/retention.ts"
import { transact } from "../transact/transact.ts"

/** Entries of one commit. */
const batch = 500

const kindOf = {
  "access-log": "access",
  readings: "reading",
  searches: "search",
  certificates: "erasure",
  moves: "move",
  configurations: "configuration",
} as const

/**
 * A page of the entries whose term is over, oldest first.
 *
 * @param after - where the page before ended
 */
export async function findOverdue({ storage, clock }: DeskContext, term: JournalTerm, after: string | undefined): Promise<JournalPage> {
  const query = { kind: kindOf[term.erases], to: addMinutes(clock.now(), -term.afterDays * 1440), limit: batch }
  return storage.privacy.readJournal(after === undefined ? query : { ...query, after })
}

/**
 * One commit of a term: entries go, but for those of the access log whose author is still sealed, since the log
 * outlives what it speaks of. What goes of the access log is certified; what goes of the certificates is not, or they
 * would never end.
 */
export async function sweepJournal(context: DeskContext, term: JournalTerm, lease: Lease, after: string | undefined): Promise<Swept> {
  const { result } = await transact(context, async () => {
    const at = context.clock.now()
    const { entries, next } = await findOverdue(context, term, after)
    const keys = entries.flatMap((entry) => (entry.kind === "access" ? [entry.messageKey] : []))
    const sealed = new Set((await context.storage.privacy.readSealedAuthors(keys)).map(({ messageKey }) => messageKey))
    const forgotten = entries.filter((entry) => entry.kind !== "access" || !sealed.has(entry.messageKey))
    const kept = entries.length - forgotten.length
    const left: readonly KeptThing[] = kept === 0 ? [] : [{ what: "access-entry", count: kept, why: "author-still-sealed" }]
    const erased = { ...noneErased, accessEntries: term.erases === "access-log" ? forgotten.length : 0 }
    const reason = { cause: "age", policyId: term.id, incidentId: null, at, by: deskActor } as const
    const certificate = erased.accessEntries === 0 ? null : certificateOf(context, reason, erased, [], left)
    return {
      result: { looked: entries.length, erased, certificate, isIdle: false, isLast: next === null, kept, after: next },
      unit: { forgotten, journal: certificate === null ? [] : [certificate], leases: [lease] },
      stamp: reason,
    }
  })
  return result
}
