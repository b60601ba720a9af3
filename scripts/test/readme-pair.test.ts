import { describe, expect, it } from "vitest"
import { checkReadmePair } from "../checks/readme-pair.ts"
import { treeOf } from "../tree.ts"

const english = "# Otklik\n\n## Start\n\n```ts\nconst a = 1\n```\n\n### More\n"
const russian = "# Отклик\n\n## Начало\n\n```ts\nconst a = 1\n```\n\n### Ещё\n"

function problemsOf(ru: string): number {
  return checkReadmePair(treeOf({ "README.md": english, "README.ru.md": ru })).length
}

describe("checkReadmePair", () => {
  it("accepts pages of one shape with the same code", () => {
    expect(problemsOf(russian)).toBe(0)
  })

  it("refuses other headings, other code and a missing block", () => {
    expect(problemsOf(russian.replace("### Ещё", "## Ещё"))).toBe(1)
    expect(problemsOf(russian.replace("### Ещё\n", ""))).toBe(1)
    expect(problemsOf(russian.replace("a = 1", "a = 2"))).toBe(1)
    expect(problemsOf(russian.replace(/```[\s\S]*```/, ""))).toBe(1)
  })

  it("does not take a comment of code for a heading", () => {
    const comment = "\n```sh\n# a comment\nnpm ci\n```\n"
    expect(checkReadmePair(treeOf({ "README.md": english + comment, "README.ru.md": russian + comment }))).toEqual([])
  })

  it("refuses a missing page", () => {
    expect(checkReadmePair(treeOf({ "README.md": english }))).toEqual([{ file: "README.ru.md", message: "the front page is missing" }])
  })
})
