// Every example that can be run by itself, from sources. An example is a folder of examples/ with main.ts, or with demo/main.ts.
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { root } from "./root.ts"
import { runStep } from "./step.ts"

const out = mkdtempSync(join(tmpdir(), "otklik-examples-"))
const runs = readdirSync(join(root, "examples"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap((entry) => [
    { file: `examples/${entry.name}/main.ts`, args: [] },
    { file: `examples/${entry.name}/demo/main.ts`, args: ["--out", join(out, entry.name)] },
  ])
  .filter(({ file }) => existsSync(join(root, file)))
if (runs.length === 0) {
  console.error("no example was found: nothing was run")
  process.exit(1)
}

let failed = 0
for (const { file, args } of runs) {
  const { code, output, seconds } = await runStep([process.execPath, "--conditions=@otklik/source", file, ...args], { cwd: root })
  console.log(`${code === 0 ? "ok    " : "FAILED"} ${file} (${seconds.toFixed(1)} s)`)
  if (code === 0) continue
  failed += 1
  console.log(output.trimEnd())
}
rmSync(out, { recursive: true, force: true })
process.exitCode = failed === 0 ? 0 : 1
