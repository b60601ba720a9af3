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
 * @param options - its folder, what is added to its environment, and how long it may take (3 minutes)
 * @throws Skipped when there is no such program
 */
export async function ask(
  program: string,
  args: readonly string[],
  debian: string,
  {
    cwd,
    env = {},
    minutes = 3,
  }: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>>; readonly minutes?: number } = {},
): Promise<Answer> {
  try {
    const { stdout, stderr } = await run(program, args, {
      maxBuffer: 64 * 1024 * 1024,
      timeout: minutes * 60_000,
      env: { ...process.env, ...env },
      ...(cwd === undefined ? {} : { cwd }),
    })
    return { code: 0, out: stdout, err: stderr }
  } catch (error) {
    const { code, stdout = "", stderr = "" } = error as { readonly code?: unknown; readonly stdout?: string; readonly stderr?: string }
    if (code === "ENOENT") throw new Skipped(`no ${program} (apt-get install ${debian})`)
    return { code: typeof code === "number" ? code : 1, out: stdout, err: stderr }
  }
}

/**
 * Runs a program of Python, and reads the JSON that it prints.
 *
 * @param program - the source, or the file that holds it
 * @param args - its arguments
 * @param needs - the modules that it imports, each with the package that brings it
 * @throws Skipped when no Python here has them
 */
export async function askPython(
  program: string | { readonly file: string },
  args: readonly string[],
  needs: Readonly<Record<string, string>> = { openpyxl: "python3-openpyxl" },
): Promise<unknown> {
  const [modules, packages] = [Object.keys(needs).join(", "), Object.values(needs).join(" ")]
  for (const python of ["/usr/bin/python3", "python3"]) {
    const has = await ask(python, ["-c", `import ${modules}`], packages).catch(() => undefined)
    if (has?.code !== 0) continue
    // A warning of the judge is a fault of the file.
    const source = typeof program === "string" ? ["-c", program] : [program.file]
    const { code, out, err } = await ask(python, ["-W", "error", ...source, ...args], packages)
    if (code !== 0) throw new Error(err)
    return JSON.parse(out) as unknown
  }
  throw new Skipped(`no ${modules} (apt-get install ${packages})`)
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
