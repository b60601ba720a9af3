import { execFile } from "node:child_process"
import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { promisify } from "node:util"
import * as z from "zod"
import { root } from "../../../scripts/root.ts"
import { publicPackages } from "../../../scripts/workspaces.ts"

const run = promisify(execFile)

/** Versions of TypeScript that a host may use: the lowest that READMEs name, and the last of 5, of 6 and of 7. */
export const compilers = ["5.7", "5.9", "6.0", "7.0"] as const

/** Versions of Node that a host may use: the oldest that `engines` allows, and the one that Otklik is built with. */
export const runtimes = ["22", "24"] as const

/** How a host may resolve modules. */
export const resolutions = ["nodenext", "bundler"] as const

/** One tarball, as `npm pack` tells of it. */
export interface Tarball {
  readonly name: string
  readonly version: string
  readonly path: string
  readonly files: readonly string[]
  /** What a host may import of it: `@otklik/core`, `@otklik/core/rules`, … */
  readonly entries: readonly string[]
}

/** A project that knows nothing of the repository: an empty folder with the tarballs installed. */
export interface ForeignProject {
  readonly folder: string
  readonly tarballs: readonly Tarball[]
  /** Runs a program in the folder; throws with both streams when it fails. */
  run(program: string, args: readonly string[]): Promise<string>
}

const packedSchema = z.array(
  z.object({ name: z.string(), version: z.string(), filename: z.string(), files: z.array(z.object({ path: z.string() })) }),
)

/**
 * Builds and packs every public package, and installs the tarballs into an empty folder outside the repository.
 *
 * What the packages depend on, the compilers and the runtimes come from npm's cache or its registry. When neither has
 * them this fails, and says so: a check that is skipped in silence is no check.
 *
 * @param base - an empty folder outside the repository
 * @param host - the folder of the host's program inside the repository
 */
export async function createForeignProject(base: string, host: string): Promise<ForeignProject> {
  const folder = join(base, "host")
  mkdirSync(folder)
  await attempt(root, "npm", ["run", "--silent", "build"])
  const tarballs = await pack(base)
  cpSync(join(root, host), folder, {
    recursive: true,
    filter: (source) => !["package.json", "node_modules", "test", "tsconfig.json"].includes(basename(source)),
  })
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifestOf(tarballs), null, 2))
  for (const resolution of resolutions)
    writeFileSync(join(folder, `tsconfig.${resolution}.json`), JSON.stringify(tsconfigOf(resolution), null, 2))
  writeFileSync(join(folder, "probe.ts"), probeOf(tarballs))
  await attempt(folder, "npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"])
  return { folder, tarballs, run: (program, args) => attempt(folder, program, args) }
}

async function pack(base: string): Promise<readonly Tarball[]> {
  const packages = publicPackages(root)
  const printed = await attempt(root, "npm", [
    "pack",
    "--json",
    "--silent",
    "--pack-destination",
    base,
    ...packages.flatMap(({ name }) => ["--workspace", name]),
  ])
  const parsed: unknown = JSON.parse(printed)
  const packed = packedSchema.parse(Array.isArray(parsed) ? parsed : Object.values(z.record(z.string(), z.unknown()).parse(parsed)))
  const written = new Set(readdirSync(base))
  return packed.map(({ name, version, filename, files }) => {
    if (!written.has(filename)) throw new Error(`npm pack promised ${filename} and did not write it`)
    const entries = packages.find((one) => one.name === name)?.entries.map((entry) => entry.name) ?? []
    return { name, version, path: join(base, filename), files: files.map((file) => file.path), entries }
  })
}

function manifestOf(tarballs: readonly Tarball[]): object {
  return {
    name: "host",
    private: true,
    type: "module",
    dependencies: Object.fromEntries(tarballs.map(({ name, path }) => [name, `file:${path}`])),
    devDependencies: {
      "@types/node": "22",
      ...Object.fromEntries(compilers.map((version) => [`typescript-${version}`, `npm:typescript@~${version}.0`])),
      ...Object.fromEntries(runtimes.map((version) => [`node-${version}`, `npm:node@${version}`])),
    },
  }
}

/** Strict, libraries checked too: the declarations must be right in themselves. */
function tsconfigOf(resolution: (typeof resolutions)[number]): object {
  const module =
    resolution === "nodenext" ? { module: "nodenext", moduleResolution: "nodenext" } : { module: "esnext", moduleResolution: "bundler" }
  return {
    compilerOptions: {
      ...module,
      target: "es2023",
      lib: ["es2023"],
      types: ["node"],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
    },
    include: ["*.ts"],
  }
}

/**
 * Each entry must have types: one that is `any` would have whatever is asked of it, and the expected error would not
 * come.
 */
function probeOf(tarballs: readonly Tarball[]): string {
  return tarballs
    .flatMap(({ entries }) => entries)
    .flatMap((entry, index) => [
      `import * as entry${index} from ${JSON.stringify(entry)}`,
      `// @ts-expect-error there is no such export`,
      `export const missing${index}: unknown = entry${index}.thereIsNoSuchExport`,
    ])
    .join("\n")
}

async function attempt(cwd: string, program: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run(program, [...args], { cwd, maxBuffer: 64 * 1024 * 1024, env: foreignEnvironment() })
    return stdout
  } catch (error) {
    const text = (name: "stdout" | "stderr"): string => {
      const value: unknown = error instanceof Error && name in error ? Object.getOwnPropertyDescriptor(error, name)?.value : ""
      return typeof value === "string" ? value.trim() : ""
    }
    throw new Error(`${[program, ...args].join(" ")} failed in ${cwd}\n${text("stdout")}\n${text("stderr")}`, { cause: error })
  }
}

/** The environment without what npm and vitest tell their children: the foreign project is nobody's workspace. */
function foreignEnvironment(): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) {
    if (
      value === undefined ||
      /^(?:npm_(?:package|lifecycle|command|config_(?:local_prefix|workspace|prefix))|VITEST|NODE_(?:ENV|OPTIONS)|INIT_CWD)/i.test(name)
    )
      continue
    kept[name] = value
  }
  return kept
}
