import { describe, expect, it } from "vitest"
import { checkForbiddenStrings } from "../checks/forbidden-strings.ts"
import { treeOf } from "../tree.ts"

// Joined here, so that this file holds none of them.
const path = (...parts: readonly string[]): string => `/${parts.join("/")}`
const host = (...labels: readonly string[]): string => labels.join(".")

describe("checkForbiddenStrings", () => {
  it.each([
    `read ${path("work", "main", "package.json")}`,
    `"${path("home", "anna", "otklik")}"`,
    `(${path("tmp", "out.json")})`,
    path("Users", "anna"),
    ["C:", "Users", "anna"].join("\\"),
    ["file:", "", "", "home", "anna"].join("/"),
    `https://${host("registry", "example", "org")}/zod`,
    `https://${host("www", "npmjs", "com")}/package/zod`,
    JSON.stringify({ resolved: "https://example.org/zod.tgz" }, null, 1).replaceAll("\n", ""),
  ])("refuses %s", (text) => {
    expect(checkForbiddenStrings(treeOf({ "docs/a.md": `\n${text}\n` }))).toEqual([expect.objectContaining({ file: "docs/a.md", line: 2 })])
  })

  it.each([
    "../work/main",
    "https://example.org/work/main",
    "./home/page.md",
    "a registry of metrics",
    "packages/core/work/a.ts",
    "the registry.ts of metrics",
  ])("accepts %s", (text) => {
    expect(checkForbiddenStrings(treeOf({ "docs/a.md": text }))).toEqual([])
  })
})
