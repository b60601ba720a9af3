// What a consumer of each public package would meet: publint reads its package.json, attw resolves its types as
// TypeScript does.
import { root } from "./root.ts"
import { runStep } from "./step.ts"
import { publicPackages } from "./workspaces.ts"

let failed = 0
for (const { name, folder, entries } of publicPackages(root)) {
  const steps = [
    { tool: "publint", command: ["publint", "--strict", folder] },
    // A program alone has no types that somebody resolves.
    ...(entries.length === 0 ? [] : [{ tool: "attw", command: ["attw", "--pack", folder, "--profile", "esm-only", "--no-emoji"] }]),
  ]
  for (const { tool, command } of steps) {
    const { code, output, seconds } = await runStep(["npx", "--no-install", ...command], { cwd: root })
    console.log(`${code === 0 ? "ok    " : "FAILED"} ${tool.padEnd(8)} ${name} (${seconds.toFixed(1)} s)`)
    if (code === 0) continue
    failed += 1
    console.log(output.trimEnd())
  }
}
process.exitCode = failed === 0 ? 0 : 1
