import { isDeskError, minutesBetween, type Instant } from "../base/index.ts"
import type { Health } from "../connector/index.ts"
import type { SchemaStatus } from "../storage/index.ts"
import type { DeskContext } from "./context.ts"
import { sourceKey } from "./read-source.ts"

/** How a storage is doing. `unreachable`: it gave no answer. */
export interface StorageHealth {
  readonly state: SchemaStatus["state"] | "unreachable"
  /** The code of the error where it is unreachable and the error has one. */
  readonly code: string | null
}

/** How far behind the reading of a source is. */
export interface SourceHealth {
  readonly connectorId: string
  readonly sourceId: string
  /** When a page of it was stored last; null: never. */
  readonly readAt: Instant | null
  /** Minutes since it should have been read again; 0 while it is in time or was never read. */
  readonly lateMinutes: number
  /** This worker leaves it alone until then, since it failed; null: it does not. */
  readonly pausedUntil: Instant | null
}

/** The replies that were approved and do not stand yet. */
export interface RepliesHealth {
  /** Incidents that wait for theirs, as many as were looked at: 1 000. */
  readonly waiting: number
  /** Since when the oldest of them has waited; null: none does. */
  readonly oldestAt: Instant | null
}

/** How a connector is doing, by its own `doCheck`. */
export interface ConnectorHealth extends Health {
  readonly connectorId: string
}

/** How the desk is doing, as this worker sees it. */
export interface DeskHealth {
  readonly at: Instant
  readonly storage: StorageHealth
  /** Empty while the storage is not ready. */
  readonly sources: readonly SourceHealth[]
  /** Null while the storage is not ready. */
  readonly replies: RepliesHealth | null
  /** Empty unless they were asked for. */
  readonly connectors: readonly ConnectorHealth[]
}

/** How to look. */
export interface HealthOptions {
  /** Whether networks are asked too: calls that count against quotas. Default false. */
  readonly connectors?: boolean
  readonly signal?: AbortSignal
}

/** Whether the worker can take work. */
export interface Readiness {
  readonly ready: boolean
  /** Why not, in a sentence; null when it is. */
  readonly why: string | null
}

const page = 1000

/** Looks at storage, sources, replies and, when asked, connectors. Never throws for what it finds. */
export async function health(context: DeskContext, options: HealthOptions = {}): Promise<DeskHealth> {
  const storage = await storageHealth(context)
  const isReady = storage.state === "ready"
  return {
    at: context.clock.now(),
    storage,
    sources: isReady ? await sourcesHealth(context) : [],
    replies: isReady ? await repliesHealth(context) : null,
    connectors: options.connectors === true ? await connectorsHealth(context, options.signal) : [],
  }
}

/** Whether the database answers and its schema fits: what a load balancer or an orchestrator asks. */
export async function readiness(context: DeskContext): Promise<Readiness> {
  const { state, code } = await storageHealth(context)
  if (state === "ready") return { ready: true, why: null }
  return { ready: false, why: state === "unreachable" ? `the storage gives no answer (${code ?? "error"})` : `the schema is ${state}` }
}

async function storageHealth({ storage }: DeskContext): Promise<StorageHealth> {
  try {
    return { state: (await storage.schemaStatus()).state, code: null }
  } catch (error) {
    return { state: "unreachable", code: isDeskError(error) ? error.code : null }
  }
}

async function sourcesHealth(context: DeskContext): Promise<readonly SourceHealth[]> {
  const now = context.clock.now()
  const found: SourceHealth[] = []
  for (const connector of context.connectors) {
    if (!connector.capabilities.pull) continue
    const cursors = await context.storage.readCursors(connector.id)
    for (const source of connector.sources) {
      const readAt = cursors.find(({ sourceId }) => sourceId === source.id)?.at ?? null
      const lateMinutes = readAt === null ? 0 : Math.max(0, minutesBetween(readAt, now) - source.everyMinutes)
      const pausedUntil = context.pauses.at(sourceKey(connector, source), now)?.until ?? null
      found.push({ connectorId: connector.id, sourceId: source.id, readAt, lateMinutes, pausedUntil })
    }
  }
  return found
}

async function repliesHealth({ storage }: DeskContext): Promise<RepliesHealth> {
  const { incidents } = await storage.find({ statuses: ["publishing"], limit: page })
  const moments = incidents.map(({ incident }) => incident.updatedAt).toSorted()
  return { waiting: incidents.length, oldestAt: moments[0] ?? null }
}

async function connectorsHealth({ connectors }: DeskContext, signal: AbortSignal | undefined): Promise<readonly ConnectorHealth[]> {
  return Promise.all(
    connectors.map(async (connector) => {
      try {
        return { connectorId: connector.id, ...(await connector.doCheck(signal === undefined ? {} : { signal })) }
      } catch (error) {
        const problems = [`it could not be checked (${isDeskError(error) ? error.code : "error"})`]
        return { connectorId: connector.id, ok: false, problems, expiresAt: null }
      }
    }),
  )
}
