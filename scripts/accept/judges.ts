import { execFileSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { root } from "../root.ts"

const folder = join(root, "scripts/accept")

/** Installs the judges that npm brings, by their own lock file, unless they are here; gives the folder of them. */
function installJudges(): string {
  const npm = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
  if (!existsSync(join(folder, "node_modules"))) execFileSync("npm", npm, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] })
  return folder
}

/**
 * The path of a judge's program.
 *
 * @param program - as npm links it: `redocly`
 */
export function judge(program: string): string {
  return join(installJudges(), "node_modules/.bin", program)
}
