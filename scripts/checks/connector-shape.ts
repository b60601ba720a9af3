import { importsOf, parse, resolveImport } from "../syntax.ts"
import type { Check, Problem, Tree } from "../tree.ts"

const packages = /^packages\/connector-(?!kit\/)([a-z-]+)\/src\/(.+\.ts)$/

/** What each folder of a connector may import of the others. */
const folders: Readonly<Record<string, readonly string[]>> = {
  api: [],
  sources: ["api"],
  webhook: ["api", "sources"],
  reply: ["api", "sources"],
}

/** Every connector has the same shape, so that whoever knows one finds the way in all. */
export const checkConnectorShape: Check = (tree) => {
  const problems: Problem[] = []
  const found = new Map<string, Set<string>>()
  for (const file of tree.files) {
    const [, network, inner] = packages.exec(file) ?? []
    if (network === undefined || inner === undefined) continue
    const [first = "", ...rest] = inner.split("/")
    found.set(network, (found.get(network) ?? new Set()).add(first))
    const isRoot = rest.length === 0
    const isKnown = isRoot ? rootFiles(network).includes(first) : rest.length === 1 && Object.hasOwn(folders, first)
    const place = `${rootFiles(network).join(", ")} and the folders ${Object.keys(folders).join(", ")}`
    if (!isKnown) problems.push({ file, message: `a connector's sources are ${place}` })
    else if (!isRoot) problems.push(...foldersEntered(tree, file, first))
  }
  for (const [network, names] of found) {
    // What it cannot read it is sent.
    const entrance = names.has("webhook") ? [] : ["sources"]
    const missing = [...rootFiles(network), ...entrance, "reply"].filter((name) => !names.has(name))
    for (const name of missing)
      problems.push({ file: `packages/connector-${network}/src/${name}`, message: "is missing: every connector has it" })
  }
  return problems
}

function rootFiles(network: string): readonly string[] {
  return ["index.ts", `${network}-connector.ts`, "options.ts", "health.ts"]
}

/** Imports that a folder of a connector makes of one that it may not know. */
function foldersEntered(tree: Tree, file: string, home: string): readonly Problem[] {
  return importsOf(parse(file, tree.read(file))).flatMap(({ specifier, line }) => {
    const [, , inner = ""] = packages.exec(resolveImport(file, specifier) ?? "") ?? []
    const [folder = "", name] = inner.split("/")
    if (name === undefined || folder === home || (folders[home] ?? []).includes(folder)) return []
    return [{ file, line, message: `${home}/ may not import ${folder}/: ${specifier}` }]
  })
}
