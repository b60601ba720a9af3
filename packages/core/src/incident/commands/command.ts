import type { ClockCommand } from "./command-clock.ts"
import type { HandlingCommand } from "./command-handling.ts"
import type { LinkCommand } from "./command-link.ts"
import type { NoteCommand } from "./command-note.ts"
import type { ReplyCommand } from "./command-reply.ts"
import type { StandingCommand } from "./command-standing.ts"
import type { SurveyCommand } from "./command-survey.ts"

/** Everything that can be asked of an incident. */
export type IncidentCommand = HandlingCommand | ReplyCommand | LinkCommand | NoteCommand | SurveyCommand | StandingCommand | ClockCommand

/** The name of a command. */
export type IncidentCommandType = IncidentCommand["type"]

/** One command by its name: `CommandOf<"assign">`. */
export type CommandOf<Type extends IncidentCommandType> = Extract<IncidentCommand, { readonly type: Type }>
