import { EventEmitter } from "eventemitter3"
import { configError, diagnosticsChannels, didYouMean, publishDiagnostics, type Instant } from "../base/index.ts"
import type { Gap, SkippedItem } from "../connector/index.ts"
import { waitingOf, type AuthorWaiting, type IncidentEvent } from "../incident/index.ts"
import type { MessageKey } from "../message/index.ts"
import { eventFields, type Burst, type ExistingIncident } from "../storage/index.ts"

/** An event of an incident after its commit. It holds no text of a citizen and no author. */
export interface CommittedEvent<Event extends IncidentEvent = IncidentEvent> {
  /** The incident that it belongs to. */
  readonly incidentId: string
  /** The event. */
  readonly event: Event
  /** The state after the whole commit. */
  readonly incident: ExistingIncident
}

/** An author who had an answer of ours wrote again, and waits for another. Emitted once until there is an answer. */
export interface AuthorWaitsEvent {
  /** The incident. */
  readonly incidentId: string
  /** Who waits, and since when. */
  readonly waiting: AuthorWaiting
  /** The state after the whole commit. */
  readonly incident: ExistingIncident
}

/** A page that was committed. */
export interface PageReadEvent {
  /** The connector, by its id. */
  readonly connectorId: string
  /** The source, by its id in the connector. */
  readonly sourceId: string
  /** Messages and skipped items of the page. */
  readonly read: number
  /** Messages that matched a rule. */
  readonly matched: number
  /** New incidents registered. */
  readonly registered: number
  /** New candidates that wait for a person. */
  readonly candidates: number
  /** Messages that were known before. */
  readonly known: number
  /** Items that could not be understood. */
  readonly skipped: number
}

/** An item that could not be understood. */
export interface ItemSkippedEvent {
  /** The connector, by its id. */
  readonly connectorId: string
  /** The source, by its id in the connector; null for a push. */
  readonly sourceId: string | null
  /** What could not be understood, and why. */
  readonly item: SkippedItem
}

/**
 * A date that a network gave to a message lies more than an hour ahead of ours: the message counts as of the moment
 * when it was read.
 */
export interface DateCorrectedEvent {
  /** The connector, by its id. */
  readonly connectorId: string
  /** Null for a push. */
  readonly sourceId: string | null
  /** The message. */
  readonly messageKey: MessageKey
  /** Which of its dates. */
  readonly field: "publishedAt" | "editedAt"
  /** The moment that the network gave. */
  readonly given: Instant
  /** The moment that the desk goes by. */
  readonly taken: Instant
}

/** An interval that was not read. */
export interface GapFoundEvent {
  /** The connector, by its id. */
  readonly connectorId: string
  /** The source, by its id in the connector. */
  readonly sourceId: string
  /** From when to when, and why. */
  readonly gap: Gap
}

/**
 * A source of which more gaps are known than are kept: the oldest that lie next to each other became one, with what
 * lies between.
 */
export interface GapsMergedEvent {
  /** The connector, by its id. */
  readonly connectorId: string
  /** The source, by its id in the connector. */
  readonly sourceId: string
  /** How many gaps there were, and how many there are. */
  readonly before: number
  /** How many there are now. */
  readonly after: number
}

/** A source that could not be read. */
export interface SourceFailedEvent {
  /** The connector, by its id. */
  readonly connectorId: string
  /** The source, by its id in the connector. */
  readonly sourceId: string
  /** What connector or storage threw. */
  readonly error: unknown
  /** Before this moment `desk.run` does not try it again. */
  readonly nextTryAt: Instant
}

/** Work of `desk.run` or `desk.tick` that failed. It alone waits; everything else goes on. */
export interface WorkFailedEvent {
  /**
   * `pull`, `tick` or `publish`: a whole round of it; `clock`: one incident; `feed`: a batch of a consumer; `bursts`:
   * the watch for mass events.
   */
  readonly work: "pull" | "tick" | "publish" | "clock" | "feed" | "bursts"
  /** The incident, for `clock`; the consumer, for `feed`; else the worker. */
  readonly id: string
  /** What was thrown. */
  readonly error: unknown
  /** Before this moment it is not tried again. */
  readonly nextTryAt: Instant
}

/** A source in which nothing is written although its habit is another. */
export interface SourceSilentEvent {
  /** The connector, by its id. */
  readonly connectorId: string
  /** The source, by its id in the connector. */
  readonly sourceId: string
  /** The moment of its newest message. */
  readonly since: Instant
  /** Up to this moment it was read. */
  readonly readTo: Instant
  /** How many messages the same hours had in the quietest of the weeks before that were compared. */
  readonly usual: number
  /** How many weeks were compared: two to four. */
  readonly weeks: number
}

/** A source that is not read to its end any more. */
export interface SourceBehindEvent {
  /** The connector, by its id. */
  readonly connectorId: string
  /** The source, by its id in the connector. */
  readonly sourceId: string
  /** Up to this moment it was read; null when no reading ever reached its end. */
  readonly readTo: Instant | null
  /** The same moment; of a source that was never read, when it was to be read first. */
  readonly since: Instant
}

/**
 * The clock of a worker's machine is off by more than a minute, or in order again. The worker goes by the storage's
 * clock meanwhile.
 */
export interface ClockOffEvent {
  /** The worker, by its `workerId`. */
  readonly workerId: string
  /** How far it is ahead of the storage's, minutes; negative for behind; 0: it is in order again. */
  readonly aheadMinutes: number
}

/**
 * A published reply that could not be read back: whether the network shows it once is not known, and a person
 * should check.
 */
export interface ReplyUncheckedEvent {
  /** The incident. */
  readonly incidentId: string
  /** The connector that published the reply. */
  readonly connectorId: string
  /** The message that it answers. */
  readonly messageKey: MessageKey
  /** What the last try failed with. */
  readonly error: unknown
}

/** A mass event was found, or is over: reported by one of all workers, once more where it was killed meanwhile. */
export interface BurstEvent {
  /** The event as it is now. */
  readonly burst: Burst
}

/** A mass event is twice as large as when it was reported last. */
export interface BurstGrewEvent extends BurstEvent {
  /** How large it was then. */
  readonly before: number
}

/** Everything that can be listened to: every event of an incident by its name, and the events of the intake. */
export type DeskEventMap = {
  readonly [Event in IncidentEvent as Event["type"]]: CommittedEvent<Event>
} & {
  /** An author wrote again after an answer, and waits for another. */
  readonly "author-waits": AuthorWaitsEvent
  /** A page of a source was committed. */
  readonly "page-read": PageReadEvent
  /** An item could not be understood. */
  readonly "item-skipped": ItemSkippedEvent
  /** A network gave a date that lies ahead of ours. */
  readonly "date-corrected": DateCorrectedEvent
  /** An interval could not be read. */
  readonly "gap-found": GapFoundEvent
  /** A source has more gaps than are stored: the oldest became one. */
  readonly "gaps-merged": GapsMergedEvent
  /** A source could not be read. */
  readonly "source-failed": SourceFailedEvent
  /** A round of `desk.run` or the work on one incident failed. */
  readonly "work-failed": WorkFailedEvent
  /** A source is silent against its habit. */
  readonly "source-silent": SourceSilentEvent
  /** A source is not read to its end any more. */
  readonly "source-behind": SourceBehindEvent
  /** The clock of a worker's machine is off, or right again. */
  readonly "clock-off": ClockOffEvent
  /** A published reply could not be read back. */
  readonly "reply-unchecked": ReplyUncheckedEvent
  /** More complaints of one kind at one place than is usual. */
  readonly "burst-found": BurstEvent
  /** A mass event has doubled. */
  readonly "burst-grew": BurstGrewEvent
  /** Nothing of a mass event was heard for three hours. */
  readonly "burst-over": BurstEvent
}

/** The name of something that can be listened to. */
export type DeskEventName = keyof DeskEventMap

/** A function that is called with the event; its result is ignored. */
export type DeskListener<Name extends DeskEventName> = (payload: DeskEventMap[Name]) => unknown

/** Where a host listens. Listeners run after the commit, and one that throws breaks nothing. */
export interface DeskEvents {
  /**
   * Listens from now on.
   *
   * @param name - what to listen to
   * @param listener - called after the commit; what it throws goes to the diagnostics channel `otklik:listener-failed`
   * @returns a function that ends the listening
   * @throws DeskError `config` for an event that there is not
   */
  on<Name extends DeskEventName>(name: Name, listener: DeskListener<Name>): () => void
}

/** The events of the intake: all that are none of an incident. */
const intakeEvents: Readonly<Record<Exclude<DeskEventName, IncidentEvent["type"]>, true>> = {
  "author-waits": true,
  "page-read": true,
  "item-skipped": true,
  "date-corrected": true,
  "gap-found": true,
  "gaps-merged": true,
  "source-failed": true,
  "work-failed": true,
  "source-silent": true,
  "source-behind": true,
  "clock-off": true,
  "reply-unchecked": true,
  "burst-found": true,
  "burst-grew": true,
  "burst-over": true,
}

const names: readonly string[] = [...Object.keys(eventFields), ...Object.keys(intakeEvents)]

/** The desk's own side of the events. @internal */
export interface EventBus {
  readonly events: DeskEvents
  emit<Name extends DeskEventName>(name: Name, payload: DeskEventMap[Name]): void
  emitIncident(incident: ExistingIncident, events: readonly IncidentEvent[]): void
}

/** Makes the two sides of the desk's events. */
export function createEventBus(): EventBus {
  const emitter = new EventEmitter<string>()
  const emit = (name: string, payload: unknown): void => {
    emitter.emit(name, payload)
  }
  return {
    events: {
      on(name, listener) {
        if (!names.includes(name))
          throw configError("events.on", [{ path: "name", message: `there is no event "${name}"${didYouMean(name, names)}` }])
        const guarded = (payload: DeskEventMap[typeof name]): void => {
          const failed = (error: unknown): void =>
            publishDiagnostics(diagnosticsChannels.listenerFailed, () => ({
              event: name,
              error: error instanceof Error ? error.name : typeof error,
            }))
          try {
            const result = listener(payload)
            if (result instanceof Promise) result.catch(failed)
          } catch (error) {
            failed(error)
          }
        }
        emitter.on(name, guarded)
        return () => {
          emitter.off(name, guarded)
        }
      },
    },
    emit,
    emitIncident(incident, committed) {
      // What happened in another system is no news.
      const events = committed.filter(({ imported }) => imported !== true)
      if (events.length === 0) return
      const { incidentId } = incident
      publishDiagnostics(diagnosticsChannels.incidentCommitted, () => ({ incidentId, events: events.map((event) => event.type) }))
      for (const event of events) {
        if (event.type !== "deadline-missed") continue
        const { goal, dueAt, noticedAt } = event
        publishDiagnostics(diagnosticsChannels.deadlineMissed, () => ({ incidentId, goal, dueAt, noticedAt }))
      }
      for (const event of events) emit(event.type, { incidentId, event, incident })
      const waiting = waitingOf(incident)
      const began = events.some((event) => event.type === "author-wrote" && event.messageKey === waiting?.keys[0])
      if (waiting !== null && began) emit("author-waits", { incidentId, waiting, incident })
    },
  }
}
