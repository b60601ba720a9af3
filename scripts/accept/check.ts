import { execFile } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"

/** One check: its judge is a program that nobody here wrote. */
export interface Check {
  /** What holds, in a few words. */
  readonly name: string
  /** Resolves with what was seen, rejects with what is wrong; with {@link Skipped} where the judge is not installed. */
  readonly run: () => Promise<string>
}

/** The judge of a check is not installed. */
export class Skipped extends Error {}

/** A check needs data that no repository holds and nobody can install: skipped everywhere, also under CI. */
export class NoData extends Skipped {}

const run = promisify(execFile)

/** A program's answer. */
export interface Answer {
  readonly code: number
  readonly out: string
  readonly err: string
}

/**
 * Asks a judge.
 *
 * @param program - on the path
 * @param args - its arguments
 * @param debian - the package that brings it, for the one who reads why a check was skipped
 * @throws Skipped when there is no such program
 */
export async function ask(program: string, args: readonly string[], debian: string): Promise<Answer> {
  try {
    const { stdout, stderr } = await run(program, args, { maxBuffer: 64 * 1024 * 1024, timeout: 180_000 })
    return { code: 0, out: stdout, err: stderr }
  } catch (error) {
    const { code, stdout = "", stderr = "" } = error as { readonly code?: unknown; readonly stdout?: string; readonly stderr?: string }
    if (code === "ENOENT") throw new Skipped(`no ${program} (apt-get install ${debian})`)
    return { code: typeof code === "number" ? code : 1, out: stdout, err: stderr }
  }
}

/**
 * Runs a program of Python that has openpyxl, and reads the JSON that it prints.
 *
 * @param program - the source
 * @param args - its arguments
 * @throws Skipped when no Python here has openpyxl
 */
export async function askPython(program: string, args: readonly string[]): Promise<unknown> {
  for (const python of ["/usr/bin/python3", "python3"]) {
    const has = await ask(python, ["-c", "import openpyxl"], "python3-openpyxl").catch(() => undefined)
    if (has?.code !== 0) continue
    // A warning of the judge is a fault of the file.
    const { code, out, err } = await ask(python, ["-W", "error", "-c", program, ...args], "python3-openpyxl")
    if (code !== 0) throw new Error(err)
    return JSON.parse(out) as unknown
  }
  throw new Skipped("no openpyxl (apt-get install python3-openpyxl)")
}

/**
 * Gives a folder to work in, and takes it away afterwards.
 *
 * @param act - what is done in it
 */
export async function inFolder<Value>(act: (folder: string) => Promise<Value>): Promise<Value> {
  const folder = mkdtempSync(join(tmpdir(), "otklik-accept-"))
  try {
    return await act(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Says what is wrong when something is.
 *
 * @param holds - whether it holds
 * @param why - what is said otherwise
 */
export function must(holds: boolean, why: string): void {
  if (!holds) throw new Error(why)
}
