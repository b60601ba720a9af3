import { importsOf, parse, resolveImport } from "../syntax.ts"
import type { Check, Problem, Tree } from "../tree.ts"

/** The modules of the core, in their order: a module imports only from modules to its left. */
const modules = [
  "base",
  "message",
  "connector",
  "match",
  "incident",
  "route",
  "sla",
  "reply",
  "evidence",
  "report",
  "storage",
  "desk",
  "citizens",
] as const

const sourceFolder = "packages/core/src/"

/** What hosts import: `src/index.ts` and the files of this folder. */
const entries = "entries"

/**
 * Modules of the core import leftwards, and enter another module, or a folder that has an index, through its `index.ts`
 * only; entries export from modules.
 */
export const checkModules: Check = (tree) => {
  const problems: Problem[] = []
  for (const file of tree.files) {
    if (!file.startsWith(sourceFolder) || !file.endsWith(".ts")) continue
    const home = moduleOf(file)
    if (home !== undefined && rankOf(home) === -1)
      problems.push({ file, message: `there is no module "${home}": the modules are ${modules.join(", ")}` })
    for (const { specifier, line } of importsOf(parse(file, tree.read(file)))) {
      const target = resolveImport(file, specifier)
      if (target === undefined) {
        if (specifier.startsWith("@otklik/"))
          problems.push({ file, line, message: `the core imports no package of Otklik, not even itself: ${specifier}` })
        continue
      }
      if (!target.startsWith(sourceFolder)) {
        problems.push({ file, line, message: `an import leaves src: ${specifier}` })
        continue
      }
      const module = moduleOf(target)
      const folder = innerIndex(tree, file, target)
      if (folder !== undefined && target !== `${sourceFolder}${folder}/index.ts`)
        problems.push({ file, line, message: `"${folder}" is entered through its index.ts only: ${specifier}` })
      if (module === home) continue
      if (module === undefined) {
        problems.push({ file, line, message: `a module does not import an entry: ${specifier}` })
        continue
      }
      if (target !== `${sourceFolder}${module}/index.ts`)
        problems.push({ file, line, message: `"${module}" is entered through its index.ts only: ${specifier}` })
      if (home !== undefined && rankOf(module) > rankOf(home))
        problems.push({ file, line, message: `"${home}" may not import "${module}", which lies to its right` })
    }
  }
  return problems
}

/**
 * The outermost folder inside of the importing file's module that holds the target, does not hold the file, and has an
 * `index.ts`.
 */
function innerIndex(tree: Tree, file: string, target: string): string | undefined {
  const steps = target.slice(sourceFolder.length).split("/").slice(0, -1)
  if (steps[0] !== moduleOf(file)) return undefined
  const folders = steps.slice(1).map((_, index) => steps.slice(0, index + 2).join("/"))
  return folders.find((folder) => !file.startsWith(`${sourceFolder}${folder}/`) && tree.has(`${sourceFolder}${folder}/index.ts`))
}

/** The module of a file; undefined for an entry. */
function moduleOf(file: string): string | undefined {
  const [first, second] = file.slice(sourceFolder.length).split("/")
  return second === undefined || first === entries ? undefined : first
}

function rankOf(module: string): number {
  return modules.findIndex((name) => name === module)
}
