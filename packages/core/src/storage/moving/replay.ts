import { DeskError, isDeskError } from "../../base/index.ts"
import type { IncidentEvent } from "../../incident/index.ts"
import type { Storage } from "../contract/contract.ts"
import type { IncidentView, StoredIncident } from "../contract/stored-incident.ts"
import { storedView } from "../rows/view.ts"
import { brokenLine, type LineKind } from "./import-line.ts"
import type { JournalEntry } from "../contract/journal.ts"
import type { RecordKind } from "../contract/record-kind.ts"
import type { StoredMark, TenantRecords } from "../contract/tenant-records.ts"
import type { Committed, CursorMove, UnitOfWork } from "../contract/unit-of-work.ts"

/** Records of one commit. */
const batch = 500

type Parts = { -readonly [Part in keyof UnitOfWork]-?: NonNullable<UnitOfWork[Part]>[number][] }

interface IncidentRecord {
  readonly number: number
  readonly view: Pick<StoredIncident, "facts" | "incident" | "wakeAt">
}

interface EventRecord {
  readonly incidentId: string
  readonly version: number
  readonly event: IncidentEvent
}

/** Puts the records of an export into a storage, in commits that note how far they came. */
export interface Replay {
  /**
   * @param kind - of the record
   * @param record - as the export gave it
   * @param mark - how far the lines are after it
   */
  add(kind: LineKind, record: unknown, mark: string): Promise<void>
  /** Commits what was added since the last commit. */
  flush(): Promise<void>
  /** The mark of the last commit; null before the first. */
  progress(): string | null
  /**
   * Commits that nothing more will come.
   *
   * @param word - is behind the mark from then on
   * @param entry - of the journal; null when it is there already
   * @returns the mark
   */
  end(word: string, entry: JournalEntry | null): Promise<string>
}

/** What notes how far an import came. */
export type NoteProgress = (next: string) => Pick<CursorMove, "connectorId" | "sourceId" | "at" | "next">

/**
 * Makes a replay. Events come in their one order and so get the same positions; incidents come with their first events
 * and so get the same numbers.
 *
 * @param storage - where to
 * @param done - the mark of what is there already; null for nothing
 * @param note - what notes a mark
 */
export function createReplay(storage: Storage, done: string | null, note: NoteProgress): Replay {
  let parts = emptyParts()
  let size = 0
  let expected = done
  let last: string | null = null
  let awaited: string | null = null
  const opened = new Map<string, IncidentRecord>()

  const progressTo = (next: string): CursorMove => ({ ...note(next), expected, read: 0, matched: 0, skipped: 0, gaps: [] })

  async function flush(): Promise<void> {
    if (last === null || size === 0) return
    const { numbers } = await commit({ ...parts, cursors: [...parts.cursors, progressTo(last)] }, last)
    for (const [incidentId, number] of numbers) {
      if (opened.get(incidentId)?.number !== number) throw broken(last, `the incident ${incidentId} would get another number`)
    }
    opened.clear()
    expected = last
    parts = emptyParts()
    size = 0
  }

  async function commit(unit: UnitOfWork, mark: string): Promise<Committed> {
    try {
      return await storage.commit(unit)
    } catch (error) {
      // A TypeError: a record of a shape that no storage reckons with.
      const isOfRecords =
        error instanceof TypeError ||
        isDeskError(error, "config") ||
        isDeskError(error, "duplicate") ||
        (isDeskError(error, "conflict") && error.details.what === "incident")
      if (!isOfRecords) throw error
      // A record that no storage takes, one that is given twice, or one that is missing; unless they were put there by
      // another party.
      const { connectorId } = note(mark)
      const [found] = await storage.readCursors(connectorId)
      if ((found?.cursor ?? null) === expected) throw broken(mark, error.message)
      throw new DeskError("conflict", "another import into this tenant is running", { what: "staging", id: "staging" }, { cause: error })
    }
  }

  async function addEvent({ incidentId, version, event }: EventRecord, mark: string): Promise<void> {
    const before = parts.appends.at(-1)
    if (before?.incidentId === incidentId) {
      parts.appends[parts.appends.length - 1] = { ...before, events: [...before.events, event] }
      return
    }
    // An incident is in a unit once, and no event may overtake another one.
    if (parts.appends.some((one) => one.incidentId === incidentId)) await flush()
    const view = opened.get(incidentId)?.view ?? (await storage.get(incidentId))
    if (view === undefined) throw broken(mark, "an event of an incident that the export does not contain")
    parts.appends.push({ incidentId, expectedVersion: version - 1, events: [event], view: viewAt(view, mark) })
  }

  /** Marks come after all events: each run of one incident is an append without events. */
  async function addMark({ incidentId, ...one }: StoredMark, at: string): Promise<void> {
    const before = parts.appends.at(-1)
    if (before?.incidentId === incidentId) {
      parts.appends[parts.appends.length - 1] = { ...before, marks: [...(before.marks ?? []), one] }
      return
    }
    if (parts.appends.some((append) => append.incidentId === incidentId)) await flush()
    const stored = await storage.get(incidentId)
    if (stored === undefined) await flush()
    const known = stored ?? (await storage.get(incidentId))
    if (known === undefined) throw broken(at, "a mark of an incident that the export does not contain")
    parts.appends.push({ incidentId, expectedVersion: known.version, events: [], view: viewAt(known, at), marks: [one] })
  }

  return {
    async add(kind, record, place) {
      if (kind === "event") await addEvent(record as EventRecord, place)
      else if (kind === "mark") await addMark(record as StoredMark, place)
      else if (kind === "incident") {
        // Its first event follows at once, so that no more of them wait than one commit holds.
        if (awaited !== null) throw broken(place, "the first event of an incident was expected")
        const incident = record as IncidentRecord
        opened.set(incident.view.incident.incidentId, incident)
      } else keep(parts, kind, record)
      awaited = kind === "incident" ? place : null
      size += 1
      last = place
      if (size >= batch && kind !== "incident") await flush()
    },
    flush,
    progress: () => expected,
    async end(word, entry) {
      if (entry === null) return expected ?? word
      const next = `${expected ?? "0 "} ${word}`
      await storage.commit({ journal: [entry], cursors: [progressTo(next)] })
      return next
    },
  }
}

/** A record of a shape that no storage expects is reported as such. */
function viewAt(stored: Pick<StoredIncident, "facts" | "incident" | "wakeAt">, mark: string): IncidentView {
  try {
    return storedView(stored)
  } catch (error) {
    throw error instanceof TypeError ? broken(mark, error.message) : error
  }
}

type Placed = Exclude<RecordKind, "mark">

function keep<Kind extends Placed>(parts: Parts, kind: Kind, record: unknown): void {
  const placers: { readonly [One in Placed]: (record: TenantRecords[One]) => void } = {
    claim: (claim) => parts.claims.push(claim),
    message({ message, erased }) {
      parts.messages.push(message)
      if (erased) parts.tombstones.push(message)
    },
    draft: (draft) => parts.drafts.push(draft),
    outbox: (entry) => parts.outbox.push(entry),
    cursor({ cursor: next, reading, ...cursor }) {
      parts.cursors.push({ ...cursor, expected: null, next, ...(reading === null ? {} : { reading }) })
    },
    "sealed-author": (author) => parts.sealedAuthors.push(author),
    journal: (entry) => parts.journal.push(entry),
    evidence: (piece) => parts.evidence.push(piece),
  }
  placers[kind](record as TenantRecords[Kind])
}

function broken(mark: string, why: string): DeskError<"protocol"> {
  return brokenLine(Number(mark.split(" ")[0]), `there or shortly before: ${why}`)
}

function emptyParts(): Parts {
  return {
    appends: [],
    claims: [],
    releases: [],
    messages: [],
    drafts: [],
    outbox: [],
    cursors: [],
    leases: [],
    tombstones: [],
    sealedAuthors: [],
    journal: [],
    forgotten: [],
    evidence: [],
    sweeps: [],
  }
}
