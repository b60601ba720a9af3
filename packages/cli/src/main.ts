import { pathToFileURL } from "node:url"
import type { Machine } from "./machine.ts"
import { runCli } from "./program.ts"

/**
 * Runs the command that this process was started with, and sets its exit code. No other file of the package touches the
 * process, the machine's clock and chance.
 *
 * @param words - put before the arguments of the process, as `["init"]`
 */
export async function main(words: readonly string[] = []): Promise<void> {
  const machine: Machine = {
    args: [...words, ...process.argv.slice(2)],
    folder: process.cwd(),
    env: process.env,
    clock: {
      now: () => new Date().toISOString(),
      sleep: (millis, signal) =>
        new Promise((resolve) => {
          const timer = setTimeout(end, millis)
          function end(): void {
            clearTimeout(timer)
            signal?.removeEventListener("abort", end)
            resolve()
          }
          if (signal?.aborted === true) end()
          else signal?.addEventListener("abort", end)
        }),
    },
    random: Math.random,
    fetch: globalThis.fetch,
    load: (file) => import(pathToFileURL(file).href),
    nodeVersion: process.versions.node,
    out(text) {
      if (process.stdout.write(text)) return undefined
      return new Promise((resolve) => void process.stdout.once("drain", resolve))
    },
    err: (text) => void process.stderr.write(text),
    isTerminal: { input: isTty(process.stdin), out: isTerminal(process.stdout), err: isTerminal(process.stderr) },
    onStop(handle) {
      process.on("SIGTERM", handle).on("SIGINT", handle)
      return () => void process.off("SIGTERM", handle).off("SIGINT", handle)
    },
  }
  process.exitCode = await runCli(machine)
}

/** A terminal that does not ask for the opposite (https://no-color.org). */
function isTerminal(stream: { readonly isTTY?: boolean }): boolean {
  return isTty(stream) && (process.env["NO_COLOR"] ?? "") === "" && process.env["TERM"] !== "dumb"
}

/** Node leaves the field out where there is no terminal. */
function isTty({ isTTY }: { readonly isTTY?: boolean }): boolean {
  return isTTY === true
}
