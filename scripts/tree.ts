import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** The files that a check looks at: those of the repository, or invented ones in a test. */
export interface Tree {
  /** Paths relative to the root, with `/`, sorted. */
  readonly files: readonly string[]
  /** The text of a file; throws for a path that is not in `files`. */
  read(file: string): string
  has(file: string): boolean
}

/** Something a check does not accept, with its place. */
export interface Problem {
  readonly file: string
  /** From 1; absent when the file as a whole is meant. */
  readonly line?: number
  readonly message: string
}

/** One rule of the house. */
export type Check = (tree: Tree) => readonly Problem[]

/**
 * A tree of invented files.
 *
 * @param files - text by path
 */
export function treeOf(files: Readonly<Record<string, string>>): Tree {
  const texts = new Map(Object.entries(files))
  return {
    files: [...texts.keys()].toSorted(),
    has: (file) => texts.has(file),
    read: (file) => {
      const text = texts.get(file)
      if (text === undefined) throw new TypeError(`no such file in the tree: ${file}`)
      return text
    },
  }
}

/**
 * The files that git tracks, and those it would track: what is ignored is not looked at.
 *
 * @param root - the repository
 */
export function readTree(root: string): Tree {
  const listed = execFileSync("git", ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  })
  const names = new Set(listed.split("\0").filter((file) => file !== "" && existsSync(join(root, file))))
  return {
    files: [...names].toSorted(),
    has: (file) => names.has(file),
    read: (file) => readFileSync(join(root, file), "utf8"),
  }
}

/** The number of the line, from 1, that holds an offset of a text. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length
}
