import { describe, expect, it } from "vitest"
import { checkEscapes } from "../checks/escapes.ts"
import { treeOf } from "../tree.ts"

const source = "packages/core/src/base/a.ts"
const typeTest = "packages/core/test/a.test-d.ts"

describe("checkEscapes", () => {
  it.each([
    [source, "const a = b as unknown as string"],
    [source, "const a = b as any"],
    [typeTest, "const a = b as unknown as string"],
    [source, "// @ts-ignore\nconst a = 1"],
    [source, "// @ts-nocheck"],
    [source, "// @ts-expect-error\nconst a = 1"],
    [typeTest, "/* eslint-disable */"],
    [source, "// oxlint-disable-next-line\nconst a = 1"],
    [source, "const a = 1 // oxlint-disable-line"],
    [source, "const a = 1\n/* v8 ignore next */"],
  ])("refuses in %s: %s", (file, code) => {
    expect(checkEscapes(treeOf({ [file]: code }))).toHaveLength(1)
  })

  it("accepts one plain assertion, the words in a text, and an expected error in a type test", () => {
    const tree = treeOf({
      [source]: 'const a = b as string\nconst c = "oxlint-disable"\nconst d = b as unknown\n',
      [typeTest]: "// @ts-expect-error a number is no text\nconst a: string = 1\n",
    })
    expect(checkEscapes(tree)).toEqual([])
  })
})
