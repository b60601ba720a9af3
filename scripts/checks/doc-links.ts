import { dirname, join } from "node:path/posix"
import { anchorsOf, linksOf } from "../markdown.ts"
import { type Check, type Problem, type Tree, lineAt } from "../tree.ts"

/** Every relative link of a markdown page names a file of the repository, and a heading or region that it has. */
export const checkDocLinks: Check = (tree) => {
  const problems: Problem[] = []
  const folders = foldersOf(tree)
  for (const file of tree.files) {
    if (!file.endsWith(".md")) continue
    const text = tree.read(file)
    for (const { target, offset } of linksOf(text)) {
      const message = faultOf(tree, folders, file, target)
      if (message !== undefined) problems.push({ file, line: lineAt(text, offset), message })
    }
  }
  return problems
}

function faultOf(tree: Tree, folders: ReadonlySet<string>, file: string, target: string): string | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(target)) return undefined
  if (target.startsWith("/")) return `a link must be relative: ${target}`
  const [path = "", anchor] = target.split("#", 2)
  const wanted = path === "" ? file : join(dirname(file), decodeURIComponent(path)).replace(/\/$/, "")
  if (folders.has(wanted)) return undefined
  if (!tree.has(wanted)) return `there is no ${wanted}`
  if (anchor === undefined || anchor === "") return undefined
  const name = decodeURIComponent(anchor)
  if (wanted.endsWith(".md")) return anchorsOf(tree.read(wanted)).has(name) ? undefined : `${wanted} has no heading #${name}`
  if (!/\.[cm]?[jt]s$/.test(wanted) || /^L\d+/.test(name)) return undefined
  const regions = new Set([...tree.read(wanted).matchAll(/^\s*\/\/\s*#region\s+(\S+)/gm)].map((match) => match[1]))
  const missing = name.split(",").filter((region) => !regions.has(region))
  return missing.length === 0 ? undefined : `${wanted} has no region ${missing.join(", ")}`
}

function foldersOf(tree: Tree): ReadonlySet<string> {
  const folders = new Set<string>(["."])
  for (const file of tree.files) {
    for (let folder = dirname(file); folder !== "."; folder = dirname(folder)) folders.add(folder)
  }
  return folders
}
