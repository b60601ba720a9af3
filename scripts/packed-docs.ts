import { dirname, join, relative } from "node:path/posix"
import { linksOf } from "./markdown.ts"
import { addressOf } from "./repository.ts"
import type { Tree } from "./tree.ts"

/** Where the pages lie in the tarball of the core. */
export const packedDocs = "packages/core/docs"

/**
 * The pages and their drawings as the core brings them, by their path below `docs/`: what a link names outside of
 * them is found in the repository.
 */
export function packed(tree: Tree): ReadonlyMap<string, string> {
  const files = tree.files.filter((file) => isPacked(file))
  return new Map(files.map((file) => [file.slice("docs/".length), file.endsWith(".md") ? withAddresses(tree, file) : tree.read(file)]))
}

/** Pages and what is written as text: a picture of the desk would only make the tarball larger. */
function isPacked(file: string): boolean {
  return /^docs\/(?!site\/).+\.(?:md|svg)$/.test(file)
}

function withAddresses(tree: Tree, file: string): string {
  const text = tree.read(file)
  // From the end, so that the places before stay where they are.
  return linksOf(text)
    .toSorted((a, b) => b.offset - a.offset)
    .reduce((written, { target, offset }) => {
      const [path = "", ...anchor] = target.split("#")
      if (path === "" || /^[a-z][a-z+.-]*:/i.test(target)) return written
      const wanted = join(dirname(file), decodeURIComponent(path)).replace(/\/$/, "")
      if (!relative("docs", wanted).startsWith("..") && (isPacked(wanted) || !tree.has(wanted))) return written
      const at = written.indexOf(target, offset)
      const address = [addressOf(wanted, tree.has(wanted) ? "blob" : "tree"), ...anchor].join("#")
      return `${written.slice(0, at)}${address}${written.slice(at + target.length)}`
    }, text)
}
