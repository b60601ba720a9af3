import { describe, expect, it } from "vitest"
import { checkCodeBlocks } from "../checks/code-blocks.ts"
import { shownCode } from "../code-blocks.ts"
import { treeOf } from "../tree.ts"

const files = {
  "examples/pages/match.ts": [
    'import assert from "node:assert/strict"',
    "// #region words",
    "const words = 1",
    "// #endregion words",
    "{",
    "  // #region deep",
    "  if (words > 0) {",
    "    assert.ok(true)",
    "  }",
    "  // #endregion deep",
    "}",
    "// #region open",
    "",
  ].join("\n"),
  "examples/pages/rules.json": '{ "rules": [] }\n',
  "examples/desk/main.ts": "// #region all\nconst desk = 1\n// #endregion all\n",
  "examples/desk/src/region.ts": "const region = 1\n",
  "examples/pages/part/part.ts": "const part = 1\n",
}

const messagesOf = (page: string, file = "docs/page.md"): readonly string[] =>
  checkCodeBlocks(treeOf({ ...files, [file]: page })).map(({ line, message }) => `${line}: ${message}`)

const block = (source: string, code: string, language = "ts"): string => `<!-- code: ${source} -->\n\`\`\`${language}\n${code}\n\`\`\`\n`

describe("checkCodeBlocks", () => {
  it.each([
    block("examples/pages/match.ts#words", "const words = 1"),
    block("examples/pages/match.ts#words", "const words = 1").replace("-->\n", "-->\n\n"),
    block("examples/pages/match.ts#deep", "if (words > 0) {\n  assert.ok(true)\n}"),
    block("examples/desk/main.ts", "const desk = 1"),
    block("examples/pages/part/part.ts", "const part = 1"),
    block("examples/pages/rules.json", '{ "rules": [] }', "json"),
    "```json\n{}\n```\n",
    "```sh\nnpm ci\n```\n",
    "A comment `<!-- code: examples/pages/match.ts -->` in a span.\n",
  ])("accepts %j", (page) => {
    expect(messagesOf(page)).toEqual([])
  })

  it.each([
    [
      "another code",
      block("examples/pages/match.ts#words", "const words = 2"),
      "2: differs from examples/pages/match.ts#words: npm run docs:code",
    ],
    ["an empty block", "<!-- code: examples/desk/main.ts -->\n```ts\n```\n", "2: differs from examples/desk/main.ts: npm run docs:code"],
    ["an unknown region", block("examples/pages/match.ts#none", "x"), "2: examples/pages/match.ts has no region none"],
    ["a region without an end", block("examples/pages/match.ts#open", "x"), "2: examples/pages/match.ts has no region open"],
    ["a part of a region's name", block("examples/pages/match.ts#word", "x"), "2: examples/pages/match.ts has no region word"],
    ["an unknown file", block("examples/pages/none.ts", "x"), "2: there is no examples/pages/none.ts"],
    [
      "code that nobody runs",
      block("examples/desk/src/region.ts", "const region = 1"),
      "2: examples/desk/src/region.ts is not run by npm run examples",
    ],
    ["a stale json file", block("examples/pages/rules.json", "{}", "json"), "2: differs from examples/pages/rules.json: npm run docs:code"],
    [
      "an indented block",
      "- Here:\n\n  <!-- code: examples/desk/main.ts -->\n  ```ts\n  const desk = 1\n  ```\n",
      "4: a block that is shown from a file must not be indented",
    ],
    [
      "a comment without a block",
      "# Page\n\n<!-- code: examples/desk/main.ts -->\n\nText.\n",
      "3: there is no code block right below this comment",
    ],
  ])("refuses %s", (_, page, message) => {
    expect(messagesOf(page)).toEqual([message])
  })

  it.each([
    "```ts\nconst a = 1\n```\n",
    "```typescript\nconst a = 1\n```\n",
    "~~~js\nconst a = 1\n~~~\n",
    "- Here:\n  ```ts\n  a()\n  ```\n",
  ])("refuses a block without a source: %j", (page) => {
    expect(messagesOf(page)).toEqual([expect.stringContaining("needs an example that runs")])
  })

  it("does not let one comment stand for two blocks", () => {
    const code = "```ts\nconst desk = 1\n```\n"
    expect(messagesOf(`<!-- code: examples/desk/main.ts -->\n${code}\n${code}`)).toEqual([expect.stringMatching(/^6: .*needs an example/)])
  })

  it("looks at the pages that are published, and at no others", () => {
    const page = "```ts\nconst a = 1\n```\n"
    const published = ["README.md", "README.ru.md", "docs/a/b.md", "packages/core/README.md", "examples/desk/README.md"]
    for (const file of published) expect(messagesOf(page, file), file).toHaveLength(1)
    for (const file of ["CONTRIBUTING.md", "packages/core/CHANGELOG.md"]) expect(messagesOf(page, file), file).toEqual([])
  })
})

describe("shownCode", () => {
  it("leaves out what marks other regions, and the empty lines around them", () => {
    const text = "// #region a\n\nfirst\n\n// #region b\nsecond\n// #endregion b\n\nthird\n\n// #endregion a\n"
    expect(shownCode(text)).toBe("first\n\nsecond\n\nthird")
    expect(shownCode(text, "a")).toBe("first\n\nsecond\n\nthird")
    expect(shownCode(text, "b")).toBe("second")
  })

  it("joins the pieces of a region, and refuses a piece that begins or ends twice", () => {
    const piece = "// #region a\nfirst\n// #endregion a\nbetween\n"
    expect(shownCode(`${piece}${piece}`, "a")).toBe("first\n\nfirst")
    for (const text of [`${piece}// #region a\n`, `${piece}// #endregion a\n`, `// #region a\n${piece}// #endregion a\n`])
      expect(shownCode(text, "a"), text).toBeUndefined()
  })

  it("keeps empty lines of an indented region empty", () => {
    expect(shownCode("  // #region a\n  if (x) {\n\n    y()\n  }\n  // #endregion a\n", "a")).toBe("if (x) {\n\n  y()\n}")
  })
})
