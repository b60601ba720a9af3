import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { openTown } from "../../../packages/http/test/town.ts"
import { ask, inFolder, must, type Check } from "../check.ts"
import { judge } from "../judges.ts"

/** Writes the document of a handler as it is today, and hands it to a judge. */
function judged(name: string, program: string, argsOf: (file: string) => readonly string[], isFine: (out: string) => boolean): Check {
  return {
    name,
    run: () =>
      inFolder(async (folder) => {
        const file = join(folder, "openapi.json")
        writeFileSync(file, JSON.stringify((await openTown()).handler.openapi()))
        const { code, out, err } = await ask(process.execPath, [judge(program), ...argsOf(file)], "nodejs")
        must(code === 0 && isFine(out + err), out + err)
        return "no error and no warning"
      }),
  }
}

/** The document is what OpenAPI 3.1 says, by two programs that read it. */
export const checks: readonly Check[] = [
  judged(
    "redocly",
    "redocly",
    (file) => ["lint", file],
    (said) => said.includes("is valid") && !said.includes("warning"),
  ),
  judged(
    "openapi-schema-validator",
    "validate-api",
    (file) => [file],
    (said) => said.includes('"valid": true'),
  ),
]
