import ts from "typescript"
import { commentsOf, lineOf, parse, walk } from "../syntax.ts"
import { type Check, type Problem, lineAt } from "../tree.ts"

/** Comments that switch a tool off. A type test may expect an error. */
const comments = [/@ts-(?:ignore|nocheck)\b/g, /\b(?:ox|es)lint-disable/g, /\bprettier-ignore\b/g, /\b(?:v8|c8|istanbul) ignore\b/g]

/** Nothing is talked out of the type checker or the linter: no `as unknown as`, no `as any`, no disabling comments. */
export const checkEscapes: Check = (tree) => {
  const problems: Problem[] = []
  for (const file of tree.files) {
    if (!file.endsWith(".ts")) continue
    const text = tree.read(file)
    const source = parse(file, text)
    walk(source, (node) => {
      if (!ts.isAsExpression(node)) return
      if (node.type.kind === ts.SyntaxKind.AnyKeyword) problems.push({ file, line: lineOf(node), message: "no `as any`" })
      if (ts.isAsExpression(node.expression) && node.expression.type.kind === ts.SyntaxKind.UnknownKeyword)
        problems.push({ file, line: lineOf(node), message: "no `as unknown as`" })
    })
    for (const { start, text: words } of commentsOf(source)) {
      for (const pattern of file.includes("/src/") ? [...comments, /@ts-expect-error\b/g] : comments) {
        const [match] = words.match(pattern) ?? []
        if (match !== undefined)
          problems.push({ file, line: lineAt(text, start), message: `no comment that switches a tool off: ${match}` })
      }
    }
  }
  return problems
}
