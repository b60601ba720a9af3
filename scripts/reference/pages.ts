import type { Tree } from "../tree.ts"
import { conflictSubjects, errorCodes, forbiddenReasons } from "./errors.ts"
import { deskEvents, incidentEvents } from "./events.ts"
import { httpProblems, httpRoutes } from "./http.ts"
import { reportShape } from "./report.ts"
import { commandsByRole, readingsByRole } from "./roles.ts"

/** The parts of pages that are made from the code, by the name in the comment before them. */
const parts: Readonly<Record<string, (tree: Tree) => string | Promise<string>>> = {
  "commands by role": commandsByRole,
  "readings by role": readingsByRole,
  "events of an incident": incidentEvents,
  "events of a desk": deskEvents,
  "error codes": errorCodes,
  "conflict subjects": conflictSubjects,
  "reasons of forbidden": forbiddenReasons,
  "shape of a report": reportShape,
  "routes of http": httpRoutes,
  "problems of http": httpProblems,
}

/**
 * Every page of the reference, with the parts between `<!-- made: NAME -->` and `<!-- /made -->` made anew, by its
 * path.
 */
export async function pagesMadeAnew(tree: Tree): Promise<ReadonlyMap<string, string>> {
  const made = new Map<string, string>()
  const used = new Set<string>()
  for (const file of tree.files.filter((path) => /^docs\/reference\/[^/]+\.md$/.test(path))) {
    let text = tree.read(file)
    for (const [whole, name = ""] of text.matchAll(/<!-- made: ([a-z ]+) -->[\s\S]*?<!-- \/made -->/g)) {
      const make = parts[name]
      if (make === undefined) throw new TypeError(`${file}: there is no part called ${name}`)
      used.add(name)
      text = text.replace(whole, `<!-- made: ${name} -->\n\n${await make(tree)}\n\n<!-- /made -->`)
    }
    made.set(file, text)
  }
  const unused = Object.keys(parts).filter((name) => !used.has(name))
  if (unused.length > 0) throw new TypeError(`no page shows ${unused.join(", ")}`)
  return made
}
