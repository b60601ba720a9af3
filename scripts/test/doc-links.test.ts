import { describe, expect, it } from "vitest"
import { checkDocLinks } from "../checks/doc-links.ts"
import { treeOf } from "../tree.ts"

const files = {
  "docs/match.md": "# Match\n\n## How it's read: words\n\n## Слова и формы\n\n## Words\n\n## Words\n",
  "examples/first-desk/main.ts": "// #region desk\nconst a = 1\n// #endregion desk\n",
}

function problemsOf(page: string): readonly unknown[] {
  return checkDocLinks(treeOf({ ...files, "docs/page.md": page }))
}

describe("checkDocLinks", () => {
  it.each([
    "[m](match.md)",
    "[m](./match.md#how-its-read-words)",
    "[m](match.md#слова-и-формы)",
    "[m](match.md#words-1)",
    "[folder](../examples/first-desk/)",
    "[folder](../examples)",
    "[elsewhere](https://example.org/nothing.md)",
    "[mail](mailto:a@example.org)",
    "# Here\n\n[here](#here)",
    "[m]: match.md\n",
    "```md\n[m](missing.md)\n```\n",
    "A span `[m](missing.md)` of code.",
    "{@includeCode ../examples/first-desk/main.ts#desk}",
  ])("accepts %s", (page) => {
    expect(problemsOf(page)).toEqual([])
  })

  it.each([
    "[m](missing.md)",
    "![m](missing.png)",
    "[m](../match.md)",
    "[m](match.md#nowhere)",
    "[m](match.md#words-2)",
    "[here](#nowhere)",
    "[m](/docs/match.md)",
    "[m]: missing.md\n",
    '<img src="missing.png">',
    "{@includeCode ../examples/second-desk/main.ts}",
    "{@includeCode ../examples/first-desk/main.ts#storage}",
  ])("refuses %s", (page) => {
    expect(problemsOf(page)).toHaveLength(1)
  })

  const front = (page: string, manifest: object = {}): readonly string[] =>
    checkDocLinks(
      treeOf({ ...files, "packages/core/package.json": JSON.stringify(manifest, null, 2), "packages/core/README.md": page }),
    ).map(({ message }) => message)
  const main = "https://github.com/otklik/otklik/blob/main"

  it("takes absolute links on the front page of a package, and looks whether they lead anywhere", () => {
    expect(front(`[m](${main}/docs/match.md#words) [here](#core)\n\n# Core\n`)).toEqual([])
    expect(front("[folder](https://github.com/otklik/otklik/tree/main/examples/first-desk)")).toEqual([])
    expect(front("[issues](https://github.com/otklik/otklik/issues) [else](https://example.org)")).toEqual([])
    expect(front(`[m](${main}/docs/missing.md)`)).toEqual(["there is no docs/missing.md"])
    expect(front(`[m](${main}/docs/match.md#nowhere)`)).toEqual(["docs/match.md has no heading #nowhere"])
    expect(front("[m](https://github.com/otklik/otklik/docs/match.md)")).toEqual([expect.stringContaining("/blob/main/")])
  })

  it("refuses relative links where npm shows the page, and absolute ones where the repository does", () => {
    expect(front("[m](../../docs/match.md)")).toEqual([expect.stringContaining("read on npm")])
    expect(front("[m](../../docs/match.md)", { private: true })).toEqual([])
    expect(problemsOf(`[m](${main}/docs/match.md)`)).toHaveLength(1)
  })

  it("names the line", () => {
    expect(problemsOf("# Page\n\n[m](missing.md)\n")).toEqual([{ file: "docs/page.md", line: 3, message: "there is no docs/missing.md" }])
  })
})
