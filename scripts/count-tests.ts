// Prints `N passed, N failed` of a JSON report of vitest. A file that could not be loaded counts as one failure.
import { readFileSync } from "node:fs"
import { countTests } from "./test-report.ts"

const [file] = process.argv.slice(2)
if (file === undefined) throw new TypeError("which report?")
const { passed, failed, skipped } = countTests(JSON.parse(readFileSync(file, "utf8")))
if (skipped > 0) console.error(`${skipped} skipped`)
console.log(`${passed} passed, ${failed} failed`)
