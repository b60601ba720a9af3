import { readFileSync } from "node:fs"
import { join, relative } from "node:path"
import ts from "typescript"
import type { Entry } from "./workspaces.ts"

/** A field of a public type, as the editor of a host meets it. */
export interface PublicField {
  /** File and line of its declaration, relative to the root. */
  readonly place: string
  /** `Desk.execute`: the type that declares it, and its name. */
  readonly name: string
  /** What hovering over it says, without its type; empty where it has no sentence. */
  readonly says: string
  /** Whether an interface or a written type declares it; what a schema infers loses its sentences in the `.d.ts`. */
  readonly isWritten: boolean
}

/** What an editor knows of the entries of packages: the language service of TypeScript over their sources. */
export interface PublicTypes {
  /** Every field of every type that can be reached from the exported names of the entries. */
  fieldsOf(entries: readonly Entry[]): readonly PublicField[]
  /** What hovering over the first place of a text in a file says, without its type. */
  hover(file: string, text: string): string
  /** What the editor of a host proposes inside `import { … } from "name"`, in its order, after these letters. */
  completionsOf(entry: Entry, letters?: string): readonly string[]
  /** The names that an entry exports, in the order of the alphabet. */
  namesOf(entry: Entry): readonly string[]
  /** Those of them of which hovering says nothing. */
  undescribedNames(entry: Entry): readonly string[]
}

/**
 * Opens the sources below `root` as an editor does.
 *
 * @param root - the repository
 * @param extra - files that only the caller has, by path below the root
 */
export function openPublicTypes(root: string, extra: Readonly<Record<string, string>> = {}): PublicTypes {
  const parsed = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(root, "tsconfig.base.json"), (file) => readFileSync(file, "utf8")).config,
    { ...ts.sys, readDirectory: () => [] },
    root,
  )
  const virtual = new Map(Object.entries(extra).map(([file, text]) => [join(root, file), text]))
  const roots = new Set<string>(virtual.keys())
  const read = (file: string): string | undefined => virtual.get(file) ?? ts.sys.readFile(file)
  const service = ts.createLanguageService({
    getCompilationSettings: () => parsed.options,
    getScriptFileNames: () => [...roots],
    getScriptVersion: (file) => String(virtual.get(file)?.length ?? 1),
    getScriptSnapshot: (file) => {
      const text = read(file)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (file) => virtual.has(file) || ts.sys.fileExists(file),
    readFile: read,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
  })

  const program = (): ts.Program => {
    const made = service.getProgram()
    if (made === undefined) throw new TypeError("the language service has no program")
    return made
  }

  function fieldsOf(entries: readonly Entry[]): readonly PublicField[] {
    for (const { source } of entries) roots.add(join(root, source))
    const checker = program().getTypeChecker()
    const seen = new Set<ts.Type>()
    const declarations = new Set<ts.Declaration>()
    const inferred = new Map<string, PublicField>()
    const isOurs = (node: ts.Node): boolean => {
      const file = node.getSourceFile().fileName
      return file.startsWith(root) && !file.includes("/node_modules/")
    }
    const isForeign = (type: ts.Type): boolean => {
      const declared = type.getSymbol()?.declarations ?? []
      return declared.length > 0 && declared.every((node) => node.getSourceFile().fileName.includes("/node_modules/"))
    }
    const isOfLibrary = (type: ts.Type): boolean =>
      (type.getSymbol()?.declarations ?? []).some((node) => program().isSourceFileDefaultLibrary(node.getSourceFile()))

    const visit = (type: ts.Type): void => {
      if (seen.has(type)) return
      seen.add(type)
      for (const argument of type.aliasTypeArguments ?? []) visit(argument)
      if (type.isUnionOrIntersection()) return type.types.forEach(visit)
      if ((type.flags & ts.TypeFlags.Object) === 0) {
        const constraint = checker.getBaseConstraintOfType(type)
        if (constraint !== undefined && constraint !== type && (constraint.flags & ts.TypeFlags.Object) !== 0) visit(constraint)
        return
      }
      if (!isForeign(type) || isOfLibrary(type)) for (const argument of checker.getTypeArguments(type as ts.TypeReference)) visit(argument)
      const isMapped = ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Mapped) !== 0
      if (isForeign(type) && !isMapped) return
      for (const { type: indexed } of checker.getIndexInfosOfType(type)) visit(indexed)
      for (const signature of [...type.getCallSignatures(), ...type.getConstructSignatures()]) visitSignature(signature)
      for (const property of checker.getPropertiesOfType(type)) {
        const isBuilt = isMapped && isForeign(type) && !isOfLibrary(type)
        const declared = (property.declarations ?? []).filter(isOurs)
        if (!isBuilt) for (const node of declared) if (!speaksForItself(node)) declarations.add(node)
        if (isBuilt && declared[0] !== undefined) {
          const place = placeOf(declared[0])
          inferred.set(`${place} ${property.name}`, { place, name: property.name, says: "", isWritten: false })
        }
        if (declared.length > 0 || isMapped) visit(checker.getTypeOfSymbol(property))
      }
    }
    const visitSignature = (signature: ts.Signature): void => {
      for (const parameter of signature.parameters) visit(checker.getTypeOfSymbol(parameter))
      visit(signature.getReturnType())
    }

    for (const entry of entries) {
      for (const exported of exportsOf(entry)) {
        const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
        if (symbol.flags & ts.SymbolFlags.Type) visit(checker.getDeclaredTypeOfSymbol(symbol))
        if (symbol.flags & ts.SymbolFlags.Value) visit(checker.getTypeOfSymbol(symbol))
      }
    }
    return [...[...declarations].map(fieldOf), ...inferred.values()].toSorted((one, other) => (one.place < other.place ? -1 : 1))
  }

  function fieldOf(node: ts.Declaration): PublicField {
    const name = ts.getNameOfDeclaration(node) ?? node
    const checker = program().getTypeChecker()
    return {
      place: placeOf(name),
      name: `${ownerOf(node)}.${name.getText()}`,
      // What `getQuickInfoAtPosition` gives as its documentation; it would also print the type, which takes a second
      // for a hundred.
      says: ts.displayPartsToString(checker.getSymbolAtLocation(name)?.getDocumentationComment(checker)).trim(),
      isWritten: true,
    }
  }

  function hover(file: string, text: string): string {
    const source = program().getSourceFile(join(root, file))
    const info = service.getQuickInfoAtPosition(join(root, file), source?.text.indexOf(text) ?? -1)
    return ts.displayPartsToString(info?.documentation).trim()
  }

  function placeOf(node: ts.Node): string {
    const file = node.getSourceFile()
    return `${relative(root, file.fileName)}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1}`
  }

  function completionsOf({ name }: Entry, letters = ""): readonly string[] {
    const file = join(root, "scripts/completion-of-a-host.ts")
    const text = `import { ${letters} } from "${name}"\n`
    virtual.set(file, text)
    roots.add(file)
    return (service.getCompletionsAtPosition(file, text.indexOf("{") + 2 + letters.length, {})?.entries ?? [])
      .filter((entry) => entry.kind !== ts.ScriptElementKind.keyword && entry.name.startsWith(letters))
      .map((entry) => entry.name)
  }

  function exportsOf({ source }: Entry): readonly ts.Symbol[] {
    roots.add(join(root, source))
    const checker = program().getTypeChecker()
    const file = program().getSourceFile(join(root, source))
    const module = file === undefined ? undefined : checker.getSymbolAtLocation(file)
    if (module === undefined) throw new TypeError(`${source} exports nothing`)
    return checker.getExportsOfModule(module)
  }

  function namesOf(entry: Entry): readonly string[] {
    return exportsOf(entry)
      .map(({ name }) => name)
      .toSorted((one, other) => one.localeCompare(other, "en"))
  }

  function undescribedNames(entry: Entry): readonly string[] {
    const checker = program().getTypeChecker()
    return exportsOf(entry)
      .filter((symbol) => ts.displayPartsToString(checker.getAliasedSymbol(symbol).getDocumentationComment(checker)).trim() === "")
      .map(({ name }) => name)
  }

  return { fieldsOf, hover, completionsOf, namesOf, undescribedNames }
}

/**
 * `type: "assign"` distinguishes a member of a union, and `command?: never` excludes one: the type says all of it. A
 * symbol is no name that a host can write.
 */
function speaksForItself(node: ts.Declaration): boolean {
  const name = ts.getNameOfDeclaration(node)
  if (name !== undefined && ts.isComputedPropertyName(name)) return true
  if (!ts.isPropertySignature(node) || node.type === undefined) return false
  return ts.isLiteralTypeNode(node.type) || node.type.kind === ts.SyntaxKind.NeverKeyword || node.type.getText() === "Type"
}

function ownerOf(node: ts.Node): string {
  for (let above: ts.Node | undefined = node.parent; above !== undefined; above = above.parent)
    if (
      (ts.isInterfaceDeclaration(above) ||
        ts.isTypeAliasDeclaration(above) ||
        ts.isClassDeclaration(above) ||
        ts.isVariableDeclaration(above) ||
        ts.isFunctionDeclaration(above)) &&
      above.name !== undefined
    )
      return above.name.getText()
  return "?"
}
