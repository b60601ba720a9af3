import type { IncidentEvent, Message, StoredEvent, StoredIncident } from "@otklik/core"
import type { ClockFact, IncidentLabel, IncidentMark } from "@otklik/core/reports"
import type {
  Draft,
  JournalEntry,
  LearnedName,
  LearnedState,
  LeaseKind,
  OutboxEntry,
  SealedAuthor,
  SourceCursor,
  StoredBurst,
  StoredEvidence,
  SweepKind,
} from "@otklik/core/storage"

/**
 * Data of memory storages, for sharing between several of them: as a database file is shared between several handles.
 */
export interface MemoryStore {
  readonly kind: "memory-store"
}

/** A lease that somebody got and has not given back. */
export interface HeldLease {
  readonly kind: LeaseKind
  readonly token: number
  readonly owner: string
  readonly until: string
}

/** Everything that one tenant has. Every value in it is frozen. */
export interface TenantData {
  readonly incidents: Map<string, StoredIncident>
  /** Incident ids; the one at `index` has the number `index + 1`. */
  readonly numbered: string[]
  readonly logs: Map<string, readonly IncidentEvent[]>
  /** The event at `index` has the position `index + 1`. */
  readonly feed: StoredEvent[]
  readonly marks: Map<string, readonly IncidentMark[]>
  readonly clocks: Map<string, readonly ClockFact[]>
  readonly labels: Map<string, readonly IncidentLabel[]>
  /** By incident and evidence; a map keeps the order of the first storing. */
  readonly evidence: Map<string, StoredEvidence>
  readonly claims: Map<string, string>
  readonly messages: Map<string, Message>
  readonly erased: Set<string>
  readonly drafts: Map<string, Draft>
  readonly outbox: Map<string, OutboxEntry>
  readonly cursors: Map<string, SourceCursor>
  readonly leases: Map<string, HeldLease>
  readonly sealedAuthors: Map<string, SealedAuthor>
  /** By entry id. */
  readonly journal: Map<string, JournalEntry>
  /** What was learned; copies, since bytes cannot be frozen. */
  readonly learned: Map<LearnedName, LearnedState>
  /** Mass events by id. */
  readonly bursts: Map<string, StoredBurst>
  /** The version of each incident that retention has processed, by kind of sweep. */
  readonly swept: Readonly<Record<SweepKind, Map<string, number>>>
  /**
   * The last fencing token that was given, for whatever: it only grows, so that a given-back lease leaves no row
   * behind.
   */
  lastToken: number
}

const tenantsOf = new WeakMap<MemoryStore, Map<string, TenantData>>()

/**
 * Makes an empty store that several memory storages may share.
 *
 * @example
 * const store = createMemoryStore()
 * const one = createMemoryStorage({ store })
 * const other = createMemoryStorage({ store })
 */
export function createMemoryStore(): MemoryStore {
  const store: MemoryStore = Object.freeze({ kind: "memory-store" })
  tenantsOf.set(store, new Map())
  return store
}

/** The data of one tenant; undefined when the store was not made by `createMemoryStore`. */
export function tenantData(store: MemoryStore, tenant: string): TenantData | undefined {
  const tenants = tenantsOf.get(store)
  if (tenants === undefined) return undefined
  const known = tenants.get(tenant)
  if (known !== undefined) return known
  const data = emptyData()
  tenants.set(tenant, data)
  return data
}

function emptyData(): TenantData {
  return {
    incidents: new Map(),
    numbered: [],
    logs: new Map(),
    feed: [],
    marks: new Map(),
    clocks: new Map(),
    labels: new Map(),
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
    swept: { author: new Map(), text: new Map() },
    lastToken: 0,
  }
}

/** The key of a source's cursor. */
export function sourceKey(connectorId: string, sourceId: string): string {
  return JSON.stringify([connectorId, sourceId])
}

/** Something that is done once nothing can fail any more. */
export type Step = () => void
