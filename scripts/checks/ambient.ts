import ts from "typescript"
import { importsOf, isPackageSource, lineOf, parse, walk } from "../syntax.ts"
import type { Check, Problem } from "../tree.ts"

/** Globals that a package never touches: the environment, the terminal, the machine's clock and timers. */
const globals = new Set(["process", "console", "performance", "setTimeout", "setInterval", "setImmediate", "queueMicrotask"])

/** The same things by another door. */
const modules = new Set(["process", "console", "timers", "timers/promises", "perf_hooks"])

/** Calls that read the clock or chance; those of luxon and Temporal too. */
const members = new Set(["Date.now", "Math.random", "DateTime.now", "Temporal.Now"])

/** luxon's `DateTime.local()` and `DateTime.utc()` are the present moment when they get no argument. */
const presentWithoutArguments = new Set(["DateTime.local", "DateTime.utc"])

/** The one file that is the host: what the command line hands to everything else. */
const machine = "packages/cli/src/main.ts"

/** The sources of packages get time, settings and a voice from the host: they never reach for those of the machine. */
export const checkAmbient: Check = (tree) => {
  const problems: Problem[] = []
  for (const file of tree.files) {
    if (!isPackageSource(file) || file === machine) continue
    const source = parse(file, tree.read(file))
    for (const { specifier, line } of importsOf(source)) {
      if (modules.has(specifier.replace(/^node:/, ""))) problems.push({ file, line, message: `a package does not import ${specifier}` })
    }
    walk(source, (node) => {
      const what = ambientUse(node)
      if (what !== undefined) problems.push({ file, line: lineOf(node), message: `a package does not use ${what}` })
    })
  }
  return problems
}

function ambientUse(node: ts.Node): string | undefined {
  if (ts.isIdentifier(node) && globals.has(node.text) && isValueUse(node)) return node.text
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const name = `${node.expression.text}.${node.name.text}`
    if (members.has(name)) return name
    if (node.expression.text === "globalThis" && (globals.has(node.name.text) || node.name.text === "Date")) return name
    if (presentWithoutArguments.has(name) && ts.isCallExpression(node.parent) && node.parent.arguments.length === 0) return `${name}()`
  }
  if (ts.isNewExpression(node) && isDate(node.expression) && (node.arguments?.length ?? 0) === 0) return "new Date() without arguments"
  if (ts.isCallExpression(node) && isDate(node.expression)) return "Date() as a function"
  return undefined
}

function isDate(node: ts.Node): boolean {
  return ts.isIdentifier(node) && node.text === "Date"
}

/** Whether an identifier stands for a value, and is not the name of a member or of a type. */
function isValueUse(node: ts.Identifier): boolean {
  const parent = node.parent
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node
  if (ts.isTypeReferenceNode(parent) || ts.isQualifiedName(parent) || ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent))
    return false
  const isMember =
    ts.isPropertyDeclaration(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isGetAccessor(parent) ||
    ts.isBindingElement(parent)
  return !(isMember && (parent.name === node || (ts.isBindingElement(parent) && parent.propertyName === node)))
}
