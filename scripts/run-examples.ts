// Every example that can be run by itself, from sources: main.ts of a folder of examples/, its demo/main.ts, and the
// small ones that pages show. A demo is run twice: with its own day, and over the archive beside it as if it were
// another party's.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { isRunnableExample } from "./example-files.ts"
import { root } from "./root.ts"
import { runStep } from "./step.ts"
import { readTree } from "./tree.ts"

const out = mkdtempSync(join(tmpdir(), "otklik-examples-"))
const runs = readTree(root)
  .files.filter(isRunnableExample)
  .flatMap((file) => {
    const day = ["--input", join(dirname(file), "messages/day.ndjson"), "--out", join(out, file.replaceAll("/", "-"))]
    return file.endsWith("/demo/main.ts")
      ? [
          { file, args: [] },
          { file, args: day },
        ]
      : [{ file, args: [] }]
  })
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
