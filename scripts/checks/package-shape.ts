import * as z from "zod"
import { repository } from "../repository.ts"
import { isPackageSource } from "../syntax.ts"
import type { Check, Problem, Tree } from "../tree.ts"

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  private: z.boolean().optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
})
type Manifest = z.output<typeof manifestSchema>

const publicSchema = z.object({
  name: z.string().regex(/^@otklik\/[a-z0-9-]+$/),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  description: z.string().min(20),
  license: z.literal("Apache-2.0"),
  type: z.literal("module"),
  sideEffects: z.literal(false),
  scripts: z.looseObject({ build: z.string().startsWith("tsup") }),
  engines: z.strictObject({ node: z.literal(">=22.18") }),
  exports: z.record(
    z.string(),
    z.union([
      z.literal("./package.json"),
      z.strictObject({
        "@otklik/source": z.string().regex(/^\.\/src\/.+\.ts$/),
        default: z.string().regex(/^\.\/dist\/.+\.js$/),
      }),
    ]),
  ),
  files: z.array(z.string()),
  homepage: z.string(),
  bugs: z.strictObject({ url: z.literal(`${repository}/issues`) }),
  repository: z.strictObject({ type: z.literal("git"), url: z.literal(`git+${repository}.git`), directory: z.string() }),
  keywords: z.array(z.string()).min(1),
})

/** `npm create otklik`: a program and nothing to import, so it has another name and no entries, pages or tests. */
const starter = "packages/create-otklik"
const starterSchema = publicSchema.omit({ sideEffects: true, exports: true }).extend({ name: z.literal("create-otklik") })
const starterParts = ["README.md", "LICENSE", "tsconfig.json", "src/bin.ts"]

/** What the tarball holds beside package.json and the license; the core brings the pages. */
function filesOf(folder: string): readonly string[] {
  return ["dist", "!dist/**/*.tsbuildinfo", "src", ...(folder === "packages/core" ? ["docs", "llms.txt"] : []), "README.md"]
}

const referencesSchema = z.object({ references: z.array(z.object({ path: z.string() })).default([]) })

const documentationSchema = z.object({ entryPoints: z.array(z.string()) })

/** Files that every public package has. */
const parts = ["README.md", "LICENSE", "tsconfig.json", "typedoc.json", "src/index.ts", "test/tsconfig.json"]

/** Public packages have one shape, move together, and depend only where the blueprint allows. */
export const checkPackageShape: Check = (tree) => {
  const problems: Problem[] = []
  const built = new Set(referencesOf(tree, "tsconfig.json").map((path) => path.replace(/^\.\//, "")))
  const documented = new Set(tree.has("typedoc.json") ? documentationSchema.parse(JSON.parse(tree.read("typedoc.json"))).entryPoints : [])
  const manifests = tree.files.filter((file) => /^(?:packages|examples)\/[^/]+\/package\.json$/.test(file))
  const versions = new Set<string>()
  for (const file of manifests) {
    const raw: unknown = JSON.parse(tree.read(file))
    const manifest = manifestSchema.parse(raw)
    if (manifest.private === true) continue
    const folder = file.slice(0, -"/package.json".length)
    const isStarter = folder === starter
    const { success, data, error } = (isStarter ? starterSchema : publicSchema).safeParse(raw)
    if (success && JSON.stringify(data.files) !== JSON.stringify(filesOf(folder)))
      problems.push({ file, message: `files: ${filesOf(folder).join(", ")} were expected` })
    if (success && (data.homepage !== `${repository}/tree/main/${folder}#readme` || data.repository.directory !== folder))
      problems.push({ file, message: "homepage and repository.directory name the folder of the package" })
    versions.add(manifest.version)
    for (const issue of error?.issues ?? []) problems.push({ file, message: `${issue.path.join(".")}: ${issue.message}` })
    if (!isStarter && manifest.name !== `@otklik/${folder.split("/")[1]}`)
      problems.push({ file, message: "a package is called as its folder" })
    for (const part of isStarter ? starterParts : parts)
      if (!tree.has(`${folder}/${part}`)) problems.push({ file: `${folder}/${part}`, message: "every public package has this file" })
    if (!isStarter && !tree.files.some((path) => path.startsWith(`${folder}/test/`) && path.endsWith(".test.ts")))
      problems.push({ file: `${folder}/test`, message: "every public package has tests" })
    if (!built.has(folder))
      problems.push({ file: "tsconfig.json", message: `${folder} is missing from the references: it would not be built` })
    if (!isStarter && !documented.has(folder))
      problems.push({ file: "typedoc.json", message: `${folder} is missing from the entry points: it would not be documented` })
    if (tree.has("LICENSE") && tree.has(`${folder}/LICENSE`) && tree.read("LICENSE") !== tree.read(`${folder}/LICENSE`))
      problems.push({ file: `${folder}/LICENSE`, message: "differs from the license of the repository" })
    for (const message of dependencyFaults(manifest, tree, folder)) problems.push({ file, message })
  }
  if (versions.size > 1) problems.push({ file: "packages", message: `all versions move together, found ${[...versions].join(", ")}` })
  return problems
}

function dependencyFaults(manifest: Manifest, tree: Tree, folder: string): readonly string[] {
  const faults: string[] = []
  const isOurs = (name: string): boolean => name.startsWith("@otklik/")
  const range = `^${manifest.version}`
  for (const [name, wanted] of [...Object.entries(manifest.dependencies), ...Object.entries(manifest.peerDependencies)]) {
    if (!isOurs(name)) continue
    if (manifest.name === "@otklik/core") faults.push(`the core depends on no sibling: ${name}`)
    if (wanted !== range) faults.push(`${name} must be "${range}", as the versions move together`)
    if (/^@otklik\/(?:storage-|connector-(?!kit$))/.test(name)) faults.push(`nobody depends on a connector or a storage: ${name}`)
  }
  // What starts a project brings the peers of what it calls.
  if (manifest.name !== "@otklik/core" && folder !== starter) {
    if ("@otklik/core" in manifest.dependencies) faults.push("the core is a peer, so that a host has one copy")
    if (!("@otklik/core" in manifest.peerDependencies)) faults.push("the core must be a peer")
    if (manifest.devDependencies["@otklik/core"] !== range) faults.push(`the core must be a devDependency too, "${range}"`)
    if (!referencesOf(tree, `${folder}/tsconfig.json`).includes("../core")) faults.push("its tsconfig.json must reference ../core")
  }
  if (!tree.files.some((file) => file.startsWith(`${folder}/src/`) && isPackageSource(file))) faults.push("it has no sources")
  return faults
}

function referencesOf(tree: Tree, file: string): readonly string[] {
  return tree.has(file) ? referencesSchema.parse(JSON.parse(tree.read(file))).references.map((reference) => reference.path) : []
}
