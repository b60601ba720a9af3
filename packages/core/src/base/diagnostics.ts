import { channel } from "node:diagnostics_channel"

/**
 * Names of the `node:diagnostics_channel` channels that the desk publishes on. Nothing is paid while nobody listens.
 * No payload holds a token, an author or a citizen's text.
 */
export const diagnosticsChannels = {
  /** After a page was committed: connector, source, counts, gaps, and whether there is more. */
  pageCommitted: "otklik:page-committed",
  /** After an incident's events were committed: incident id and event types. */
  incidentCommitted: "otklik:incident-committed",
  /** A deadline was written down as missed: incident, goal, when it was due and when that was noticed. */
  deadlineMissed: "otklik:deadline-missed",
  /**
   * A `page`, a `clock` or a `reply` was worked on: `work`, `id`, `connectorId` (null for clocks), `outcome`, `code` of the error or null, `startedAt`, `endedAt`.
   * A page ends `committed`, `left` to another worker, or `failed`; a clock `woken` or `failed`; a reply `published`, `refused`, `postponed` or `failed`.
   */
  workEnded: "otklik:work-ended",
  /** A listener of the host threw: the event's name and the error. */
  listenerFailed: "otklik:listener-failed",
  /** A source, a clock or a reply could not be worked and will be tried again: what, error code. */
  workFailed: "otklik:work-failed",
} as const

/** One of the channel names. */
export type DiagnosticsChannel = (typeof diagnosticsChannels)[keyof typeof diagnosticsChannels]

/**
 * Publishes on a channel if anybody listens.
 *
 * @param name - the channel
 * @param payload - makes the payload; called only when somebody listens
 */
export function publishDiagnostics(name: DiagnosticsChannel, payload: () => Readonly<Record<string, unknown>>): void {
  const target = channel(name)
  if (target.hasSubscribers) target.publish(payload())
}
