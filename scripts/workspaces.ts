import { existsSync, readFileSync, readdirSync } from "node:fs"
import { join } from "node:path"

/** What the scripts read of a package. */
export interface Workspace {
  readonly name: string
  /** Folder, relative to the root, as `packages/core`. */
  readonly folder: string
  readonly version: string
  readonly private: boolean
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
  const version = "version" in manifest && typeof manifest.version === "string" ? manifest.version : "0.0.0"
  return { name: manifest.name, folder, version, private: "private" in manifest && manifest.private === true }
}
