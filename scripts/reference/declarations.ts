import ts from "typescript"
import { parse } from "../syntax.ts"
import type { Tree } from "../tree.ts"

/** A field of an interface, with what its docstring says. */
export interface Field {
  readonly name: string
  readonly isOptional: boolean
  readonly type: string
  readonly doc: string
}

/** An interface or a type alias of the core, as far as pages tell of it. */
export interface Declaration {
  readonly name: string
  readonly doc: string
  /** Its own fields; of an alias none. */
  readonly fields: readonly Field[]
  /**
   * The string that is the first argument of the type it extends or is, as `"work-taken"` of
   * `IncidentEventEnvelope<"work-taken">`.
   */
  readonly tag: string | undefined
  /** The names of the types that an alias unites, and of what it extends. */
  readonly parts: readonly string[]
}

const texts = new WeakMap<Tree, readonly (readonly [file: string, text: string])[]>()
const parsed = new Map<string, readonly Declaration[]>()

/** The sources of the core. */
function sourcesOf(tree: Tree): readonly (readonly [file: string, text: string])[] {
  const known = texts.get(tree)
  if (known !== undefined) return known
  const files = tree.files.filter((file) => file.startsWith("packages/core/src/") && file.endsWith(".ts"))
  const read = files.map((file) => [file, tree.read(file)] as const)
  texts.set(tree, read)
  return read
}

/** An interface or a type alias of the core, by its name. */
export function declared(tree: Tree, name: string): Declaration {
  const words = new RegExp(`^export (?:interface|type) ${name}\\b`, "m")
  for (const [file, text] of sourcesOf(tree)) {
    if (!words.test(text)) continue
    const all = parsed.get(text) ?? declarationsOf(file, text)
    parsed.set(text, all)
    const found = all.find((one) => one.name === name)
    if (found !== undefined) return found
  }
  throw new TypeError(`no interface and no type of the core is called ${name}`)
}

function declarationsOf(file: string, text: string): readonly Declaration[] {
  return parse(file, text).statements.flatMap((node): readonly Declaration[] => {
    if (ts.isInterfaceDeclaration(node)) {
      const bases = (node.heritageClauses ?? []).flatMap((clause) => [...clause.types])
      const parts = bases.map(({ expression }) => expression.getText())
      return [{ name: node.name.text, doc: docOf(node), fields: fieldsOf(node.members), tag: tagOf(bases[0]?.typeArguments), parts }]
    }
    if (!ts.isTypeAliasDeclaration(node)) return []
    const types = ts.isUnionTypeNode(node.type) || ts.isIntersectionTypeNode(node.type) ? node.type.types : [node.type]
    const references = types.flatMap((type) => (ts.isTypeReferenceNode(type) ? [type] : []))
    const fields = types.flatMap((type) => (ts.isTypeLiteralNode(type) ? fieldsOf(type.members) : []))
    const parts = references.map(({ typeName }) => typeName.getText())
    return [{ name: node.name.text, doc: docOf(node), fields, tag: tagOf(references[0]?.typeArguments), parts }]
  })
}

/** The reasons that the core gives with one code of an error, where they are written out. */
export function reasonsOf(tree: Tree, code: string): readonly string[] {
  const reasons = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText() === "DeskError") {
      const [given, , details] = node.arguments ?? []
      if (given !== undefined && ts.isStringLiteral(given) && given.text === code && details !== undefined)
        for (const [, reason = ""] of details.getText().matchAll(/reason: "([^"]+)"/g)) reasons.add(reason)
    }
    ts.forEachChild(node, visit)
  }
  for (const [file, text] of sourcesOf(tree)) if (text.includes(`DeskError("${code}"`)) visit(parse(file, text))
  return [...reasons].toSorted()
}

function fieldsOf(members: ts.NodeArray<ts.TypeElement>): readonly Field[] {
  return members.flatMap((member) =>
    ts.isPropertySignature(member) && (ts.isIdentifier(member.name) || ts.isStringLiteral(member.name))
      ? [
          {
            name: member.name.text,
            isOptional: member.questionToken !== undefined,
            type: member.type?.getText() ?? "unknown",
            doc: docOf(member),
          },
        ]
      : [],
  )
}

function tagOf(args: ts.NodeArray<ts.TypeNode> | undefined): string | undefined {
  const [first] = args ?? []
  return first !== undefined && ts.isLiteralTypeNode(first) && ts.isStringLiteral(first.literal) ? first.literal.text : undefined
}

/** The text before the tags of a docstring, with its links as code. */
function docOf(node: ts.Node): string {
  const comment = ts.getJSDocCommentsAndTags(node).findLast((one) => ts.isJSDoc(one))?.comment
  const text = ts.getTextOfJSDocComment(comment) ?? ""
  return text.replaceAll(/\{@link\s+([^}]+?)\s*\}/g, "`$1`").trim()
}
