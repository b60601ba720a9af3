import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../../root.ts"
import { inFolder, must, type Check } from "../check.ts"
import { start } from "../cli.ts"

/** @param file - where the report is written */
const command = (file: string) =>
  [
    process.execPath,
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    "packages/cli/test/doctor.test.ts",
    "--reporter=json",
    `--outputFile=${file}`,
  ] as const

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly title: string; readonly status: string; readonly failureMessages: readonly string[] }[]
  }[]
}

/** For each check of `otklik doctor` there is a host with one fault, in which exactly that check fails. */
export const checks: readonly Check[] = [
  {
    name: "each broken host fails exactly its check, with an action",
    run: () =>
      inFolder(async (folder) => {
        const file = join(folder, "report.json")
        const { out, err } = await start([...command(file)], root).done
        must(existsSync(file), `vitest gave no report\n${out}${err}`)
        const tests = (JSON.parse(readFileSync(file, "utf8")) as Report).testResults.flatMap(({ assertionResults }) => assertionResults)
        const wrong = tests.filter(({ status }) => status !== "passed")
        must(wrong.length === 0, wrong.map(({ title, failureMessages }) => `${title}\n${failureMessages.join("\n")}`).join("\n"))
        const hosts = tests.filter(({ title }) => title.startsWith("fails exactly "))
        must(
          hosts.length > 20 && tests.some(({ title }) => title === "has a broken host for every check"),
          `only ${hosts.length} broken hosts`,
        )
        return `${hosts.length} broken hosts`
      }),
  },
]
