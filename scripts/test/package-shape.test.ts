import { describe, expect, it } from "vitest"
import { checkPackageShape } from "../checks/package-shape.ts"
import { treeOf } from "../tree.ts"

const common = {
  version: "0.1.0",
  description: "A package that is as it should be",
  license: "Apache-2.0",
  type: "module",
  sideEffects: false,
  scripts: { build: "tsup --config ../../tsup.config.ts" },
  engines: { node: ">=22.18" },
  exports: { ".": { "@otklik/source": "./src/index.ts", default: "./dist/index.js" }, "./package.json": "./package.json" },
  files: ["dist", "!dist/**/*.tsbuildinfo", "src", "README.md"],
  keywords: ["otklik"],
}
/** The fields that name the repository, and the folder of a package in it. */
function placeOf(folder: string): object {
  return {
    homepage: `https://github.com/otklik/otklik/tree/main/${folder}#readme`,
    bugs: { url: "https://github.com/otklik/otklik/issues" },
    repository: { type: "git", url: "git+https://github.com/otklik/otklik.git", directory: folder },
  }
}

const core = {
  ...common,
  ...placeOf("packages/core"),
  name: "@otklik/core",
  files: ["dist", "!dist/**/*.tsbuildinfo", "src", "docs", "llms.txt", "README.md"],
}
const kit = {
  ...common,
  ...placeOf("packages/testkit"),
  name: "@otklik/testkit",
  peerDependencies: { "@otklik/core": "^0.1.0" },
  devDependencies: { "@otklik/core": "^0.1.0" },
}

function filesOf(manifest: object): Record<string, string> {
  return {
    LICENSE: "the license",
    "typedoc.json": JSON.stringify({ entryPoints: ["packages/core", "packages/testkit"] }),
    "tsconfig.json": JSON.stringify({ references: [{ path: "packages/core" }, { path: "./packages/testkit" }] }),
    ...packageFiles("packages/core", core, []),
    ...packageFiles("packages/testkit", manifest, [{ path: "../core" }]),
  }
}

function packageFiles(folder: string, manifest: object, references: readonly object[]): Record<string, string> {
  return {
    [`${folder}/package.json`]: JSON.stringify(manifest),
    [`${folder}/tsconfig.json`]: JSON.stringify({ references }),
    [`${folder}/typedoc.json`]: "{}",
    [`${folder}/README.md`]: "",
    [`${folder}/LICENSE`]: "the license",
    [`${folder}/src/index.ts`]: "",
    [`${folder}/test/tsconfig.json`]: "{}",
    [`${folder}/test/a.test.ts`]: "",
  }
}

describe("checkPackageShape", () => {
  it("accepts packages as they should be", () => {
    expect(checkPackageShape(treeOf(filesOf(kit)))).toEqual([])
  })

  it.each([
    ["another name than its folder", { ...kit, name: "@otklik/kit" }],
    ["CommonJS", { ...kit, type: "commonjs" }],
    ["no license", { ...kit, license: undefined }],
    ["side effects", { ...kit, sideEffects: true }],
    ["no engines", { ...kit, engines: undefined }],
    ["no build", { ...kit, scripts: undefined }],
    ["an older Node", { ...kit, engines: { node: ">=20" } }],
    ["no source condition", { ...kit, exports: { ".": { default: "./dist/index.js" } } }],
    ["a path of sources as the default", { ...kit, exports: { ".": { "@otklik/source": "./src/index.ts", default: "./src/index.ts" } } }],
    ["build information in the tarball", { ...kit, files: ["dist", "src", "README.md"] }],
    ["no pages where somebody may ask", { ...kit, bugs: undefined }],
    ["the homepage of another package", { ...kit, homepage: "https://github.com/otklik/otklik/tree/main/packages/core#readme" }],
    ["the folder of another package", { ...kit, ...placeOf("packages/core") }],
    ["another repository", { ...kit, repository: { type: "git", directory: "packages/testkit", url: "git+https://example.org/a.git" } }],
    ["the pages, which the core brings", { ...kit, files: core.files }],
    ["the core as a dependency", { ...kit, dependencies: { "@otklik/core": "^0.1.0" } }],
    ["no peer", { ...kit, peerDependencies: {} }],
    ["a peer range of another version", { ...kit, peerDependencies: { "@otklik/core": "^0.0.0" } }],
    ["no core to develop with", { ...kit, devDependencies: {} }],
    ["a storage as a dependency", { ...kit, dependencies: { "@otklik/storage-sqlite": "^0.1.0" } }],
    ["a connector as a peer", { ...kit, peerDependencies: { ...kit.peerDependencies, "@otklik/connector-vk": "^0.1.0" } }],
  ])("refuses %s", (_, manifest) => {
    expect(checkPackageShape(treeOf(filesOf(manifest)))).toHaveLength(1)
  })

  it("refuses a version of its own", () => {
    const ranges = { "@otklik/core": "^0.2.0" }
    const manifest = { ...kit, version: "0.2.0", peerDependencies: ranges, devDependencies: ranges }
    expect(checkPackageShape(treeOf(filesOf(manifest)))).toEqual([
      { file: "packages", message: expect.stringContaining("move together") as string },
    ])
  })

  it("refuses a core that depends on a sibling", () => {
    const files = filesOf(kit)
    files["packages/core/package.json"] = JSON.stringify({ ...core, dependencies: { "@otklik/testkit": "^0.1.0" } })
    expect(checkPackageShape(treeOf(files))).toEqual([
      { file: "packages/core/package.json", message: expect.stringContaining("no sibling") as string },
    ])
  })

  it.each(["README.md", "LICENSE", "typedoc.json", "tsconfig.json", "src/index.ts", "test/tsconfig.json", "test/a.test.ts"])(
    "refuses a package without %s",
    (part) => {
      const { [`packages/testkit/${part}`]: _, ...files } = filesOf(kit)
      expect(checkPackageShape(treeOf(files))).not.toEqual([])
    },
  )

  it("refuses another license, and a package that would not be built or documented", () => {
    expect(checkPackageShape(treeOf({ ...filesOf(kit), "packages/testkit/LICENSE": "another" }))).toHaveLength(1)
    expect(checkPackageShape(treeOf({ ...filesOf(kit), "typedoc.json": JSON.stringify({ entryPoints: ["packages/core"] }) }))).toHaveLength(
      1,
    )
    expect(
      checkPackageShape(treeOf({ ...filesOf(kit), "tsconfig.json": JSON.stringify({ references: [{ path: "packages/core" }] }) })),
    ).toHaveLength(1)
  })

  it("leaves private packages alone", () => {
    expect(
      checkPackageShape(treeOf({ "packages/e2e/package.json": JSON.stringify({ name: "x", version: "0.0.0", private: true }) })),
    ).toEqual([])
  })

  describe("of create-otklik, a program without entries", () => {
    const folder = "packages/create-otklik"
    const { sideEffects: _, exports: __, ...program } = common
    const starter = { ...program, ...placeOf(folder), name: "create-otklik", dependencies: { "@otklik/core": "^0.1.0" } }
    const treeWith = (manifest: object, files: Record<string, string> = { [`${folder}/src/bin.ts`]: "" }) =>
      treeOf({
        ...filesOf(kit),
        "tsconfig.json": JSON.stringify({ references: ["packages/core", "packages/testkit", folder].map((path) => ({ path })) }),
        [`${folder}/package.json`]: JSON.stringify(manifest),
        [`${folder}/tsconfig.json`]: "{}",
        [`${folder}/README.md`]: "",
        [`${folder}/LICENSE`]: "the license",
        ...files,
      })

    it("accepts it as it should be", () => expect(checkPackageShape(treeWith(starter))).toEqual([]))

    it.each([
      ["another name", treeWith({ ...starter, name: "@otklik/create-otklik" })],
      ["another version", treeWith({ ...starter, version: "0.2.0" })],
      ["a range that does not move along", treeWith({ ...starter, dependencies: { "@otklik/core": "*" } })],
      ["no program", treeWith(starter, { [`${folder}/src/other.ts`]: "" })],
    ])("refuses %s", (__title, tree) => expect(checkPackageShape(tree)).not.toEqual([]))
  })
})
