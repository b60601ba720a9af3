import { basename, dirname } from "node:path/posix"
import ts from "typescript"
import { isPackageSource, lineOf, parse } from "../syntax.ts"
import type { Check, Problem } from "../tree.ts"

/**
 * Sources export by name: no `export *`, no default; an `index.ts` and an entry of the core hold re-exports and nothing
 * else.
 */
export const checkExports: Check = (tree) => {
  const problems: Problem[] = []
  for (const file of tree.files) {
    if (!isPackageSource(file)) continue
    const isIndex = basename(file) === "index.ts" || dirname(file) === "packages/core/src/entries"
    for (const statement of parse(file, tree.read(file)).statements) {
      const message = faultOf(statement, isIndex)
      if (message !== undefined) problems.push({ file, line: lineOf(statement), message })
    }
  }
  return problems
}

function faultOf(statement: ts.Statement, isIndex: boolean): string | undefined {
  if (ts.isExportAssignment(statement)) return "no default export"
  if (ts.isExportDeclaration(statement)) {
    if (statement.exportClause === undefined || ts.isNamespaceExport(statement.exportClause)) return "export by name, not with *"
    if (statement.exportClause.elements.some((element) => element.name.text === "default")) return "no default export"
    if (isIndex && statement.moduleSpecifier === undefined) return "an index.ts, as an entry, only re-exports: say from where"
    if (isIndex && statement.exportClause.elements.length === 0) return "index.ts re-exports nothing here"
    return undefined
  }
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined
  if (modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword)) return "no default export"
  return isIndex ? "an index.ts, as an entry, only re-exports by name" : undefined
}
