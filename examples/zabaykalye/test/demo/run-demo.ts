import { spawn } from "node:child_process"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const main = fileURLToPath(new URL("../../demo/main.ts", import.meta.url))

/** How a run of the demo ended. */
export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/**
 * Runs the demo; kills it as soon as it has said `killAt`.
 *
 * @param folder - where it makes its folders
 */
export function runDemo(folder: string, args: readonly string[], killAt?: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--conditions=@otklik/source", main, ...args], { env: { ...process.env, TMPDIR: folder } })
    let out = ""
    let err = ""
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text
      if (killAt !== undefined && out.includes(killAt)) child.kill("SIGKILL")
    })
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text
    })
    child.on("error", reject)
    child.on("close", (code) => resolve({ code, out, err }))
  })
}

/** The files that a run wrote, by name. */
export async function results(out: string): Promise<Readonly<Record<string, string>>> {
  const names = ["incidents.ndjson", "report.json", "report.html"] as const
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(out, name), "utf8")] as const)))
}
