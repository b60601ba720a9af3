import { join } from "node:path"
import { root } from "../../root.ts"
import { must, type Check } from "../check.ts"
import { start } from "../cli.ts"

const command = [
  process.execPath,
  join(root, "node_modules/vitest/vitest.mjs"),
  "run",
  "packages/cli/test/doctor.test.ts",
  "--reporter=json",
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
    async run() {
      const { out, err } = await start([...command], root).done
      must(out.includes("{"), `vitest gave no report\n${out}${err}`)
      const tests = (JSON.parse(out.slice(out.indexOf("{"))) as Report).testResults.flatMap(({ assertionResults }) => assertionResults)
      const wrong = tests.filter(({ status }) => status !== "passed")
      must(wrong.length === 0, wrong.map(({ title, failureMessages }) => `${title}\n${failureMessages.join("\n")}`).join("\n"))
      const hosts = tests.filter(({ title }) => title.startsWith("fails exactly "))
      must(
        hosts.length > 20 && tests.some(({ title }) => title === "has a broken host for every check"),
        `only ${hosts.length} broken hosts`,
      )
      return `${hosts.length} broken hosts`
    },
  },
]
