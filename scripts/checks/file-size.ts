import { isPackageSource } from "../syntax.ts"
import type { Check, Problem } from "../tree.ts"

/** Lines that a source file may have. About 150 is a good size; more than this asks for two files. */
export const maximumLines = 250

/** Source files stay small. */
export const checkFileSize: Check = (tree) => {
  const problems: Problem[] = []
  for (const file of tree.files) {
    if (!isPackageSource(file)) continue
    const lines = tree.read(file).trimEnd().split("\n").length
    if (lines > maximumLines) problems.push({ file, message: `${lines} lines; ${maximumLines} are allowed` })
  }
  return problems
}
