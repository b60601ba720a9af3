import { spawn } from "node:child_process"

/** How one step of a run ended. */
export interface StepResult {
  readonly code: number
  readonly seconds: number
  /** Both streams, in the order they came. */
  readonly output: string
}

/**
 * Runs one command to its end, without a terminal and with its output kept.
 *
 * @param command - a program and its arguments
 * @param options - `cwd`, and `env` to add to the environment
 */
export async function runStep(
  command: readonly [string, ...string[]],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<StepResult> {
  const [program, ...args] = command
  const begin = performance.now()
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const pieces: Buffer[] = []
  const keep = (piece: Buffer): void => {
    pieces.push(piece)
  }
  child.stdout.on("data", keep)
  child.stderr.on("data", keep)
  const code = await new Promise<number>((resolve) => {
    child.on("error", (error) => {
      pieces.push(Buffer.from(`${error.message}\n`))
      resolve(127)
    })
    child.on("close", (status) => {
      resolve(status ?? 1)
    })
  })
  return { code, seconds: (performance.now() - begin) / 1000, output: Buffer.concat(pieces).toString("utf8") }
}
