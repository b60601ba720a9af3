// Acceptance by judges that nobody here wrote: `npm run accept -- NAME …`, a file of scripts/accept each. Prints
// `ok | FAILED | skipped: why` a check, with what it saw. With CI set a check that lacks its judge has failed: a judge
// can be installed.
import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { NoData, Skipped, type Check } from "./accept/check.ts"
import { root } from "./root.ts"

const folder = join(root, "scripts/accept")
const known = readdirSync(folder).filter((file) => existsSync(join(folder, file, "checks.ts")))
const names = process.argv.slice(2)
const unknown = names.filter((name) => !known.includes(name))
if (names.length === 0 || unknown.length > 0) {
  console.error(
    `${unknown.length > 0 ? `no such acceptance: ${unknown.join(", ")}\n` : ""}npm run accept -- NAME; there are: ${known.join(", ")}`,
  )
  process.exit(2)
}

let failed = 0
for (const name of names) {
  const { checks } = (await import(join(folder, name, "checks.ts"))) as { readonly checks: readonly Check[] }
  for (const check of checks) {
    const said = await check.run().then(
      (seen) => `ok      ${name}: ${check.name} (${seen})`,
      (error: unknown) => {
        const isSkipped = error instanceof NoData || (error instanceof Skipped && (process.env["CI"] ?? "") === "")
        if (!isSkipped) failed += 1
        const why = error instanceof Error ? error.message : String(error)
        return isSkipped ? `skipped: ${why} — ${name}: ${check.name}` : `FAILED  ${name}: ${check.name}\n${why.trimEnd()}`
      },
    )
    console.log(said)
  }
}
process.exitCode = failed === 0 ? 0 : 1
