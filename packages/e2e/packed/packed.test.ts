import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as z from "zod"
import { putAlone } from "./alone.ts"
import { compilers, createForeignProject, type ForeignProject, resolutions, runtimes } from "./foreign-project.ts"

const host = "examples/first-desk"
const manifestSchema = z.object({
  version: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
  peerDependencies: z.record(z.string(), z.string()).default({}),
})

const base = mkdtempSync(join(tmpdir(), "otklik-packed-"))
let project: ForeignProject

beforeAll(async () => {
  project = await createForeignProject(base, host)
})

afterAll(() => {
  rmSync(base, { recursive: true, force: true })
})

describe("the tarballs", () => {
  it("hold the build, the sources, the license and the front page, and nothing else", () => {
    expect(project.tarballs.length).toBeGreaterThan(0)
    for (const { name, files, entries } of project.tarballs) {
      // A program alone has nothing to import.
      const built = entries.length === 0 ? ["dist/bin.js", "src/bin.ts"] : ["dist/index.js", "dist/index.d.ts", "src/index.ts"]
      expect(files, name).toEqual(expect.arrayContaining(["LICENSE", "README.md", "package.json", ...built]))
      const strangers = files.filter(
        (file) =>
          !(name === "@otklik/core" && /^(?:llms\.txt|docs\/.+\.(?:md|svg))$/.test(file)) &&
          !/^(?:LICENSE(?:\.[a-z-]+)?|README\.md|package\.json|dist\/.+\.(?:js|js\.map|d\.ts|d\.ts\.map)|src\/.+\.ts)$/.test(file),
      )
      expect(strangers, name).toEqual([])
      const orphans = files.filter((file) => file.endsWith(".d.ts") && !files.includes(file.replace(/^dist\/(.+)\.d\.ts$/, "src/$1.ts")))
      expect(orphans, name).toEqual([])
    }
  })

  it("bring the pages with the core, and a list of them in which every link leads to one", () => {
    const { files = [] } = project.tarballs.find(({ name }) => name === "@otklik/core") ?? {}
    const list = readFileSync(join(project.folder, "node_modules/@otklik/core/llms.txt"), "utf8")
    const listed = [...list.matchAll(/\]\((docs\/[^)]+)\)/g)].map(([, page = ""]) => page)
    expect(listed.toSorted()).toEqual(files.filter((file) => /^docs\/(?!decisions\/(?!README)).+\.md$/.test(file)).toSorted())
    expect(listed).toContain("docs/quick-start.md")
  })

  it("ask for the core by a range that holds its version, as a peer", () => {
    for (const { name, version, entries } of project.tarballs) {
      if (entries.length === 0) continue
      const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(project.folder, "node_modules", name, "package.json"), "utf8")))
      expect(manifest.version).toBe(version)
      expect(manifest.dependencies).not.toHaveProperty("@otklik/core")
      expect(manifest.peerDependencies["@otklik/core"], name).toBe(name === "@otklik/core" ? undefined : `^${version}`)
    }
  })

  it("leave a host with one copy of the core, and no complaint of npm about the tree", async () => {
    await project.run("npm", ["ls", "--all"])
    for (const { name } of project.tarballs) {
      expect(existsSync(join(project.folder, "node_modules", name, "node_modules/@otklik/core")), name).toBe(false)
    }
  })
})

describe("every package", () => {
  it("loads with what it says that it needs and nothing else, a connector without any other connector", async () => {
    const node = join(project.folder, "node_modules", `node-${runtimes[0]}`, "bin/node")
    for (const { name, entries } of project.tarballs) {
      if (entries.length === 0) continue
      const folder = join(base, "alone", name)
      const there = putAlone(join(project.folder, "node_modules"), name, folder)
      const others = there.filter((one) => /^@otklik\/(?:connector|storage)-/.test(one) && one !== name && one !== "@otklik/connector-kit")
      expect(others, name).toEqual([])
      const load = entries.map((entry) => `console.log(Object.keys(await import("${entry}")).length)`)
      writeFileSync(join(folder, "load.js"), load.join("\n"))
      const counts = (await project.run(node, [join(folder, "load.js")])).trim().split("\n").map(Number)
      expect(counts.length, name).toBe(entries.length)
      // This one holds the types of parts of a desk alone.
      for (const [index, count] of counts.entries()) expect(count > 0, entries[index]).toBe(entries[index] !== "@otklik/core/desk")
      // The oldest Node that is supported loads them by require() as well, with the same names.
      const required = entries.map(
        (entry) => `console.log(Object.keys(require("${entry}")).filter((name) => name !== "__esModule").length)`,
      )
      writeFileSync(join(folder, "load.cjs"), required.join("\n"))
      const again = (await project.run(node, [join(folder, "load.cjs")])).trim().split("\n").map(Number)
      expect(again, name).toEqual(counts)
    }
  })
})

describe("a host of thirty lines", () => {
  it("has at most thirty lines of code", () => {
    const lines = readFileSync(join(project.folder, "main.ts"), "utf8").split("\n")
    const code = lines.filter((line) => line.trim() !== "" && !/^\s*(?:\/\/|\/\*|\*)/.test(line))
    expect(code.length).toBeLessThanOrEqual(30)
  })

  describe.each(compilers)("under TypeScript %s", (compiler) => {
    it.each(resolutions)("type-checks with %s resolution", async (resolution) => {
      const tsc = join(project.folder, "node_modules", `typescript-${compiler}`, "bin/tsc")
      expect(await project.run(process.execPath, [tsc, "--version"])).toContain(`Version ${compiler}.`)
      await project.run(process.execPath, [tsc, "-p", `tsconfig.${resolution}.json`])
    })
  })

  it("runs on every Node that is supported, and prints the same", async () => {
    const printed: string[] = []
    for (const runtime of runtimes) {
      const node = join(project.folder, "node_modules", `node-${runtime}`, "bin/node")
      expect(await project.run(node, ["--version"])).toMatch(new RegExp(`^v${runtime}\\.`))
      // Moments differ between two runs.
      printed.push((await project.run(node, ["main.ts"])).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "MOMENT"))
    }
    expect(printed[0]?.trim()).not.toBe("")
    expect(new Set(printed).size).toBe(1)
  })
})
