import { appendFileSync, existsSync, readFileSync } from "node:fs"

/** What the runner found, one entry a line of a file that outlives a run that hangs. */
export type Entry =
  /** The mutants to be tried; the places hold others too. */
  | { readonly kind: "drawn"; readonly mutants: readonly string[] }
  /** A mutant is active from now on. */
  | { readonly kind: "try"; readonly mutant: string }
  /** A test failed under it, or never ended. */
  | { readonly kind: "noticed" | "endless"; readonly mutant: string; readonly test: string }
  /** Some test reaches it. */
  | { readonly kind: "reached"; readonly mutants: readonly string[] }
  /** Must be tried with modules loaded anew: reached while modules load, or by a test that does not bear repetition. */
  | { readonly kind: "afresh"; readonly mutants: readonly string[] }
  /** A test that fails without any mutant. */
  | { readonly kind: "broken"; readonly test: string }
  /** All tests were asked about it with modules loaded anew. */
  | { readonly kind: "asked"; readonly mutant: string }
  /** Every file of tests was run. */
  | { readonly kind: "first-done" }

/** Adds entries to the log. */
export function writeLog(file: string, ...entries: readonly Entry[]): void {
  if (entries.length > 0) appendFileSync(file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""))
}

/** The entries of the log. */
export function readLog(file: string): readonly Entry[] {
  if (!existsSync(file)) return []
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Entry)
}

/** The mutants of whom nothing more is to be found out. */
export function noticedIn(entries: readonly Entry[]): ReadonlySet<string> {
  return new Set(entries.flatMap((entry) => (entry.kind === "noticed" || entry.kind === "endless" ? [entry.mutant] : [])))
}
