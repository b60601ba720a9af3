import { expect, it } from "vitest"
import { checkFileSize, maximumLines } from "../checks/file-size.ts"
import { treeOf } from "../tree.ts"

it("refuses a source file of one line too many, and no other file", () => {
  const lines = (count: number): string => "const a = 1\n".repeat(count)
  const tree = treeOf({
    "packages/core/src/base/fits.ts": lines(maximumLines),
    "packages/core/src/base/long.ts": lines(maximumLines + 1),
    "packages/core/src/index.ts": lines(maximumLines + 1),
    "packages/core/test/base/long.test.ts": lines(maximumLines + 1),
  })
  expect(checkFileSize(tree)).toEqual([{ file: "packages/core/src/base/long.ts", message: "251 lines; 250 are allowed" }])
})
