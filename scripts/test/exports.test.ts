import { describe, expect, it } from "vitest"
import { checkExports } from "../checks/exports.ts"
import { treeOf } from "../tree.ts"

const index = "packages/core/src/base/index.ts"
const plain = "packages/core/src/base/a.ts"

describe("checkExports", () => {
  it("accepts re-exports by name and plain exports", () => {
    const tree = treeOf({
      [index]: 'export { a } from "./a.ts"\nexport type { A } from "./a.ts"\nexport { b, type B } from "./b.ts"\n',
      [plain]: "export const a = 1\nexport interface A { readonly a: number }\nexport function b(): void {}\n",
    })
    expect(checkExports(tree)).toEqual([])
  })

  it.each([
    [index, 'export * from "./a.ts"'],
    [index, 'export type * from "./a.ts"'],
    [index, 'export * as a from "./a.ts"'],
    [plain, 'export * from "./b.ts"'],
    [plain, "export default 1"],
    [plain, "export default function a() {}"],
    [plain, "const a = 1\nexport { a as default }"],
    [index, 'export { default } from "./a.ts"'],
    [index, "export const a = 1"],
    [index, 'import { a } from "./a.ts"'],
    [index, "export {}"],
    [index, "function a() {}"],
  ])("refuses in %s: %s", (file, code) => {
    expect(checkExports(treeOf({ [file]: code }))).toHaveLength(1)
  })

  it("lets files outside the sources export as they like", () => {
    expect(checkExports(treeOf({ "vitest.config.ts": "export default {}" }))).toEqual([])
  })
})
