import { describe, expect, it } from "vitest"
import { checkCommentWidth } from "../checks/comment-width.ts"
import { treeOf } from "../tree.ts"

const file = "packages/core/src/base/a.ts"
const words = "word ".repeat(23).trim()

describe("checkCommentWidth", () => {
  it.each([
    ["a docstring", `/** ${words} 1234 */\nconst a = 1`, 1],
    ["a line of a docstring", `/**\n * One.\n * ${words} 12345\n */\nconst a = 1`, 3],
    ["a line comment", `const a = 1\n\n// ${words} 12345`, 3],
    ["a comment after code", `const a = 1 // ${words}`, 1],
    ["a comment at the end of a block", `if (a) {\n  b()\n  // ${words} 1234\n}`, 3],
    ["a docstring of a member", `interface A {\n  /** ${words} 12 */\n  readonly b: string\n}`, 2],
  ])("refuses %s beyond 120 columns", (_, code, line) => {
    expect(checkCommentWidth(treeOf({ [file]: code }))).toEqual([expect.objectContaining({ file, line })])
  })

  it("accepts 120 columns, long code, comments inside of strings, and an address that cannot be broken", () => {
    const code = [
      `// ${words} 1`,
      `const a = "${"// word ".repeat(30)}"`,
      `const b = \`${"/* word */ ".repeat(20)}\``,
      `// https://example.org/${"a".repeat(120)}`,
    ].join("\n")
    expect(checkCommentWidth(treeOf({ [file]: code }))).toEqual([])
  })
})
