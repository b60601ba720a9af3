import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it } from "vitest"
import { root } from "../root.ts"

/** What the repository's lint finds in a folder of two files. */
function findings(first: string, second: string): string {
  const folder = mkdtempSync(join(tmpdir(), "otklik-circle-"))
  try {
    // Whatever lies above the folder: a configuration there would say how its imports are resolved.
    writeFileSync(join(folder, "tsconfig.json"), "{}")
    writeFileSync(join(folder, "a.ts"), first)
    writeFileSync(join(folder, "b.ts"), second)
    const config = join(root, ".oxlintrc.json")
    return spawnSync(join(root, "node_modules/.bin/oxlint"), ["--config", config, folder], { encoding: "utf8" }).stdout
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const back = 'import type { B } from "./b.ts"\nexport interface A {\n  readonly b: B\n}\n'

it.each([
  ["types alone close", 'import type { A } from "./a.ts"\nexport interface B {\n  readonly a: A\n}\n'],
  ["a type among values closes", 'import { type A } from "./a.ts"\nexport interface B {\n  readonly a: A\n}\n'],
  ["a re-export closes", 'export type { A } from "./a.ts"\nexport interface B {\n  readonly id: string\n}\n'],
])("the lint refuses a circle of imports that %s", (_, second) => {
  expect(findings(back, second)).toContain("no-cycle")
})

it("the lint accepts imports in one direction", () => {
  expect(findings(back, "export interface B {\n  readonly id: string\n}\n")).not.toContain("no-cycle")
})
