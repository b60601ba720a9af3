import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { describe, expect, it } from "vitest"

const packageFolder = join(import.meta.dirname, "..")

describe("the licence of the dictionary", () => {
  it("lies in the package as the dictionary has it: BSD-3-Clause wants its text beside every copy", () => {
    const original = readFileSync(join(dirname(createRequire(import.meta.url).resolve("dictionary-ru")), "license"), "utf8")
    const ours = readFileSync(join(packageFolder, "LICENSE.dictionary-ru"), "utf8")
    expect(ours.trim()).toBe(original.trim())
    expect(ours).toContain("Redistributions in binary form must reproduce the above copyright")
  })

  it("is named in the README and in the packed table, which says that it was changed", () => {
    expect(readFileSync(join(packageFolder, "README.md"), "utf8")).toContain("/packages/locale-ru/LICENSE.dictionary-ru)")
    expect(readFileSync(join(packageFolder, "src/forms/packed.ts"), "utf8").slice(0, 300)).toMatch(
      /dictionary-ru 3\.0\.0 \(BSD-3-Clause.*changed/,
    )
  })
})
