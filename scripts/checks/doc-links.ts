import { dirname, join } from "node:path/posix"
import { anchorsOf, linksOf } from "../markdown.ts"
import { fileAt, repository } from "../repository.ts"
import { type Check, type Problem, type Tree, lineAt } from "../tree.ts"

/**
 * Every link of a markdown page into the repository names a file of it, and a heading or region that it has. The front
 * page of a package is read on npm, where relative links lead nowhere: its links are absolute, and those of every other
 * page relative.
 */
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
  const isOnNpm = isFrontPage(tree, file)
  const [address = "", anchor] = target.split("#", 2)
  const inRepository = fileAt(address)
  if (inRepository === undefined && /^[a-z][a-z+.-]*:/i.test(target)) {
    const isOurs = target.startsWith(`${repository}/`) && target !== `${repository}/issues`
    return isOurs ? `a link into the repository is ${repository}/blob/main/…, or …/tree/main/… for a folder: ${target}` : undefined
  }
  if (target.startsWith("/")) return `a link must be relative: ${target}`
  if (address !== "" && isOnNpm !== (inRepository !== undefined))
    return isOnNpm ? `read on npm, where a link must begin with ${repository}/blob/main/: ${target}` : `a link must be relative: ${target}`
  const wanted = inRepository ?? (address === "" ? file : join(dirname(file), decodeURIComponent(address)).replace(/\/$/, ""))
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

/** Whether a page is the front page of a package that is published. */
function isFrontPage(tree: Tree, file: string): boolean {
  const folder = /^(packages\/[^/]+)\/README\.md$/.exec(file)?.[1]
  return folder !== undefined && tree.has(`${folder}/package.json`) && !/"private":\s*true/.test(tree.read(`${folder}/package.json`))
}

function foldersOf(tree: Tree): ReadonlySet<string> {
  const folders = new Set<string>(["."])
  for (const file of tree.files) {
    for (let folder = dirname(file); folder !== "."; folder = dirname(folder)) folders.add(folder)
  }
  return folders
}
