import { spawn, type ChildProcess } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { root } from "../root.ts"

/** What a command did. */
export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A program that was started. */
export interface Started {
  readonly child: ChildProcess
  /** What it has written to stdout so far. */
  readonly out: () => string
  /** Its end. */
  readonly done: Promise<Ran>
}

/** The command line as its sources are. */
export const otklikOfSources: readonly [string, ...string[]] = [
  process.execPath,
  "--conditions=@otklik/source",
  join(root, "packages/cli/src/bin.ts"),
]

/**
 * Starts a program without a terminal.
 *
 * @param command - a program and its arguments
 * @param cwd - its folder
 * @param env - added to the environment
 */
export function start(command: readonly [string, ...string[]], cwd: string, env: Readonly<Record<string, string>> = {}): Started {
  const [program, ...args] = command
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] })
  let out = ""
  let err = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => void (out += text))
  child.stderr.setEncoding("utf8").on("data", (text: string) => void (err += text))
  const done = once(child, "close").then(([code]) => ({ code: code as number | null, out, err }))
  return { child, out: () => out, done }
}

/**
 * Waits until something is there; rejects when the program has ended without it.
 *
 * @param started - the program
 * @param find - undefined until it is there
 */
export async function until<Found>(started: Started, find: (out: string) => Found | undefined): Promise<Found> {
  const ended = started.done.then(({ code, out, err }): never => {
    throw new Error(`it ended with ${code}\n${out}${err}`)
  })
  for (;;) {
    const found = find(started.out())
    if (found !== undefined) return found
    await Promise.race([once(started.child.stdout ?? started.child, "data"), ended])
  }
}
