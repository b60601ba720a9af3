import { createHash } from "node:crypto"
import { readFileSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"

/** One change of one place of a file. */
export interface Mutant {
  /** Relative to the root. */
  readonly file: string
  readonly id: string
  /** What was changed, in the words of the instrumenter: `EqualityOperator`. */
  readonly mutator: string
  readonly replacement: string
  readonly range: Range
}

/** Both from 0. */
interface Position {
  readonly line: number
  readonly column: number
}

interface Range {
  readonly start: Position
  readonly end: Position
}

/** What Stryker's instrumenter makes of a file: the text with all its mutants, each behind a switch. */
interface Instrumented {
  readonly files: readonly { readonly content: string }[]
  readonly mutants: readonly {
    readonly id: string
    readonly fileName: string
    readonly location: Range
    readonly mutatorName: string
    readonly replacement: string
    readonly status?: string
  }[]
}

type Instrument = (files: readonly object[], options: object) => Promise<Instrumented>

/** Loads the instrumenter, which is installed under `tools` alone. */
export async function loadInstrumenter(tools: string): Promise<Instrument> {
  const module: unknown = await import(join(tools, "node_modules/@stryker-mutator/instrumenter/dist/src/index.js"))
  const { Instrumenter } = module as { readonly Instrumenter: new (logger: object) => { instrument: Instrument } }
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, isDebugEnabled: () => false }
  const instrumenter = new Instrumenter(silent)
  return (files, options) => instrumenter.instrument(files, options)
}

/** All mutants of the files. Texts are left alone, for most are a sentence of an error. */
export async function listMutants(instrument: Instrument, root: string, files: readonly string[]): Promise<readonly Mutant[]> {
  return (await change(instrument, root, new Map(files.map((file) => [file, true])))).mutants
}

/** As many of the mutants as are wanted, and which follows from the seed. */
export function drawMutants(mutants: readonly Mutant[], wanted: number, seed: string): readonly Mutant[] {
  return mutants
    .map((mutant) => ({
      mutant,
      lot: createHash("sha256")
        .update(`${seed} ${keyOf(mutant)}`)
        .digest("hex"),
    }))
    .toSorted((a, b) => (a.lot < b.lot ? -1 : 1))
    .slice(0, wanted)
    .map(({ mutant }) => mutant)
}

/** Writes the files with these mutants into `copy`, and returns them with the ids under which a test activates them. */
export async function placeMutants(
  instrument: Instrument,
  root: string,
  copy: string,
  drawn: readonly Mutant[],
): Promise<readonly Mutant[]> {
  const { contents, mutants } = await change(
    instrument,
    root,
    Map.groupBy(drawn, ({ file }) => file),
  )
  for (const [file, content] of contents) writeFileSync(join(copy, file), content)
  const wanted = new Set(drawn.map(keyOf))
  return mutants.filter((mutant) => wanted.has(keyOf(mutant)))
}

/** The texts and the mutants of the files: of the whole file, or of places in it. */
async function change(instrument: Instrument, root: string, files: ReadonlyMap<string, true | readonly Mutant[]>) {
  const described = [...files].map(([file, mutants]) => ({
    name: join(root, file),
    content: readFileSync(join(root, file), "utf8"),
    mutate: mutants === true ? true : mutants.map(({ range }) => range),
  }))
  const made = await instrument(described, { plugins: null, excludedMutations: ["StringLiteral"], ignorers: [] })
  return {
    contents: new Map([...files.keys()].map((file, index) => [file, made.files[index]?.content ?? ""])),
    mutants: made.mutants
      .filter(({ status }) => status !== "Ignored")
      .map(({ id, fileName, location, mutatorName, replacement }): Mutant => ({
        file: relative(root, fileName),
        id,
        mutator: mutatorName,
        replacement,
        range: location,
      })),
  }
}

function keyOf({ file, range, mutator, replacement }: Mutant): string {
  return `${file}:${range.start.line}:${range.start.column}-${range.end.line}:${range.end.column} ${mutator} ${replacement}`
}
