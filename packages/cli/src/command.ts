import type { Host } from "./host.ts"
import type { ExitCode } from "./exit.ts"
import type { Machine, Paint } from "./machine.ts"

/** What every command works with. */
export interface CommandContext {
  readonly machine: Machine
  /** The host; commands that need none do not ask it for anything. */
  readonly host: Host
  /** Whether the answer is JSON. */
  readonly isJson: boolean
  /** Colours of the answer. */
  readonly paint: Paint
  /** Writes talk, a line. */
  talk(line: string): void
}

/** The result of a command. */
export interface CommandResult {
  /** The answer as data, for `--json`: its schema is in `answerSchemas`. */
  readonly answer: unknown
  /** The answer for people. */
  readonly text: string
  readonly exit: ExitCode
}

/** A command that writes its answer by itself, as it comes. */
export type Streamed = { readonly exit: ExitCode }
