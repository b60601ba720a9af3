import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { handlingSchema } from "../../src/desk/options/handling.ts"

const page = readFileSync(new URL("../../../../docs/modules/desk.md", import.meta.url), "utf8")

/** The rows of the table under a header, cell by cell. */
function rowsUnder(first: string, second: string): readonly (readonly string[])[] {
  const lines = page.split("\n")
  const header = lines.findIndex((line) => new RegExp(`^\\| ${first} +\\| ${second}`).test(line))
  const rows = lines.slice(header + 2)
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith("|")),
    )
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}

const namesIn = (cell = ""): readonly string[] => Array.from(cell.matchAll(/`([^`]+)`/g), ([, name = ""]) => name)

describe("docs/modules/desk.md", () => {
  it("lists every rule of handling with its default", () => {
    const rules = handlingSchema.parse({})
    const leaves = Object.entries(rules).flatMap(([name, value]): readonly (readonly [string, unknown])[] => {
      if (name === "conversation") return []
      const isGroup = typeof value === "object" && !Array.isArray(value)
      return isGroup ? Object.entries(value).map(([inner, own]) => [`${name}.${inner}`, own]) : [[name, value]]
    })
    const told = (first: string): Readonly<Record<string, unknown>> =>
      Object.fromEntries(
        rowsUnder(first, "default")
          .filter(([name]) => name !== "`conversation`")
          .map(([name, value = ""]): readonly [string, unknown] => [namesIn(name)[0] ?? "", JSON.parse(value.replaceAll("`", ""))]),
      )
    expect(told("`handling`")).toEqual(Object.fromEntries(leaves))
    expect(told("`handling\\.conversation`")).toEqual(rules.conversation)
  })
})
