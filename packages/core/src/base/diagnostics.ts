import { platform } from "#platform"

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
   * A piece of work begins: {@link WorkStarted} with `work`, `id` (null for commits), `connectorId` (null where there
   * is none) and `startedAt`, as `workEnded` has them.
   */
  workStarted: "otklik:work-started",
  /**
   * A piece of work ended: `work`, `id`, `connectorId`, `outcome`, `code` of the error or null, `startedAt`, `endedAt`,
   * and `begun`, the payload that `workStarted` had, or null. A `page` ends `committed`, `left` to another worker, or
   * `failed`; a `clock` `woken` or `failed`; a `reply` `published`, `refused`, `postponed`, `left` or `failed`; a
   * `push`, a `command`, a batch of `retention`, and the `commit` that is a part of any of them, `done` or `failed`.
   */
  workEnded: "otklik:work-ended",
  /** A call to a network begins: {@link WorkStarted} with `what`, its name, and `startedAt`. */
  callStarted: "otklik:connector-call-started",
  /**
   * A call to a network ended: `what`, `status` or null, `code` of the error or null, `millis`, `startedAt`, `endedAt`,
   * and `begun`, the payload that `callStarted` had, or null.
   */
  callEnded: "otklik:connector-call",
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
  const target = platform.channel(name)
  if (target.hasSubscribers) target.publish(payload())
}

/**
 * Calls what it is given, once and at once, and gives back what that gives: as
 * `(work) => asyncLocalStorage.run(store, work)` does.
 */
export type RunInContext = <Result>(work: () => Result) => Result

/** What a channel of beginnings publishes, besides fields of its own. */
export interface WorkStarted {
  /**
   * Lets what begins run inside of something: an `AsyncLocalStorage`, a context of OpenTelemetry. To be called while
   * the payload is published.
   */
  runIn(around: RunInContext): void
}

/**
 * Publishes that something begins if anybody listens, and does it inside of whatever listeners want around it, and of
 * the stores that are bound to the channel (`bindStore`).
 *
 * @param name - the channel
 * @param payload - makes the payload; called only when somebody listens
 * @param work - gets the published payload, by which a listener knows what began when it ends; null when nobody listens
 * @returns what the work gives
 */
export function traceWork<Result>(
  name: DiagnosticsChannel,
  payload: () => Readonly<Record<string, unknown>>,
  work: (begun: WorkStarted | null) => Result,
): Result {
  const target = platform.channel(name)
  if (!target.hasSubscribers) return work(null)
  const arounds: RunInContext[] = []
  const begun: WorkStarted = { ...payload(), runIn: (around) => void arounds.push(around) }
  return target.runStores(begun, () =>
    arounds.reduceRight<() => Result>(
      (inner, around) => () => around(inner),
      () => work(begun),
    )(),
  )
}
