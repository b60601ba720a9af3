import { addMinutes, isDeskError, minutesBetween, type Instant } from "../../base/index.ts"
import type { Health } from "../../connector/index.ts"
import type { SchemaStatus, WorkCounts } from "../../storage/index.ts"
import type { DeskContext } from "../context.ts"
import { sourceKey } from "../intake/read-source.ts"
import { findDue } from "../privacy/sweep-incidents.ts"
import { readRequest } from "../options/request.ts"
import type { RetentionPolicy } from "../options/retention.ts"

/** How a storage is doing. `unreachable`: it gave no answer. */
export interface StorageHealth {
  /** Whether the schema fits this package, or nothing answers. */
  readonly state: SchemaStatus["state"] | "unreachable"
  /** The code of the error where it is unreachable and the error has one. */
  readonly code: string | null
}

/** How far behind the reading of a source is. */
export interface SourceHealth {
  /** The connector, by its id. */
  readonly connectorId: string
  /** The source, by its id in the connector. */
  readonly sourceId: string
  /** When a page of it was stored last; null: never. */
  readonly readAt: Instant | null
  /** Minutes since it should have been read again; 0 while it is in time or was never read. */
  readonly lateMinutes: number
  /** This worker leaves it alone until then, since it failed; null: it does not. */
  readonly pausedUntil: Instant | null
}

/** How much work there is, for all workers together. */
export interface WorkHealth extends Omit<WorkCounts, "sources"> {
  /** No count of it goes further: one that is as large may be larger. */
  readonly countedTo: number
}

/** How far behind retention is with a policy. */
export interface RetentionHealth {
  /** The policy. */
  readonly policyId: string
  /**
   * Minutes for which the longest untouched incident has been kept beyond its time; 0 when there is none. What waits
   * for its reply is kept until that is published.
   */
  readonly lateMinutes: number
}

/** How a connector is doing, by its own `doCheck`. */
export interface ConnectorHealth extends Health {
  /** The connector, by its id. */
  readonly connectorId: string
}

/** How the desk is doing, as this worker sees it. */
export interface DeskHealth {
  /** When it was asked. */
  readonly at: Instant
  /** The storage and its schema. */
  readonly storage: StorageHealth
  /** Empty while the storage is not ready. */
  readonly sources: readonly SourceHealth[]
  /** Null while the storage is not ready. */
  readonly work: WorkHealth | null
  /** A policy each; empty while the storage is not ready. */
  readonly retention: readonly RetentionHealth[]
  /** Empty unless they were asked for. */
  readonly connectors: readonly ConnectorHealth[]
}

/** How to look. */
export interface HealthOptions {
  /** Whether networks are asked too: calls that count against quotas. Default false. */
  readonly connectors?: boolean
  /** Stops the questions to the networks. */
  readonly signal?: AbortSignal
}

/** Whether the worker can take work. */
export interface Readiness {
  /** Whether the desk can work. */
  readonly ready: boolean
  /** Why not, in a sentence; null when it is. */
  readonly why: string | null
}

/** More than any person reads, and a few milliseconds of a database. */
const countedTo = 10_000

/** Checks storage, sources, work, retention and, when asked, connectors. Never throws for what it finds. */
export async function health(context: DeskContext, options: HealthOptions = {}): Promise<DeskHealth> {
  readRequest("health", options)
  const at = context.clock.now()
  const [connectors, stored] = await Promise.all([
    options.connectors === true ? connectorsHealth(context, options.signal) : [],
    storedHealth(context, at),
  ])
  return { at, ...stored, connectors }
}

type StoredHealth = Pick<DeskHealth, "storage" | "sources" | "work" | "retention">

/** What the storage says: two reads, and one a policy of retention. */
async function storedHealth(context: DeskContext, now: Instant): Promise<StoredHealth> {
  const nothing = { sources: [], work: null, retention: [] }
  const storage = await storageHealth(context)
  if (storage.state !== "ready") return { storage, ...nothing }
  try {
    const { sources, ...work } = await context.storage.counts.countWork({ now, limit: countedTo })
    const retention = await Promise.all(context.retention.map((policy) => retentionHealth(context, policy, now)))
    return { storage, sources: sourcesHealth(context, sources, now), work: { ...work, countedTo }, retention }
  } catch (error) {
    return { storage: unreachable(error), ...nothing }
  }
}

/**
 * Whether the database answers, its schema fits and `desk.run` gets on: what a load balancer or an orchestrator asks.
 */
export async function readiness(context: DeskContext): Promise<Readiness> {
  const { stuckMinutes } = context.alarms
  const stuck = stuckMinutes === null ? null : context.rounds.stuck(context.clock.now(), stuckMinutes)
  // Said first: the storage may be what gives no answer.
  if (stuck !== null) return { ready: false, why: `${stuck.work} has done nothing since ${stuck.since}: restart the worker` }
  const { state, code } = await storageHealth(context)
  if (state === "ready") return { ready: true, why: null }
  return { ready: false, why: state === "unreachable" ? `the storage gives no answer (${code ?? "error"})` : `the schema is ${state}` }
}

async function storageHealth({ storage }: DeskContext): Promise<StorageHealth> {
  try {
    return { state: (await storage.schemaStatus()).state, code: null }
  } catch (error) {
    return unreachable(error)
  }
}

function unreachable(error: unknown): StorageHealth {
  return { state: "unreachable", code: isDeskError(error) ? error.code : null }
}

function sourcesHealth({ connectors, pauses }: DeskContext, moments: WorkCounts["sources"], now: Instant): readonly SourceHealth[] {
  const readMoments = new Map(moments.map(({ connectorId, sourceId, readAt }) => [`${connectorId}/${sourceId}`, readAt]))
  return connectors.flatMap((connector) => {
    if (!connector.capabilities.pull) return []
    return connector.sources.map((source) => {
      const key = sourceKey(connector, source)
      const readAt = readMoments.get(key) ?? null
      const lateMinutes = readAt === null ? 0 : Math.max(0, minutesBetween(readAt, now) - source.everyMinutes)
      return { connectorId: connector.id, sourceId: source.id, readAt, lateMinutes, pausedUntil: pauses.at(key, now)?.until ?? null }
    })
  })
}

async function retentionHealth(context: DeskContext, policy: RetentionPolicy, now: Instant): Promise<RetentionHealth> {
  const [longest] = await findDue(context, policy, now, 1)
  const until = longest === undefined ? now : addMinutes(longest.facts.updatedAt, policy.afterDays * 1440)
  return { policyId: policy.id, lateMinutes: minutesBetween(until, now) }
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
