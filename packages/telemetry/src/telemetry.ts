import { subscribe, unsubscribe } from "node:diagnostics_channel"
import { metrics, SpanStatusCode, trace, type MeterProvider, type TracerProvider } from "@opentelemetry/api"
import { diagnosticsChannels } from "@otklik/core"
import { createInstruments } from "./instruments.ts"
import { numberAt, payloadOf, secondsBetween, textAt, type Payload } from "./payload.ts"

/** Where measurements go. */
export interface TelemetryOptions {
  /** Default: the global one of `@opentelemetry/api`. */
  readonly meterProvider?: MeterProvider
  /** Default: the global one of `@opentelemetry/api`. */
  readonly tracerProvider?: TracerProvider
}

/** Measuring that was begun. */
export interface Telemetry {
  /** Ends it. */
  stop(): void
}

/**
 * Turns what all desks of this process publish on their diagnostics channels into metrics and spans. Names and meanings stand in the README.
 *
 * No attribute holds a token, an author or a citizen's text: metrics carry connectors, goals, kinds and outcomes; spans the id of a source, an incident or an outbox entry
 * besides.
 *
 * @param options - providers; absent: the global ones, which a host registers before
 * @returns what ends it
 *
 * @example
 * const telemetry = startTelemetry()
 */
export function startTelemetry(options: TelemetryOptions = {}): Telemetry {
  const instruments = createInstruments((options.meterProvider ?? metrics).getMeter("@otklik/telemetry"))
  const tracer = (options.tracerProvider ?? trace).getTracer("@otklik/telemetry")

  const listeners: Readonly<Record<string, (payload: Payload) => void>> = {
    [diagnosticsChannels.pageCommitted](page) {
      const place = { "otklik.connector": textAt(page, "connectorId") }
      instruments.pages.add(1, place)
      for (const name of ["read", "matched", "skipped", "registered", "candidates", "gaps"] as const)
        instruments[name].add(numberAt(page, name), place)
    },
    [diagnosticsChannels.incidentCommitted]({ events }) {
      if (!Array.isArray(events)) return
      for (const event of events) if (typeof event === "string") instruments.events.add(1, { "otklik.event": event })
    },
    [diagnosticsChannels.deadlineMissed](missed) {
      const goal = { "otklik.goal": textAt(missed, "goal") }
      instruments.breaches.add(1, goal)
      instruments.clockLag.record(secondsBetween(missed, "dueAt", "noticedAt"), goal)
    },
    [diagnosticsChannels.workEnded](ended) {
      const [work, outcome] = [textAt(ended, "work"), textAt(ended, "outcome")]
      const attributes = {
        "otklik.work": work,
        "otklik.connector": textAt(ended, "connectorId"),
        "otklik.outcome": outcome,
        "otklik.code": textAt(ended, "code"),
      }
      instruments.workDuration.record(secondsBetween(ended, "startedAt", "endedAt"), attributes)
      const startTime = new Date(textAt(ended, "startedAt"))
      const span = tracer.startSpan(`otklik ${work}`, {
        startTime,
        root: true,
        attributes: { ...attributes, "otklik.id": textAt(ended, "id") },
      })
      if (outcome === "failed" || outcome === "postponed") span.setStatus({ code: SpanStatusCode.ERROR, message: textAt(ended, "code") })
      span.end(new Date(textAt(ended, "endedAt")))
    },
    [diagnosticsChannels.workFailed](failed) {
      instruments.failures.add(1, { "otklik.work": textAt(failed, "work"), "otklik.code": textAt(failed, "code") })
    },
    [diagnosticsChannels.listenerFailed](failed) {
      instruments.listenerFailures.add(1, { "otklik.event": textAt(failed, "event") })
    },
  }
  const heard = Object.entries(listeners).map(([name, listen]) => [name, (message: unknown) => listen(payloadOf(message))] as const)
  for (const [name, listen] of heard) subscribe(name, listen)
  return {
    stop() {
      for (const [name, listen] of heard) unsubscribe(name, listen)
    },
  }
}
