import type { Storage } from "@otklik/core"
import { erasedMessage, lostRace, movingOf } from "@otklik/core/storage"
import type { FiguresRow } from "@otklik/core/reports"
import type { OpenedStorage } from "@otklik/testkit/storage"
import { soundSubject } from "../sound.ts"
import { type SubjectMutant, type Mutants, type Breaks, changed } from "../mutant.ts"

/** What handles of one opening know of each other. */
interface Shared {
  writes: number
  readonly held: Set<string>
}

/**
 * A storage that does in several statements what must be one step; the other handles of the opening are sound, and
 * counted.
 */
function torn(breaks: (storage: Storage, shared: Shared) => Breaks): SubjectMutant {
  async function openInterrupted(between: () => Promise<unknown>): Promise<OpenedStorage> {
    const opened = await soundSubject.openInterrupted?.(between)
    if (opened === undefined) throw new TypeError("the sound subject is interrupted")
    const shared: Shared = { writes: 0, held: new Set() }
    return {
      ...opened,
      storage: changed(opened.storage, breaks(opened.storage, shared)),
      async openSecond(tenant) {
        const storage = await opened.openSecond(tenant)
        return {
          ...storage,
          async commit(unit) {
            shared.writes += 1
            return storage.commit(unit)
          },
          async lease(options) {
            const leases = await storage.lease(options)
            for (const { id } of leases) shared.held.add(id)
            return leases
          },
        }
      },
    }
  }
  return { subject: { ...soundSubject, openInterrupted } }
}

/** Gives the first half of an answer as it was a statement ago. */
async function twice<Answer>(ask: () => Promise<Answer>, join: (earlier: Answer, later: Answer) => Answer): Promise<Answer> {
  const earlier = await ask()
  return join(earlier, await ask())
}

/** Storages that another party can catch between two statements. */
export const betweenMutants: Mutants = {
  // As a transaction that reads first and asks for the lock later: it is busy at once when somebody has written since.
  "between: a write of another handle between two statements leaves a call whole, and it does not fail half-way": torn(
    (storage, shared) => ({
      async commit(unit) {
        if (unit.appends === undefined) return storage.commit(unit)
        const { writes } = shared
        await storage.schemaStatus()
        if (shared.writes > writes) throw lostRace("storage", "database", "database is locked")
        return storage.commit(unit)
      },
    }),
  ),
  "between: what another handle takes between two statements is not taken twice": torn((storage, shared) => ({
    async lease(options) {
      const { among = [], kind, now, limit } = options
      if (kind !== "source") return storage.lease(options)
      const free = among.filter((id) => !shared.held.has(id)).slice(0, limit)
      await storage.schemaStatus()
      return free.map((id) => ({ kind, id, token: 1, until: now, takenOver: false, reply: null }))
    },
  })),
  // As a storage that writes over whatever is stored by then.
  "between: a tombstone covers no edit that it was not decided on": torn((storage) => ({
    async commit(unit) {
      const { tombstones } = unit
      if (tombstones === undefined || unit.messages !== undefined || unit.journal !== undefined) return storage.commit(unit)
      await storage.schemaStatus()
      const stored = await storage.read(
        "message",
        tombstones.map(({ key }) => key),
      )
      return storage.commit({ ...unit, tombstones: stored.map((message) => erasedMessage(message)) })
    },
  })),
  "between: a case is of one moment": torn((storage) => ({
    readCase: async (incidentId) =>
      twice(
        async () => storage.readCase(incidentId),
        (earlier, later) => (later === undefined ? later : { ...later, drafts: earlier?.drafts ?? [] }),
      ),
  })),
  "between: cursors and their gaps are of one moment": torn((storage) => ({
    readCursors: async (connectorId) =>
      twice(
        async () => storage.readCursors(connectorId),
        (earlier, later) => later.map((cursor, index) => ({ ...cursor, gaps: earlier[index]?.gaps ?? [] })),
      ),
  })),
  "between: records of cursors and their gaps are of one moment": torn((storage) => ({
    async readRecords(kind, after, limit) {
      const page = await storage.privacy.readRecords(kind, after, limit)
      if (kind !== "cursor") return page
      const gaps = (await storage.readCursors("vk:club1"))[0]?.gaps ?? []
      return { ...page, records: page.records.map((record) => ("gaps" in record ? { ...record, gaps } : record)) }
    },
  })),
  "between: the numbers of a report are of one moment": torn((storage) => ({
    figures: async (query) =>
      twice(
        async () => storage.counts.figures(query),
        (earlier, later) => later.map((row, index) => ({ ...row, numbers: { ...row.numbers, ...receivedOf(earlier[index]) } })),
      ),
  })),
  "between: the numbers and durations of a report are of one moment": torn((storage) => ({
    figures: async (query) =>
      twice(
        async () => storage.counts.figures(query),
        (earlier, later) => later.map((row, index) => ({ ...row, durations: earlier[index]?.durations ?? {} })),
      ),
  })),
  "between: the counts of records are of one moment": torn((storage) => ({
    countRecords: async () =>
      twice(
        async () => movingOf(storage).countRecords(),
        (earlier, later) => ({ ...later, incident: earlier.incident }),
      ),
  })),
  "between: the counts of work are of one moment": torn((storage) => ({
    countWork: async (query) =>
      twice(
        async () => storage.counts.countWork(query),
        (earlier, later) => ({ ...later, clocks: earlier.clocks }),
      ),
  })),
}

function receivedOf(row: FiguresRow | undefined): FiguresRow["numbers"] {
  return row?.numbers.received === undefined ? {} : { received: row.numbers.received }
}
