import ts from "typescript"
import { isPackageSource, lineOf, parse, walk } from "../syntax.ts"
import type { Check, Problem } from "../tree.ts"

/** Files of the core that may name what is Node's: the platform, and one that asks first. */
const ofNode = new Set(["packages/core/src/base/platform/node.ts", "packages/core/src/match/fold/token-engine.ts"])

/**
 * The core runs in browsers, and bundlers leave out what is not used: it imports nothing of Node, uses no `Buffer`, and
 * every file of the packages takes zod as a namespace, since what hangs on the object `z` (all of zod's languages)
 * cannot be left out.
 */
export const checkAnywhere: Check = (tree) => {
  const problems: Problem[] = []
  for (const file of tree.files) {
    if (!isPackageSource(file)) continue
    const isNeutral = file.startsWith("packages/core/src/") && !ofNode.has(file)
    const add = (node: ts.Node, message: string): void => void problems.push({ file, line: lineOf(node), message })
    walk(parse(file, tree.read(file)), (node) => {
      if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
        const from = node.moduleSpecifier.text
        const { importClause } = node
        const bindings = importClause?.namedBindings
        const isObject =
          importClause?.name !== undefined ||
          (bindings !== undefined &&
            ts.isNamedImports(bindings) &&
            bindings.elements.some(({ name, propertyName }) => (propertyName ?? name).text === "z"))
        if (/^zod(?:\/|$)/.test(from) && isObject)
          add(node, `write import * as z from "${from}": bundlers cannot leave out what hangs on the object z`)
        if (isNeutral && from.startsWith("node:")) add(node, `the core runs anywhere: what it needs of ${from} is in base/platform`)
      }
      const isName = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node
      if (isNeutral && ts.isIdentifier(node) && node.text === "Buffer" && !isName && !ts.isPropertyAssignment(node.parent))
        add(node, "the core runs anywhere: Buffer is Node's, see base/bytes.ts")
    })
  }
  return problems
}
