import type { Meter } from "@opentelemetry/api"

/** From a hundredth of a second to an hour. */
const bounds = { advice: { explicitBucketBoundaries: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600] }, unit: "s" }

/** Every counter and histogram, made once. */
export function createInstruments(meter: Meter) {
  const counter = (name: string, unit: string, description: string) => meter.createCounter(name, { unit: `{${unit}}`, description })
  return {
    pages: counter("otklik.pages", "page", "Pages that were read and committed"),
    read: counter("otklik.messages.read", "message", "Messages and skipped items of these pages"),
    matched: counter("otklik.messages.matched", "message", "Messages that matched a rule"),
    skipped: counter("otklik.messages.skipped", "item", "Items that could not be understood"),
    registered: counter("otklik.incidents.registered", "incident", "Incidents that were registered"),
    candidates: counter("otklik.incidents.candidates", "incident", "Candidates that wait for a person"),
    gaps: counter("otklik.coverage.gaps", "gap", "Intervals that are known not to have been read"),
    events: counter("otklik.events", "event", "Events of incidents that were committed"),
    breaches: counter("otklik.sla.breaches", "deadline", "Deadlines that were written down as missed"),
    failures: counter("otklik.work.failures", "failure", "Work that failed and is tried again"),
    listenerFailures: counter("otklik.listener.failures", "failure", "Listeners of the host that threw"),
    clockLag: meter.createHistogram("otklik.clock.lag", {
      ...bounds,
      description: "From the moment that a deadline passed to the moment that it was noticed",
    }),
    workDuration: meter.createHistogram("otklik.work.duration", {
      ...bounds,
      description: "How long a page, a clock, a reply, a push, a command or a commit took",
    }),
    callDuration: meter.createHistogram("otklik.call.duration", { ...bounds, description: "How long a call to a network took" }),
  }
}
