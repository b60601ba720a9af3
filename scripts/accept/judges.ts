import { execFileSync } from "node:child_process"
import { existsSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
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

/**
 * Loads a library that npm brings for a check.
 *
 * @param name - of the package
 */
export async function load(name: string): Promise<unknown> {
  const require = createRequire(join(installJudges(), "package.json"))
  return import(pathToFileURL(require.resolve(name)).href)
}
