import type { ClockEvent } from "./event-clock.ts"
import type { HandlingEvent } from "./event-handling.ts"
import type { LinkEvent } from "./event-link.ts"
import type { NoteEvent } from "./event-note.ts"
import type { ReplyEvent } from "./event-reply.ts"
import type { StandingEvent } from "./event-standing.ts"
import type { SurveyEvent } from "./event-survey.ts"

/** Everything that can happen to an incident. Events hold no text of a citizen and no author. */
export type IncidentEvent = HandlingEvent | ClockEvent | ReplyEvent | LinkEvent | NoteEvent | SurveyEvent | StandingEvent

/** The name of an event. */
export type IncidentEventType = IncidentEvent["type"]

/** One event by its name: `EventOf<"reply-published">`. */
export type EventOf<Type extends IncidentEventType> = Extract<IncidentEvent, { readonly type: Type }>
