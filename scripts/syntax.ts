import { dirname, join } from "node:path/posix"
import ts from "typescript"

/** A TypeScript file as its syntax tree, parents included. */
export function parse(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TS)
}

/** Calls `visit` for every node below one, in the order of the text. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  ts.forEachChild(node, (child) => {
    visit(child)
    walk(child, visit)
  })
}

/** The line of a node, from 1. */
export function lineOf(node: ts.Node): number {
  const source = node.getSourceFile()
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
}

/** A comment of a file, with its place in the text. */
export interface CommentOf {
  readonly start: number
  readonly text: string
}

/** Every comment of a file, in the order of the text; what only resembles one, inside a string, is none. */
export function commentsOf(source: ts.SourceFile): readonly CommentOf[] {
  const found = new Map<number, string>()
  const collect = (node: ts.Node): void => {
    for (const { pos, end } of ts.getLeadingCommentRanges(source.text, node.pos) ?? []) found.set(pos, source.text.slice(pos, end))
    for (const { pos, end } of ts.getTrailingCommentRanges(source.text, node.end) ?? []) found.set(pos, source.text.slice(pos, end))
    for (const child of node.getChildren(source)) if (!ts.isJSDoc(child)) collect(child)
  }
  collect(source)
  return [...found].map(([start, text]) => ({ start, text })).toSorted((one, other) => one.start - other.start)
}

/** One import of a file, of whatever form. */
export interface ImportOf {
  readonly specifier: string
  readonly line: number
}

/** Every import of a file: `import`, `export … from`, `import()` and `import("…")` in a type. */
export function importsOf(source: ts.SourceFile): readonly ImportOf[] {
  const imports: ImportOf[] = []
  const add = (node: ts.Node | undefined): void => {
    if (node !== undefined && ts.isStringLiteralLike(node)) imports.push({ specifier: node.text, line: lineOf(node) })
  }
  walk(source, (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier)
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal)
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0])
  })
  return imports
}

/** The file that a relative import names; undefined for a package. */
export function resolveImport(from: string, specifier: string): string | undefined {
  return specifier.startsWith(".") ? join(dirname(from), specifier) : undefined
}

/** Whether a file is a source of a package (`packages/x/src/…`). */
export function isPackageSource(file: string): boolean {
  return /^packages\/[^/]+\/src\/.*\.ts$/.test(file)
}
