import type { Clock } from "@otklik/core"

/** The machine that a command runs on: everything that it may touch. Tests hand in one of their own. */
export interface Machine {
  /** The words after the program's name. */
  readonly args: readonly string[]
  /** The working folder, absolute. */
  readonly folder: string
  /** The environment. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** The present moment; it can wait. */
  readonly clock: Clock & Required<Pick<Clock, "sleep">>
  /** Chance, as `Math.random`. */
  readonly random: () => number
  /** How networks are asked. */
  readonly fetch: typeof globalThis.fetch
  /** Imports a module by its absolute path: the config. */
  readonly load: (file: string) => Promise<unknown>
  /** The version of Node, as `24.21.0`. */
  readonly nodeVersion: string
  /** Writes an answer; whoever writes much waits for it. */
  readonly out: (text: string) => void | Promise<void>
  /** Writes talk: progress, warnings, errors. */
  readonly err: (text: string) => void
  /** Whether a person sits at it: questions and colours need one. */
  readonly isTerminal: {
    /** Whether questions are answered. */
    readonly input: boolean
    /** Whether answers are read by a person. */
    readonly out: boolean
    /** Whether talk is read by a person. */
    readonly err: boolean
  }
  /** Calls back when the process is asked to end (SIGTERM, SIGINT); gives what stops listening. */
  readonly onStop: (handle: () => void) => () => void
}

/** A word in colour where a person reads it. */
export type Paint = (style: "red" | "green" | "yellow" | "dim" | "bold", text: string) => string
