import { metrics, type MeterProvider } from "@opentelemetry/api"
import { instantToMillis, type Desk } from "@otklik/core"
import type { Telemetry } from "./telemetry.ts"

/** What is observed, and where that goes. */
export interface ObserveDeskOptions {
  /** Only its `health` is called, once a collection: a few reads of the storage. */
  readonly desk: Pick<Desk, "health">
  /** Named on every measurement as `otklik.tenant`, where a process has several desks. */
  readonly tenant?: string
  /** Default: the global one of `@opentelemetry/api`. */
  readonly meterProvider?: MeterProvider
}

/**
 * Observes how far behind a desk is, each time that metrics are collected: whether the storage is ready, how late the latest source of each connector is, how many
 * replies wait and for how long. One worker of several is enough, since all see the same.
 *
 * @param options - see {@link ObserveDeskOptions}
 * @returns what ends it
 *
 * @example
 * const observing = observeDesk({ desk, tenant: "chita" })
 */
export function observeDesk({ desk, tenant, meterProvider }: ObserveDeskOptions): Telemetry {
  const meter = (meterProvider ?? metrics).getMeter("@otklik/telemetry")
  const ready = meter.createObservableGauge("otklik.storage.ready", { description: "1 when the storage answers and its schema fits" })
  const lateness = meter.createObservableGauge("otklik.source.lateness", {
    unit: "s",
    description: "How late the latest source of a connector is",
  })
  const never = meter.createObservableGauge("otklik.source.unread", { unit: "{source}", description: "Sources that were never read" })
  const waiting = meter.createObservableGauge("otklik.replies.waiting", {
    unit: "{incident}",
    description: "Incidents whose approved reply does not stand yet, 1 000 at most",
  })
  const oldest = meter.createObservableGauge("otklik.replies.oldest", {
    unit: "s",
    description: "For how long the oldest of them has waited",
  })
  const observed = [ready, lateness, never, waiting, oldest]
  const where = tenant === undefined ? {} : { "otklik.tenant": tenant }
  const observe: Parameters<typeof meter.addBatchObservableCallback>[0] = async (result) => {
    const { at, storage, sources, replies } = await desk.health()
    result.observe(ready, storage.state === "ready" ? 1 : 0, where)
    const connectorIds = new Set(sources.map(({ connectorId }) => connectorId))
    for (const connectorId of connectorIds) {
      const ours = sources.filter((source) => source.connectorId === connectorId)
      const attributes = { ...where, "otklik.connector": connectorId }
      result.observe(lateness, 60 * ours.reduce((most, { lateMinutes }) => Math.max(most, lateMinutes), 0), attributes)
      result.observe(never, ours.filter(({ readAt }) => readAt === null).length, attributes)
    }
    if (replies === null) return
    result.observe(waiting, replies.waiting, where)
    const age = replies.oldestAt === null ? 0 : (instantToMillis(at) - instantToMillis(replies.oldestAt)) / 1000
    result.observe(oldest, Math.max(0, age), where)
  }
  meter.addBatchObservableCallback(observe, observed)
  return {
    stop() {
      meter.removeBatchObservableCallback(observe, observed)
    },
  }
}
