// The types of the HTTP API, made of its document by openapi-typescript, which npm run accept installs:
// npm run office:types
import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { judge } from "../../scripts/accept/judges.ts"

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

/** The text of the types: what the document says in sentences is left to the document. */
export function makeApiTypes(): string {
  const document = path("../../packages/http/openapi.json")
  const made = execFileSync(process.execPath, [judge("openapi-typescript"), document], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  })
  return made.replaceAll(/^\s*\/\*\*(?:.|\n)*?\*\/\n/gm, "")
}

/** Where they are kept. */
export const apiTypesPath = path("app/api/schema.d.ts")

/** Whether what is kept is what the document says. */
export function areApiTypesFresh(): boolean {
  return readFileSync(apiTypesPath, "utf8") === makeApiTypes()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(apiTypesPath, makeApiTypes())
