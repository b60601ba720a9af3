import { metrics, type Attributes, type BatchObservableResult, type MeterProvider } from "@opentelemetry/api"
import { instantToMillis, type Desk, type DeskHealth, type Instant } from "@otklik/core"
import { createGauges } from "./gauges.ts"
import type { Telemetry } from "./telemetry.ts"

/** What is observed, and where that goes. */
export interface ObserveDeskOptions {
  /** Only its `health` is called, once a collection: two reads of the storage, and one a policy of retention. */
  readonly desk: Pick<Desk, "health">
  /** Named on every measurement as `otklik.tenant`, where a process has several desks. */
  readonly tenant?: string
  /** Default: the global one of `@opentelemetry/api`. */
  readonly meterProvider?: MeterProvider
}

/**
 * Observes how far behind a desk is, once each time that metrics are collected, whatever the number of gauges: whether
 * the storage is ready, how late sources, clocks, replies and retention are, how much waits, and what workers hold. One
 * worker of several is enough, since all see the same.
 *
 * @param options - see {@link ObserveDeskOptions}
 * @returns what ends it
 *
 * @example
 * const observing = observeDesk({ desk, tenant: "chita" })
 */
export function observeDesk({ desk, tenant, meterProvider }: ObserveDeskOptions): Telemetry {
  const meter = (meterProvider ?? metrics).getMeter("@otklik/telemetry")
  const gauges = createGauges(meter)
  const where: Attributes = tenant === undefined ? {} : { "otklik.tenant": tenant }
  const reported = new Map<string, Attributes>()
  async function observe(result: BatchObservableResult): Promise<void> {
    const { at, storage, sources, work, retention } = await desk.health()
    result.observe(gauges.ready, storage.state === "ready" ? 1 : 0, where)
    observeSources(result, sources)
    for (const { policyId, lateMinutes } of retention)
      result.observe(gauges.retention, 60 * lateMinutes, { ...where, "otklik.policy": policyId })
    if (work !== null) observeWork(result, work, at)
  }

  function observeSources(result: BatchObservableResult, sources: DeskHealth["sources"]): void {
    for (const connectorId of new Set(sources.map((source) => source.connectorId))) {
      const ours = sources.filter((source) => source.connectorId === connectorId)
      const attributes = { ...where, "otklik.connector": connectorId }
      result.observe(gauges.lateness, 60 * ours.reduce((most, { lateMinutes }) => Math.max(most, lateMinutes), 0), attributes)
      result.observe(gauges.unread, ours.filter(({ readAt }) => readAt === null).length, attributes)
    }
  }

  function observeWork(
    result: BatchObservableResult,
    { clocks, replies, leases, incidents }: NonNullable<DeskHealth["work"]>,
    at: Instant,
  ): void {
    result.observe(gauges.clocksDue, clocks.due, where)
    result.observe(gauges.clocksOldest, secondsSince(clocks.oldestAt, at), where)
    // What waits no more is reported as nothing: a gauge that is not observed keeps its last value in many a backend.
    const gone = new Map(reported)
    for (const { connectorId, wait, count, plannedAt, dueAt } of replies) {
      const attributes = { ...where, "otklik.connector": connectorId ?? "none", "otklik.wait": wait }
      const key = JSON.stringify(attributes)
      reported.set(key, attributes)
      gone.delete(key)
      result.observe(gauges.repliesWaiting, count, attributes)
      result.observe(gauges.repliesOldest, secondsSince(plannedAt, at), attributes)
      result.observe(gauges.repliesOverdue, secondsSince(dueAt, at), attributes)
    }
    for (const attributes of gone.values())
      for (const gauge of [gauges.repliesWaiting, gauges.repliesOldest, gauges.repliesOverdue]) result.observe(gauge, 0, attributes)
    for (const [kind, { held, runOut }] of Object.entries(leases)) {
      const attributes = { ...where, "otklik.kind": kind }
      result.observe(gauges.leasesHeld, held, attributes)
      // Slots of a quota are never given back: they run out.
      if (kind !== "slot") result.observe(gauges.leasesAbandoned, runOut, attributes)
    }
    for (const [status, count] of Object.entries(incidents))
      result.observe(gauges.incidentsOpen, count, { ...where, "otklik.status": status })
  }

  meter.addBatchObservableCallback(observe, Object.values(gauges))
  return {
    stop() {
      meter.removeBatchObservableCallback(observe, Object.values(gauges))
    },
  }
}

/** Seconds from a moment to now; 0 where there is none, or where it has not come yet. */
function secondsSince(moment: Instant | null, at: Instant): number {
  return moment === null ? 0 : Math.max(0, (instantToMillis(at) - instantToMillis(moment)) / 1000)
}
