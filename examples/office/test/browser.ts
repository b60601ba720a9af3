import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import { mkdir, rename, rm, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { chromium, type Browser } from "playwright-core"

const run = promisify(execFile)
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--no-zygote",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

interface Found {
  readonly path: string
  readonly env: Readonly<Record<string, string>>
}

/** The Chromium that `npm ci` brings, unpacked once: with its libraries and fonts it needs nothing of the machine. */
async function ofPackage(): Promise<Found | undefined> {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined
  const bin = join(dirname(fileURLToPath(import.meta.resolve("@sparticuz/chromium"))), "../bin")
  if (!existsSync(join(bin, "chromium.br"))) return undefined
  const root = fileURLToPath(new URL("../../../node_modules/.cache/otklik-chromium", import.meta.url))
  const folder = join(root, "153.0.0")
  if (!existsSync(folder)) {
    // Unpacked elsewhere and then moved: whoever is killed on the way leaves nothing half.
    const half = join(root, `half-${process.pid}`)
    await mkdir(half, { recursive: true })
    const script = `import { inflate } from "@sparticuz/chromium"; for (const file of process.argv.slice(1)) await inflate(file)`
    const files = ["chromium.br", "al2023.tar.br", "fonts.tar.br"].map((file) => join(bin, file))
    const cwd = fileURLToPath(new URL(".", import.meta.url))
    await run(process.execPath, ["--input-type=module", "-e", script, ...files], { cwd, env: { ...process.env, TMPDIR: half } })
    await rename(half, folder).catch(() => rm(half, { recursive: true, force: true }))
  }
  const fonts = join(folder, "fonts.conf")
  const directory = `<dir>${join(folder, "fonts")}</dir><dir>/usr/share/fonts</dir><cachedir>${join(folder, "font-cache")}</cachedir>`
  await writeFile(fonts, `<?xml version="1.0"?><fontconfig>${directory}</fontconfig>`)
  return { path: join(folder, "chromium"), env: { LD_LIBRARY_PATH: join(folder, "al2023/lib"), FONTCONFIG_FILE: fonts } }
}

async function find(): Promise<Found | undefined> {
  const named = process.env["OTKLIK_CHROMIUM"]
  if (named !== undefined) return { path: named, env: {} }
  const own = await ofPackage()
  if (own !== undefined) return own
  const path = ["/usr/bin/chromium", "/usr/bin/google-chrome"].find((place) => existsSync(place))
  return path === undefined ? undefined : { path, env: {} }
}

/** Starts a real Chromium; undefined where there is none. */
export async function startBrowser(): Promise<Browser | undefined> {
  const found = await find()
  if (found === undefined) return undefined
  const env = Object.fromEntries(
    Object.entries({ ...process.env, ...found.env }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
  return chromium.launch({ executablePath: found.path, headless: true, args: flags, env })
}
