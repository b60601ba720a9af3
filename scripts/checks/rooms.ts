import { importsOf, parse, resolveImport } from "../syntax.ts"
import type { Check, Problem, Tree } from "../tree.ts"

/** The stations of the road, in its order: a room imports only from rooms to its left. */
const rooms = [
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
] as const

const sourceFolder = "packages/core/src/"

/** What hosts import: `src/index.ts` and the files of this folder. */
const entries = "entries"

/** Rooms of the core import leftwards, and enter another room, or a folder that has one, through its `index.ts` only; entries export from rooms. */
export const checkRooms: Check = (tree) => {
  const problems: Problem[] = []
  for (const file of tree.files) {
    if (!file.startsWith(sourceFolder) || !file.endsWith(".ts")) continue
    const home = roomOf(file)
    if (home !== undefined && rankOf(home) === -1)
      problems.push({ file, message: `there is no room "${home}": the rooms are ${rooms.join(", ")}` })
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
      const room = roomOf(target)
      const door = innerDoor(tree, file, target)
      if (door !== undefined && target !== `${sourceFolder}${door}/index.ts`)
        problems.push({ file, line, message: `"${door}" is entered through its index.ts only: ${specifier}` })
      if (room === home) continue
      if (room === undefined) {
        problems.push({ file, line, message: `a room does not import an entry: ${specifier}` })
        continue
      }
      if (target !== `${sourceFolder}${room}/index.ts`)
        problems.push({ file, line, message: `"${room}" is entered through its index.ts only: ${specifier}` })
      if (home !== undefined && rankOf(room) > rankOf(home))
        problems.push({ file, line, message: `"${home}" may not import "${room}", which lies to its right` })
    }
  }
  return problems
}

/** The outermost folder inside of the importing file's room that holds the target, does not hold the file, and has an `index.ts`. */
function innerDoor(tree: Tree, file: string, target: string): string | undefined {
  const steps = target.slice(sourceFolder.length).split("/").slice(0, -1)
  if (steps[0] !== roomOf(file)) return undefined
  const folders = steps.slice(1).map((_, index) => steps.slice(0, index + 2).join("/"))
  return folders.find((folder) => !file.startsWith(`${sourceFolder}${folder}/`) && tree.has(`${sourceFolder}${folder}/index.ts`))
}

/** The room of a file; undefined for an entry. */
function roomOf(file: string): string | undefined {
  const [first, second] = file.slice(sourceFolder.length).split("/")
  return second === undefined || first === entries ? undefined : first
}

function rankOf(room: string): number {
  return rooms.findIndex((name) => name === room)
}
