import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { policyPresets } from "../../src/sla/index.ts"

const root = new URL("../../../../", import.meta.url)

/** The texts of all test files of a folder. */
function textsIn(folder: string): readonly string[] {
  const files = readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".test.ts"))
  return files
    .filter((file) => !file.endsWith("named-tests.test.ts"))
    .map((file) => readFileSync(new URL(`${folder}/${file}`, root), "utf8"))
}

const texts = [...textsIn("packages/core/test"), ...textsIn("packages/e2e/test")]
const everything = texts.join("\n")

/** Whether a title of a test or of a group names a number: `failure mode 19: …`, `failure modes 13 and 14: …`. */
function isNamed(number: number): boolean {
  const titles = [...everything.matchAll(/(?:it|describe)(?:\.each\([^)]*\))?\(\s*["'`]failure modes? ([\d, and]+):/g)].map(
    (match) => match[1] ?? "",
  )
  return titles.some((named) => (named.match(/\d+/g) ?? []).some((one) => one === String(number)))
}

/** The numbers of the rows that a table of tests goes through. */
function rowsOf(title: string): ReadonlySet<number> {
  const text = texts.find((one) => one.includes(title)) ?? ""
  return new Set([...text.slice(0, text.indexOf(title)).matchAll(/^\s+\[\s*(\d+),\s*"/gm)].map((match) => Number(match[1])))
}

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

describe("what must not be forgotten has a test that names it", () => {
  it.each(numbers(13, 25))("failure mode %i", (number) => {
    expect(isNamed(number)).toBe(true)
  })

  it.each(numbers(1, 30))("the guard of transition %i", (number) => {
    expect(rowsOf("guard of transition %i: %s")).toContain(number)
  })

  it("every row of the worked examples, with lunch and without", () => {
    const text = texts.find((one) => one.includes("worked example: %s")) ?? ""
    const rows = ["4 working hours", "8 working hours", "9 working hours", "24 hours by the wall clock"]
    for (const row of rows)
      for (const column of ["no lunch", "lunch 13–14"])
        expect(new RegExp(`"${row}",[^\\]]*?"${column}"`).test(text), `${row}, ${column}`).toBe(true)
  })

  it.each(policyPresets.flatMap(({ policies }) => policies.map(({ id }) => id)))("preset %s", (id) => {
    const text = texts.find((one) => one.includes("preset %s runs from %s to %s")) ?? ""
    expect(text).toContain(`["${id}", `)
  })

  it("and a number that nothing names is noticed", () => {
    expect([isNamed(99), rowsOf("guard of transition %i: %s").has(31)]).toEqual([false, false])
  })
})
