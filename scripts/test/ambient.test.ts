import { describe, expect, it } from "vitest"
import { checkAmbient } from "../checks/ambient.ts"
import { treeOf } from "../tree.ts"

const file = "packages/core/src/base/a.ts"

describe("checkAmbient", () => {
  it.each([
    ["the environment", "const a = process.env"],
    ["the environment by bracket", 'const a = process["env"]'],
    ["the terminal", 'console.log("a")'],
    ["the terminal as a value", "const log = console"],
    ["the terminal as a shorthand", "const host = { console }"],
    ["the clock", "const a = Date.now()"],
    ["the clock as a value", "const clock = { now: Date.now }"],
    ["the present as a date", "const a = new Date()"],
    ["the present as a date, without brackets", "const a = new Date"],
    ["the present as a text", "const a = Date()"],
    ["the clock of luxon", "const a = DateTime.now()"],
    ["the local clock of luxon", "const a = DateTime.local()"],
    ["the UTC clock of luxon", "const a = DateTime.utc()"],
    ["chance", "const a = Math.random()"],
    ["a timeout", "setTimeout(() => {}, 1)"],
    ["an interval", "setInterval(() => {}, 1)"],
    ["a stopwatch", "const a = performance.now()"],
    ["a global by its owner", "globalThis.setTimeout(() => {}, 1)"],
    ["timers by a module", 'import { setTimeout as wait } from "node:timers/promises"'],
    ["the process by a module", 'import { env } from "node:process"'],
  ])("refuses %s", (_, code) => {
    const problems = checkAmbient(treeOf({ [file]: `\n${code}\n` }))
    expect(problems).not.toEqual([])
    for (const problem of problems) expect(problem).toMatchObject({ file, line: 2 })
  })

  it("leaves the machine to one file of the command line", () => {
    const code = "process.exitCode = Date.now()\n"
    expect(checkAmbient(treeOf({ "packages/cli/src/main.ts": code }))).toEqual([])
    expect(checkAmbient(treeOf({ "packages/cli/src/program.ts": code }))).toHaveLength(2)
  })

  it.each([
    ["a date of a given instant", 'const a = new Date("2026-01-01T00:00:00.000Z")'],
    ["a clock that was handed in", "const a = clock.now()"],
    ["luxon with a given moment", "const a = DateTime.utc(2026, 1, 1)"],
    ["a member with such a name", "const a = { process: 1, console: 2 }\nconst b = a.process + a.console"],
    ["a member of an interface", "interface A { readonly performance: number; process(): void }"],
    ["a comment and a text", '// console.log\nconst a = "process.env"'],
    ["the type of a date", "const a = (date: Date): boolean => date instanceof Date"],
  ])("accepts %s", (_, code) => {
    expect(checkAmbient(treeOf({ [file]: code }))).toEqual([])
  })

  it("lets examples, scripts, benches and tests use them", () => {
    const code = "console.log(process.env, Date.now())"
    const tree = treeOf({ "examples/a/main.ts": code, "scripts/a.ts": code, "bench/a.ts": code, "packages/core/test/a.test.ts": code })
    expect(checkAmbient(tree)).toEqual([])
  })
})
