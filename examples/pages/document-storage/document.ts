import { DeskError, type Message, type StoredIncident } from "@otklik/core"
import type { IncidentMark } from "@otklik/core/reports"
import {
  lostRace,
  type Draft,
  type IncidentView,
  type JournalEntry,
  type LearnedName,
  type LearnedState,
  type LeaseKind,
  type OutboxEntry,
  type SealedAuthor,
  type SourceCursor,
  type StoredBurst,
  type StoredEvidence,
} from "@otklik/core/storage"

// #region handle
/** A place for documents that the host owns: an object store with conditional writes, a table with one row a name. */
export interface DocumentHandle {
  /** The text and its version; null when there is no such document. */
  read(name: string): Promise<{ readonly text: string; readonly version: string } | null>
  /** Writes only over the version named (null: only where there is none); false when another party wrote first. */
  replace(name: string, text: string, version: string | null): Promise<boolean>
}
// #endregion handle

/** Everything of one tenant. Pairs and not objects, so that no key can mean something else. */
export interface Data {
  incidents: Map<string, StoredIncident>
  /** Every event in the one order: incident, place in the incident, text. */
  feed: [incidentId: string, version: number, event: string][]
  /** What incidents are found and counted by, by incident. */
  views: Map<string, Pick<IncidentView, "clocks" | "labels">>
  /** What happened and is counted, by incident. */
  marks: Map<string, readonly IncidentMark[]>
  /** By incident and evidence, in the order of the first storing. */
  evidence: Map<string, StoredEvidence>
  claims: Map<string, string>
  messages: Map<string, Message>
  erased: Set<string>
  drafts: Map<string, Draft>
  outbox: Map<string, OutboxEntry>
  cursors: Map<string, SourceCursor>
  leases: Map<string, { readonly kind: LeaseKind; readonly token: number; readonly until: string }>
  sealedAuthors: Map<string, SealedAuthor>
  journal: Map<string, JournalEntry>
  /** What was learned; the bytes in base64. */
  learned: Map<LearnedName, Omit<LearnedState, "body"> & { readonly body: string }>
  bursts: Map<string, StoredBurst>
  /** By kind of sweep and incident: the version that retention has looked at. */
  swept: Map<string, number>
  lastToken: number
}

/** The version of the document's shape. */
export const format = 1

const emptyData: Data = {
  incidents: new Map(),
  feed: [],
  views: new Map(),
  marks: new Map(),
  evidence: new Map(),
  claims: new Map(),
  messages: new Map(),
  erased: new Set(),
  drafts: new Map(),
  outbox: new Map(),
  cursors: new Map(),
  leases: new Map(),
  sealedAuthors: new Map(),
  journal: new Map(),
  learned: new Map(),
  bursts: new Map(),
  swept: new Map(),
  lastToken: 0,
}

function encode(data: Data): string {
  return JSON.stringify({ format, data }, (_, value: unknown) => (value instanceof Map || value instanceof Set ? [...value] : value))
}

/** The data as JSON has it. */
type Stored = {
  readonly [Name in keyof Data]: Data[Name] extends Map<infer Key, infer Value>
    ? [Key, Value][]
    : Data[Name] extends Set<infer Value>
      ? Value[]
      : Data[Name]
}

/** The format of a stored text, and its data when the format is the one known here. */
export function decode(text: string): { readonly format: number; readonly data?: Data } {
  const read = JSON.parse(text) as { readonly format: number; readonly data: Stored }
  if (read.format !== format) return { format: read.format }
  const {
    incidents,
    feed,
    views,
    marks,
    evidence,
    claims,
    messages,
    erased,
    drafts,
    outbox,
    cursors,
    leases,
    sealedAuthors,
    journal,
    learned,
    bursts,
    swept,
    lastToken,
  } = read.data
  const data: Data = {
    incidents: new Map(incidents),
    feed,
    views: new Map(views),
    marks: new Map(marks),
    evidence: new Map(evidence),
    claims: new Map(claims),
    messages: new Map(messages),
    erased: new Set(erased),
    drafts: new Map(drafts),
    outbox: new Map(outbox),
    cursors: new Map(cursors),
    leases: new Map(leases),
    sealedAuthors: new Map(sealedAuthors),
    journal: new Map(journal),
    learned: new Map(learned),
    bursts: new Map(bursts),
    swept: new Map(swept),
    lastToken,
  }
  return { format, data }
}

// #region change
/** The documents of one tenant: read whole, changed whole. */
export interface Document {
  read(): Promise<Data>
  /** All or nothing: what `update` throws, or a lost race, leaves the document as it was. */
  change<Result>(update: (data: Data) => Result): Promise<Result>
  create(): Promise<void>
}

/** How often a change is tried anew before it is a conflict. */
const tries = 20

export function openDocument(handle: DocumentHandle, tenant: string): Document {
  async function readVersion(): Promise<{ readonly data: Data; readonly version: string }> {
    const stored = await handle.read(tenant)
    const found = stored === null ? undefined : decode(stored.text)
    if (stored === null || found?.data === undefined) {
      const message = found === undefined ? "there is no document yet: call migrate()" : `format ${found.format} is not known here`
      throw new DeskError("config", `document storage: ${message}`, { issues: [{ path: "documents", message }] })
    }
    return { data: found.data, version: stored.version }
  }
  return {
    read: async () => (await readVersion()).data,
    async change(update) {
      for (let attempt = 0; attempt < tries; attempt += 1) {
        const { data, version } = await readVersion()
        const result = update(data)
        if (await handle.replace(tenant, encode(data), version)) return result
        // Another party wrote in between: what `update` decided may no longer hold, so it decides again on what is
        // there now.
      }
      throw lostRace("storage", tenant, "the document was changed by others all the time")
    },
    async create() {
      if ((await handle.read(tenant)) === null) await handle.replace(tenant, encode(emptyData), null)
    },
  }
}
// #endregion change
