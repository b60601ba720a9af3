import { describe, expect, it } from "vitest"
import { checkNamedFiles } from "../checks/named-files.ts"
import { treeOf } from "../tree.ts"

const promise =
  "| **Once.** | claims | [a.test.ts](../packages/a.test.ts) “is done once”, “is not done twice”; [b.ts](../packages/b.ts) “b: holds” |"
const files = {
  "packages/a.test.ts": 'it("is done once", f)\nit(`is not done twice`, f)\n',
  "packages/b.ts": 'storageCase("b: holds", f)\n',
  "docs/guarantees.md": `# Promises\n\n| promise | holds because | kept by |\n| --- | --- | --- |\n${promise}\n`,
  "docs/where-to-look.md": page(7, 5, 2),
}

/** The page with so many files below each question. */
function page(...counts: readonly number[]): string {
  const titles = ["How is a due time computed?", "When is a reply sent twice?", "Which SQL does a lease run?"]
  const links = (count: number): string => Array.from({ length: count }, (_, index) => `- [f](../packages/f${index}.ts)`).join("\n")
  return `# Where to look\n\n${titles.map((title, index) => `## ${title}\n\n${links(counts[index] ?? 1)}\n`).join("\n")}`
}

const messagesOf = (changed: Readonly<Record<string, string>>): readonly string[] =>
  checkNamedFiles(treeOf({ ...files, ...changed })).map(({ message }) => message)

describe("checkNamedFiles", () => {
  it("accepts promises with their tests, and questions with few files", () => {
    expect(messagesOf({})).toEqual([])
  })

  it("refuses a promise whose test has another name, or was deleted", () => {
    expect(messagesOf({ "packages/a.test.ts": 'it("is done once")\n' })).toEqual(["packages/a.test.ts has no test “is not done twice”"])
    expect(messagesOf({ "packages/b.ts": "" })).toEqual(["packages/b.ts has no test “b: holds”"])
  })

  it("takes no part of a name for the name", () => {
    expect(messagesOf({ "packages/b.ts": 'storageCase("b: holds no more", f)\n' })).toHaveLength(1)
  })

  it("refuses a promise that names no test", () => {
    expect(messagesOf({ "docs/guarantees.md": "| **Once.** | claims | everywhere |\n" })).toEqual([
      expect.stringContaining("names the file"),
    ])
    expect(messagesOf({ "docs/guarantees.md": "# Promises\n" })).toEqual(["it promises nothing"])
  })

  it.each([
    [8, 5, 2],
    [7, 6, 2],
    [7, 5, 3],
    [7, 5, 0],
  ])("refuses more files than may answer a question, and none (%i, %i, %i)", (...counts) => {
    expect(messagesOf({ "docs/where-to-look.md": page(...counts) })).toHaveLength(1)
  })

  it("refuses to lose one of the three questions that were promised an answer", () => {
    expect(messagesOf({ "docs/where-to-look.md": page(7, 5, 2).replace("sent twice", "sent") })).toEqual([
      "“When is a reply sent twice?” is not answered",
    ])
  })
})
