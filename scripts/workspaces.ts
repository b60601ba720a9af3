import { existsSync, readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"

/** What the scripts read of a package. */
export interface Workspace {
  readonly name: string
  /** Folder, relative to the root, as `packages/core`. */
  readonly folder: string
  readonly version: string
  readonly private: boolean
  /** What a host may import, in the order of `exports`. */
  readonly entries: readonly Entry[]
}

/** One entry of a package. */
export interface Entry {
  /** As a host imports it: `@otklik/core/rules`. */
  readonly name: string
  /** The source behind it, relative to the root. */
  readonly source: string
}

/**
 * The packages below one folder of the repository, sorted by name.
 *
 * @param root - the repository
 * @param parent - `packages` or `examples`
 */
function workspacesIn(root: string, parent: string): readonly Workspace[] {
  return readdirSync(join(root, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, parent, entry.name, "package.json")))
    .map((entry) => {
      const folder = `${parent}/${entry.name}`
      const manifest: unknown = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"))
      return workspaceOf(folder, manifest)
    })
    .toSorted((a, b) => (a.folder < b.folder ? -1 : 1))
}

/** The packages that are published. */
export function publicPackages(root: string): readonly Workspace[] {
  return workspacesIn(root, "packages").filter((workspace) => !workspace.private)
}

function workspaceOf(folder: string, manifest: unknown): Workspace {
  if (typeof manifest !== "object" || manifest === null || !("name" in manifest) || typeof manifest.name !== "string")
    throw new TypeError(`${folder}/package.json has no name`)
  const { name } = manifest
  const version = "version" in manifest && typeof manifest.version === "string" ? manifest.version : "0.0.0"
  const exported = "exports" in manifest && typeof manifest.exports === "object" ? Object.entries(manifest.exports ?? {}) : []
  const entries = exported.flatMap(([path, target]: [string, unknown]) => {
    if (typeof target !== "object" || target === null || !("@otklik/source" in target)) return []
    return [{ name: `${name}${path.slice(1)}`, source: `${folder}/${String(target["@otklik/source"]).slice(2)}` }]
  })
  return { name, folder, version, private: "private" in manifest && manifest.private === true, entries }
}
