// Everything that must hold before a change is merged: one line a step, and the whole output of a step that fails.
// `--skip NAME` (repeatable) leaves a step out; `--only NAME` (repeatable) runs these alone; `--keep-going` runs on
// after a failure.
import { parseArgs, stripVTControlCharacters } from "node:util"
import { runStep } from "./step.ts"

const steps: ReadonlyArray<{ readonly name: string; readonly command: readonly [string, ...string[]] }> = [
  { name: "format", command: ["npm", "run", "--silent", "format:check"] },
  { name: "typecheck", command: ["npm", "run", "--silent", "typecheck"] },
  { name: "lint", command: ["npm", "run", "--silent", "lint"] },
  { name: "knip", command: ["npm", "run", "--silent", "knip"] },
  { name: "test", command: ["npm", "test", "--silent"] },
  { name: "examples", command: ["npm", "run", "--silent", "examples"] },
  { name: "build", command: ["npm", "run", "--silent", "build"] },
  { name: "package", command: ["npm", "run", "--silent", "package:check"] },
  { name: "size", command: ["npm", "run", "--silent", "size"] },
  { name: "docs", command: ["npm", "run", "--silent", "docs"] },
  { name: "packed", command: ["npm", "run", "--silent", "test:packed"] },
  { name: "crash", command: ["npm", "run", "--silent", "test:crash", "--", "--times", "10"] },
]

const { values } = parseArgs({
  options: {
    skip: { type: "string", multiple: true, default: [] },
    only: { type: "string", multiple: true, default: [] },
    "keep-going": { type: "boolean", default: false },
  },
})
const names = steps.map((step) => step.name)
const unknown = [...values.skip, ...values.only].filter((name) => !names.includes(name))
if (unknown.length > 0) {
  console.error(`no such step: ${unknown.join(", ")}; the steps are ${names.join(", ")}`)
  process.exit(2)
}

const failed: string[] = []
let total = 0
for (const { name, command } of steps) {
  if (values.skip.includes(name) || (values.only.length > 0 && !values.only.includes(name))) continue
  const { code, seconds, output } = await runStep(command, { env: { CI: "true", NO_COLOR: "1" } })
  total += seconds
  console.log(`${code === 0 ? "ok    " : "FAILED"}  ${name.padEnd(10)} ${seconds.toFixed(1).padStart(6)} s`)
  if (code === 0) continue
  failed.push(name)
  console.log(stripVTControlCharacters(output).trimEnd())
  if (!values["keep-going"]) break
}
console.log(failed.length === 0 ? `verified in ${total.toFixed(0)} s` : `failed: ${failed.join(", ")}`)
process.exitCode = failed.length === 0 ? 0 : 1
