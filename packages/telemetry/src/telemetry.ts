import { subscribe, unsubscribe } from "node:diagnostics_channel"
import { metrics, trace, type Attributes, type MeterProvider, type TracerProvider } from "@opentelemetry/api"
import { diagnosticsChannels } from "@otklik/core"
import { createInstruments } from "./instruments.ts"
import { numberAt, payloadOf, secondsBetween, textAt, type Payload } from "./payload.ts"
import { createSpans } from "./spans.ts"

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

/** Work of which each piece begins a trace. */
const rounds: ReadonlySet<string> = new Set(["page", "clock", "reply", "retention"])

/**
 * Turns what all desks of this process publish on their diagnostics channels into metrics and spans. Names and
 * meanings are in the README.
 *
 * A page, a clock, a reply and a batch of retention begin a trace each; pushes and commands hang below what the host
 * has active, such as the span of its request; commits and calls to networks below the work that makes them. What the
 * host's instrumentations trace inside of these, statements of the database and requests, hangs below them where the
 * host has registered a context manager.
 *
 * No attribute holds a token, an author or a citizen's text: metrics carry connectors, goals, kinds, names of calls and
 * outcomes; spans the id of a source, an incident or an outbox entry besides.
 *
 * @param options - providers; absent: the global ones, which a host registers before
 * @returns what ends it
 *
 * @example
 * const telemetry = startTelemetry()
 */
export function startTelemetry(options: TelemetryOptions = {}): Telemetry {
  const instruments = createInstruments((options.meterProvider ?? metrics).getMeter("@otklik/telemetry"))
  const spans = createSpans((options.tracerProvider ?? trace).getTracer("@otklik/telemetry"))

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
    [diagnosticsChannels.workStarted](begun) {
      const work = textAt(begun, "work")
      spans.begin(begun, {
        name: `otklik ${work}`,
        root: rounds.has(work),
        attributes: { ...kindOf(begun), "otklik.id": textAt(begun, "id") },
      })
    },
    [diagnosticsChannels.workEnded](ended) {
      const measured = { ...kindOf(ended), "otklik.outcome": textAt(ended, "outcome"), "otklik.code": textAt(ended, "code") }
      instruments.workDuration.record(secondsBetween(ended, "startedAt", "endedAt"), measured)
      spans.end(ended, measured)
    },
    [diagnosticsChannels.callStarted](begun) {
      spans.begin(begun, { name: "otklik call", root: false, attributes: { "otklik.call": textAt(begun, "what") } })
    },
    [diagnosticsChannels.callEnded](ended) {
      const measured = { "otklik.call": textAt(ended, "what"), "otklik.code": textAt(ended, "code") }
      instruments.callDuration.record(secondsBetween(ended, "startedAt", "endedAt"), measured)
      const status = numberAt(ended, "status")
      spans.end(ended, status === 0 ? measured : { ...measured, "http.response.status_code": status })
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

function kindOf(payload: Payload): Attributes {
  return { "otklik.work": textAt(payload, "work"), "otklik.connector": textAt(payload, "connectorId") }
}
