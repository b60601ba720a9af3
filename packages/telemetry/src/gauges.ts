import type { Meter } from "@opentelemetry/api"

/** Every gauge of how far behind a desk is, made once. */
export function createGauges(meter: Meter) {
  const gauge = (name: string, unit: string, description: string) => meter.createObservableGauge(name, { unit, description })
  return {
    ready: gauge("otklik.storage.ready", "1", "1 when the storage answers and its schema fits"),
    lateness: gauge("otklik.source.lateness", "s", "How late the latest source of a connector is"),
    unread: gauge("otklik.source.unread", "{source}", "Sources that were never read"),
    clocksDue: gauge("otklik.clocks.due", "{incident}", "Incidents whose time has come and that nobody has looked at yet"),
    clocksOldest: gauge("otklik.clocks.oldest", "s", "How long ago the time of the first of them came"),
    repliesWaiting: gauge("otklik.replies.waiting", "{reply}", "Approved replies that do not stand yet"),
    repliesOldest: gauge("otklik.replies.oldest", "s", "For how long the first of them has waited since it was planned"),
    repliesOverdue: gauge("otklik.replies.overdue", "s", "By how much the nearest term of them has passed"),
    leasesHeld: gauge("otklik.leases.held", "{lease}", "Things that a worker holds"),
    leasesAbandoned: gauge("otklik.leases.abandoned", "{lease}", "Leases that ran out, of things that nobody has taken over yet"),
    incidentsOpen: gauge("otklik.incidents.open", "{incident}", "Incidents that are not over"),
    retention: gauge("otklik.retention.lateness", "s", "For how long anything has been kept beyond its time"),
  }
}
