import assert from "node:assert/strict"
import { createDesk } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { AggregationTemporality, InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics"
// #region start
import { metrics } from "@opentelemetry/api"
import { observeDesk, startTelemetry } from "@otklik/telemetry"
// #endregion start

const desk = createDesk({
  storage: createMemoryStorage(),
  connectors: [],
  rules: [],
  routing: { authorities: [], territories: [], rules: [] },
  policies: [],
  authorKey: new Uint8Array(32),
  clock: { now: () => new Date().toISOString() },
})
const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
const meterProvider = new MeterProvider({ readers: [reader] })

// #region start
metrics.setGlobalMeterProvider(meterProvider) // the host's own, as @opentelemetry/sdk-node makes one
const telemetry = startTelemetry() // what this process does
const observing = observeDesk({ desk, tenant: "chita" }) // how far behind the desk is; one worker of several is enough
// #endregion start

// #region probes
/** What an orchestrator asks: 200 when work can be taken. */
async function ready(): Promise<Response> {
  const { ready: isReady, why } = await desk.readiness()
  return new Response(why ?? "ready", { status: isReady ? 200 : 503 })
}

/** What an operator looks at. */
async function status(): Promise<Response> {
  return Response.json(await desk.health({ connectors: true }))
}
// #endregion probes
assert.equal((await ready()).status, 200)
assert.equal((await status()).status, 200)
await reader.forceFlush()
const names = exporter
  .getMetrics()
  .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics.map(({ descriptor }) => descriptor.name)))
assert.ok(names.includes("otklik.storage.ready"))
observing.stop()
telemetry.stop()
await meterProvider.shutdown()
console.log("the page of telemetry works")
