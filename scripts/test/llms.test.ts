import { describe, expect, it } from "vitest"
import { checkLlms } from "../checks/llms.ts"
import { llmsFile, llmsText } from "../llms.ts"
import { packed } from "../packed-docs.ts"
import { treeOf } from "../tree.ts"

const files = {
  "packages/core/package.json": JSON.stringify({ name: "@otklik/core", description: "The core" }),
  "packages/e2e/package.json": JSON.stringify({ name: "@otklik/e2e", description: "Tests", private: true }),
  "docs/rules.md":
    "# Rules\n\n## How `near` counts\n\n[a](decisions/0001-a.md) [b](../packages/core/README.md#use) [c](../examples) [d](#rules) [e](https://example.org)\n",
  "docs/decisions/0001-a.md": "# Why\n\n## Options\n",
  "docs/decisions/README.md": "# Decisions\n\n- [Why](0001-a.md)\n",
  "packages/core/README.md": "# Core\n\n## Use\n",
  "examples/a.ts": "",
}

describe("llms.txt", () => {
  it("lists packages that are published, and every page with its headings", () => {
    const text = llmsText(treeOf(files))
    expect(text).toContain("- @otklik/core: The core\n")
    expect(text).not.toContain("e2e")
    expect(text).toContain("- [Rules](docs/rules.md): How near counts\n")
    expect(text).toContain("## Optional\n\n- [Decisions](docs/decisions/README.md)\n")
    expect(text).not.toContain("0001-a.md")
  })

  it("goes stale with the headings, and the check says so", () => {
    const current = { ...files, [llmsFile]: llmsText(treeOf(files)) }
    expect(checkLlms(treeOf(current))).toEqual([])
    expect(checkLlms(treeOf({ ...current, "docs/rules.md": "# Rules\n\n## Another heading\n" }))).toHaveLength(1)
    expect(checkLlms(treeOf(files))).toHaveLength(1)
  })

  it("refuses a folder of pages that it has no section for", () => {
    expect(() => llmsText(treeOf({ ...files, "docs/elsewhere/a.md": "# A\n" }))).toThrow("docs/elsewhere/a.md")
  })
})

describe("the pages in the core's tarball", () => {
  it("link to each other as they did, and to everything else in the repository", () => {
    const main = "https://github.com/otklik/otklik"
    expect(packed(treeOf(files)).get("rules.md")).toContain(
      `[a](decisions/0001-a.md) [b](${main}/blob/main/packages/core/README.md#use) [c](${main}/tree/main/examples) [d](#rules) [e](https://example.org)`,
    )
  })
})
