import type { Meter } from "@opentelemetry/api"

/** Every gauge of how far behind a desk is, made once. */
export function createGauges(meter: Meter) {
  const gauge = (name: string, unit: string, description: string) => meter.createObservableGauge(name, { unit, description })
  return {
    ready: gauge("otklik.storage.ready", "1", "1 when the storage answers and its schema fits"),
    lateness: gauge("otklik.source.lateness", "s", "How late the latest source of a connector is"),
    unread: gauge("otklik.source.unread", "{source}", "Sources that were never read"),
    clocksDue: gauge("otklik.clocks.due", "{incident}", "Incidents with a due clock that is not processed yet"),
    clocksOldest: gauge("otklik.clocks.oldest", "s", "Age of the oldest due clock"),
    repliesWaiting: gauge("otklik.replies.waiting", "{reply}", "Approved replies that are not published yet"),
    repliesOldest: gauge("otklik.replies.oldest", "s", "For how long the first of them has waited since it was planned"),
    repliesOverdue: gauge("otklik.replies.overdue", "s", "By how much the nearest term of them has passed"),
    leasesHeld: gauge("otklik.leases.held", "{lease}", "Leases held by workers"),
    leasesAbandoned: gauge("otklik.leases.abandoned", "{lease}", "Expired leases that no worker has taken over yet"),
    incidentsOpen: gauge("otklik.incidents.open", "{incident}", "Incidents that are not over"),
    retention: gauge("otklik.retention.lateness", "s", "Age of the data most overdue for retention"),
  }
}
