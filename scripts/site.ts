// The documentation as a site, in docs/site/dist: installs docs/site by its own lock file, makes the reference of the
// API (`npm run docs`), builds without network. `--preview` serves the site afterwards, on `--port` (4321);
// `--keep-api` takes the reference that docs/api has, or leaves it out.
import { execFileSync } from "node:child_process"
import { cpSync, existsSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { root } from "./root.ts"
import { serveFolder } from "./site/serve.ts"

const { values } = parseArgs({
  options: {
    preview: { type: "boolean", default: false },
    port: { type: "string", default: "4321" },
    "keep-api": { type: "boolean", default: false },
  },
})
const site = join(root, "docs/site")
const api = join(root, "docs/api")

const run = (program: string, args: readonly string[], cwd: string): void => {
  execFileSync(program, args, { cwd, stdio: "inherit", env: { ...process.env, ASTRO_TELEMETRY_DISABLED: "1" } })
}
const changed = (file: string): number => statSync(join(site, file), { throwIfNoEntry: false })?.mtimeMs ?? 0

// npm writes this file when it has installed everything.
if (changed("node_modules/.package-lock.json") < changed("package-lock.json")) run("npm", ["ci"], site)
if (!values["keep-api"]) run("npm", ["run", "--silent", "docs"], root)
rmSync(join(site, "dist"), { recursive: true, force: true })
run(process.execPath, [join(site, "node_modules/astro/bin/astro.mjs"), "build"], site)
if (existsSync(api)) cpSync(api, join(site, "dist/api"), { recursive: true })
if (values.preview) console.log((await serveFolder(join(site, "dist"), Number(values.port))).origin)
