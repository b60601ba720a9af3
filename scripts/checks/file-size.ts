import { basename } from "node:path/posix"
import { isPackageSource } from "../syntax.ts"
import type { Check, Problem } from "../tree.ts"

/** Lines that a source file may have. About 150 is a good size; more than this asks for two files. */
export const maximumLines = 250

/** Source files stay small. An `index.ts` holds nothing but names (see `exports.ts`), and is as long as there are names. */
export const checkFileSize: Check = (tree) => {
  const problems: Problem[] = []
  for (const file of tree.files) {
    if (!isPackageSource(file) || basename(file) === "index.ts") continue
    const lines = tree.read(file).trimEnd().split("\n").length
    if (lines > maximumLines) problems.push({ file, message: `${lines} lines; ${maximumLines} are allowed` })
  }
  return problems
}
