import { readFileSync } from "node:fs"
import { join } from "node:path"
import ts from "typescript"
import { describe, expect, it } from "vitest"
import { root } from "../root.ts"
import { parse } from "../syntax.ts"
import { publicPackages, type Entry } from "../workspaces.ts"

const packages = publicPackages(root)

/** What an entry exports by name: values first, then types, each in the order of the alphabet. */
function namesOf({ source }: Entry): { readonly values: readonly string[]; readonly types: readonly string[] } {
  const values: string[] = []
  const types: string[] = []
  for (const statement of parse(source, readFileSync(join(root, source), "utf8")).statements) {
    if (!ts.isExportDeclaration(statement) || statement.exportClause === undefined || !ts.isNamedExports(statement.exportClause))
      throw new TypeError(`${source} does more than to re-export by name`)
    for (const { name, isTypeOnly } of statement.exportClause.elements)
      (statement.isTypeOnly || isTypeOnly ? types : values).push(name.text)
  }
  return { values: values.toSorted(), types: types.toSorted() }
}

// Written by `npx vitest run scripts/test/public-names.test.ts -u`: a name that comes or goes is seen by whoever reads
// the change.
describe("the public names", () => {
  it.each(packages.flatMap(({ entries }) => entries))("of $name are the ones of its page", async (entry) => {
    const { values, types } = namesOf(entry)
    const text = `${entry.name}: ${values.length} values, ${types.length} types\n\n${[...values, "", ...types].join("\n")}\n`
    await expect(text).toMatchFileSnapshot(`./public-names/${entry.name.replace("@otklik/", "").replaceAll("/", ".")}.txt`)
  })

  it.each(packages)("of $name come from one entry each", ({ entries }) => {
    const entryOf = new Map<string, string>()
    for (const entry of entries) {
      const { values, types } = namesOf(entry)
      for (const name of [...values, ...types]) {
        expect(entryOf.get(name), `${name} of ${entry.name}`).toBeUndefined()
        entryOf.set(name, entry.name)
      }
    }
  })

  it("keep the root of the core to what a host needs", () => {
    const { values, types } = namesOf({ name: "@otklik/core", source: "packages/core/src/index.ts" })
    expect(values.length).toBeLessThanOrEqual(20)
    expect(values.length + types.length).toBeLessThanOrEqual(85)
  })
})
