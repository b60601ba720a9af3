import { EventEmitter } from "eventemitter3"
import { configError, diagnosticsChannels, didYouMean, publishDiagnostics, type Instant } from "../base/index.ts"
import type { Gap, SkippedItem } from "../connector/index.ts"
import { waitingOf, type AuthorWaiting, type IncidentEvent } from "../incident/index.ts"
import type { MessageKey } from "../message/index.ts"
import { eventFields, type ExistingIncident } from "../storage/index.ts"

/** What a listener of an incident's event gets. It holds no text of a citizen and no author. */
export interface IncidentNews<Event extends IncidentEvent = IncidentEvent> {
  readonly incidentId: string
  readonly event: Event
  /** The state after the whole commit. */
  readonly incident: ExistingIncident
}

/** An author who had an answer of ours wrote again, and waits for another. Told once until there is an answer. */
export interface AuthorWaitsNews {
  readonly incidentId: string
  readonly waiting: AuthorWaiting
  /** The state after the whole commit. */
  readonly incident: ExistingIncident
}

/** A page that was committed. */
export interface PageNews {
  readonly connectorId: string
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
  readonly skipped: number
}

/** An item that could not be understood. */
export interface SkippedNews {
  readonly connectorId: string
  readonly sourceId: string | null
  readonly item: SkippedItem
}

/** A date that a network gave to a message lies more than an hour ahead of ours: the message counts as of the moment when it was read. */
export interface DateCorrectedNews {
  readonly connectorId: string
  /** Null for a push. */
  readonly sourceId: string | null
  readonly messageKey: MessageKey
  readonly field: "publishedAt" | "editedAt"
  /** The moment that the network gave. */
  readonly given: Instant
  /** The moment that the desk goes by. */
  readonly taken: Instant
}

/** A stretch that was not read. */
export interface GapNews {
  readonly connectorId: string
  readonly sourceId: string
  readonly gap: Gap
}

/** A source of which more gaps are known than are kept: the oldest that lie next to each other became one, with what lies between. */
export interface GapsMergedNews {
  readonly connectorId: string
  readonly sourceId: string
  /** How many gaps there were, and how many there are. */
  readonly before: number
  readonly after: number
}

/** A source that could not be read. */
export interface SourceFailedNews {
  readonly connectorId: string
  readonly sourceId: string
  /** What connector or storage threw. */
  readonly error: unknown
  /** Before this moment `desk.run` does not try it again. */
  readonly nextTryAt: Instant
}

/** Work of `desk.run` or `desk.tick` that failed. It alone waits; everything else goes on. */
export interface WorkFailedNews {
  /** `pull`, `tick` or `publish`: a whole round of it; `clock`: one incident whose clocks were due. */
  readonly work: "pull" | "tick" | "publish" | "clock"
  /** The incident, for `clock`; else the worker. */
  readonly id: string
  /** What was thrown. */
  readonly error: unknown
  /** Before this moment it is not tried again. */
  readonly nextTryAt: Instant
}

/** A source in which nothing is written although its habit is another. */
export interface SourceSilentNews {
  readonly connectorId: string
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
export interface SourceBehindNews {
  readonly connectorId: string
  readonly sourceId: string
  /** Up to this moment it was read; null when no reading ever came to its end. */
  readonly readTo: Instant | null
  /** The same moment; of a source that was never read, when it was to be read first. */
  readonly since: Instant
}

/** The clock of a worker's machine is off by more than a minute, or in order again. The worker goes by the storage's clock meanwhile. */
export interface ClockOffNews {
  readonly workerId: string
  /** How far it is ahead of the storage's, minutes; negative for behind; 0: it is in order again. */
  readonly aheadMinutes: number
}

/** A published reply that could not be read back: whether the network shows it once is not known, and a person should look. */
export interface ReplyUncheckedNews {
  readonly incidentId: string
  readonly connectorId: string
  readonly messageKey: MessageKey
  /** What the last try failed with. */
  readonly error: unknown
}

/** Everything that can be listened to: every event of an incident by its name, and the news of the intake. */
export type DeskEventMap = {
  readonly [Event in IncidentEvent as Event["type"]]: IncidentNews<Event>
} & {
  readonly "author-waits": AuthorWaitsNews
  readonly "page-read": PageNews
  readonly "item-skipped": SkippedNews
  readonly "date-corrected": DateCorrectedNews
  readonly "gap-found": GapNews
  readonly "gaps-merged": GapsMergedNews
  readonly "source-failed": SourceFailedNews
  readonly "work-failed": WorkFailedNews
  readonly "source-silent": SourceSilentNews
  readonly "source-behind": SourceBehindNews
  readonly "clock-off": ClockOffNews
  readonly "reply-unchecked": ReplyUncheckedNews
}

/** The name of something that can be listened to. */
export type DeskEventName = keyof DeskEventMap

/** A function that is told; what it gives back is not looked at. */
export type DeskListener<Name extends DeskEventName> = (news: DeskEventMap[Name]) => unknown

/** Where a host listens. Listeners run after the commit, and one that throws breaks nothing. */
export interface DeskEvents {
  /**
   * Listens from now on.
   *
   * @param name - what to listen to
   * @param listener - told after the commit; what it throws goes to the diagnostics channel `otklik:listener-failed`
   * @returns a function that ends the listening
   * @throws DeskError `config` for an event that there is not
   */
  on<Name extends DeskEventName>(name: Name, listener: DeskListener<Name>): () => void
}

/** The news of the intake: all that is no event of an incident. */
const intakeNews: Readonly<Record<Exclude<DeskEventName, IncidentEvent["type"]>, true>> = {
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
}

const names: readonly string[] = [...Object.keys(eventFields), ...Object.keys(intakeNews)]

/** The desk's own side of the events. @internal */
export interface DeskNewsroom {
  readonly events: DeskEvents
  tell<Name extends DeskEventName>(name: Name, news: DeskEventMap[Name]): void
  tellIncident(incident: ExistingIncident, events: readonly IncidentEvent[]): void
}

/** Makes the two sides of the desk's events. */
export function createNewsroom(): DeskNewsroom {
  const emitter = new EventEmitter<string>()
  const tell = (name: string, news: unknown): void => {
    emitter.emit(name, news)
  }
  return {
    events: {
      on(name, listener) {
        if (!names.includes(name))
          throw configError("events.on", [{ path: "name", message: `there is no event "${name}"${didYouMean(name, names)}` }])
        const guarded = (news: DeskEventMap[typeof name]): void => {
          const failed = (error: unknown): void =>
            publishDiagnostics(diagnosticsChannels.listenerFailed, () => ({
              event: name,
              error: error instanceof Error ? error.name : typeof error,
            }))
          try {
            const result = listener(news)
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
    tell,
    tellIncident(incident, events) {
      const { incidentId } = incident
      publishDiagnostics(diagnosticsChannels.incidentCommitted, () => ({ incidentId, events: events.map((event) => event.type) }))
      for (const event of events) {
        if (event.type !== "deadline-missed") continue
        const { goal, dueAt, noticedAt } = event
        publishDiagnostics(diagnosticsChannels.deadlineMissed, () => ({ incidentId, goal, dueAt, noticedAt }))
      }
      for (const event of events) tell(event.type, { incidentId, event, incident })
      const waiting = waitingOf(incident)
      const began = events.some((event) => event.type === "author-wrote" && event.messageKey === waiting?.keys[0])
      if (waiting !== null && began) tell("author-waits", { incidentId, waiting, incident })
    },
  }
}
