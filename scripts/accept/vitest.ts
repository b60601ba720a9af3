import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import { root } from "../root.ts"
import { inFolder, must, type Check } from "./check.ts"

interface Reported {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly {
    readonly message: string
    readonly assertionResults: readonly {
      readonly status: string
      readonly fullName: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

/**
 * What tests of the repository prove already is not proven a second time here: they run, and must be there.
 *
 * @param name - what holds, in a few words
 * @param files - of tests, from the root
 * @param pattern - of the names of tests; absent: all of the files
 * @param least - at least so many must have run
 */
export function tests(name: string, files: readonly string[], least: number, pattern?: string): Check {
  return {
    name,
    run: () =>
      inFolder(async (folder) => {
        const report = join(folder, "report.json")
        const filter = pattern === undefined ? [] : ["-t", pattern]
        const args = [join(root, "node_modules/vitest/vitest.mjs"), "run", ...files, ...filter, "--reporter=json", `--outputFile=${report}`]
        const ran = promisify(execFile)(process.execPath, args, { cwd: root, maxBuffer: 64 * 1024 * 1024 })
        await ran.catch(() => undefined)
        const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, "utf8")) as Reported
        const failures = testResults.flatMap(({ message, assertionResults }) => [
          message,
          ...assertionResults.flatMap(({ status, fullName, failureMessages }) =>
            status === "failed" ? [fullName, ...failureMessages] : [],
          ),
        ])
        must(
          numFailedTests === 0 && numPassedTests >= least,
          `${numPassedTests} tests hold, ${least} were expected\n${failures.join("\n")}`,
        )
        return `${numPassedTests} tests`
      }),
  }
}
