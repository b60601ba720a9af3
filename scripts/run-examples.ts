// Every example that can be run by itself, from sources: main.ts of a folder of examples/, or demo/main.ts.
// A demo is run twice: with its own day, and over the archive beside it as if it were somebody else's.
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { root } from "./root.ts"
import { runStep } from "./step.ts"

const out = mkdtempSync(join(tmpdir(), "otklik-examples-"))
const runs = readdirSync(join(root, "examples"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => [
    { file: `examples/${name}/main.ts`, args: [] },
    { file: `examples/${name}/demo/main.ts`, args: [] },
    { file: `examples/${name}/demo/main.ts`, args: ["--input", `examples/${name}/demo/messages/day.ndjson`, "--out", join(out, name)] },
  ])
  .filter(({ file }) => existsSync(join(root, file)))
if (runs.length === 0) {
  console.error("no example was found: nothing was run")
  process.exit(1)
}

let failed = 0
for (const { file, args } of runs) {
  const { code, output, seconds } = await runStep([process.execPath, "--conditions=@otklik/source", file, ...args], { cwd: root })
  console.log(`${code === 0 ? "ok    " : "FAILED"} ${[file, ...args.slice(0, 2)].join(" ")} (${seconds.toFixed(1)} s)`)
  if (code === 0) continue
  failed += 1
  console.log(output.trimEnd())
}
rmSync(out, { recursive: true, force: true })
process.exitCode = failed === 0 ? 0 : 1
