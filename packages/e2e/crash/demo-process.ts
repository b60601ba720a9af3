import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"

const demo = fileURLToPath(new URL("../../../examples/zabaykalye/demo/main.ts", import.meta.url))

/** How a run of the demo ended. */
export interface DemoRun {
  readonly outcome: "finished" | "killed"
  readonly milliseconds: number
}

/**
 * Runs the demo, and kills it (SIGKILL: no handler, no flush) when it takes longer than it is given.
 *
 * @param options - the archive, the folder of its results, and how long it may run, in milliseconds; absent: to its end
 * @throws Error when the demo fails by itself; the message holds what it printed
 */
export async function runDemo(options: { readonly input: string; readonly out: string; readonly killAfter?: number }): Promise<DemoRun> {
  const begin = performance.now()
  const child = spawn(process.execPath, ["--conditions=@otklik/source", demo, "--input", options.input, "--out", options.out], {
    stdio: ["ignore", "pipe", "pipe"],
  })
  let printed = ""
  const keep = (piece: Buffer): void => {
    printed = (printed + piece.toString("utf8")).slice(-4000)
  }
  child.stdout.on("data", keep)
  child.stderr.on("data", keep)
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.on("error", reject)
    child.on("close", (code, signal) => {
      resolve({ code, signal })
    })
  })
  const timer = options.killAfter === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), options.killAfter)
  const { code, signal } = await ended
  clearTimeout(timer)
  const milliseconds = performance.now() - begin
  if (signal === "SIGKILL") return { outcome: "killed", milliseconds }
  if (code !== 0) throw new Error(`the demo failed with ${signal ?? `exit code ${code}`}:\n${printed}`)
  return { outcome: "finished", milliseconds }
}
