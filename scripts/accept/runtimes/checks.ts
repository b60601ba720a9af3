import { execFileSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { build } from "esbuild"
import { root } from "../../root.ts"
import { must, Skipped, type Check } from "../check.ts"
import { play, type Answer } from "./play.ts"
import { serveHost } from "./serve-host.ts"

const hosts = join(root, "packages/e2e/hosts")
const bun = `node_modules/@oven/bun-${process.platform}-${process.arch}/bin/bun`

/** Each server with the command that starts it; `PORT` stands for one that is free. */
const servers: Readonly<Record<string, readonly string[]>> = {
  "Node's http": [process.execPath, "servers/node-http.mjs"],
  "Express 5": [process.execPath, "servers/express.mjs"],
  "Fastify 5": [process.execPath, "servers/fastify.mjs"],
  "NestJS 12": [process.execPath, "servers/nest.mjs"],
  Hono: [process.execPath, "servers/hono.mjs"],
  Bun: [join(hosts, bun), "servers/bun.mjs"],
  Deno: [process.execPath, "node_modules/deno/bin.cjs", "run", "--allow-net", "servers/deno.mjs"],
  workerd: [process.execPath, "node_modules/workerd/bin/workerd", "serve", "servers/workerd.capnp", "--socket-addr", "http=127.0.0.1:PORT"],
}

/** Installs what the hosts' own lock file names, and bundles the desk as they load it. */
async function prepare(): Promise<void> {
  const npm = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
  if (!existsSync(join(hosts, "node_modules"))) execFileSync("npm", npm, { cwd: hosts, stdio: ["ignore", "ignore", "inherit"] })
  await build({
    entryPoints: [join(hosts, "desk.ts"), join(hosts, "node.ts")],
    outdir: join(hosts, "dist"),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: ["@otklik/source", "import"],
    external: ["node:*"],
    logLevel: "error",
  })
}

let expected: Promise<readonly Answer[]> | undefined

/** What the handler answers with nothing between. */
async function alone(): Promise<readonly Answer[]> {
  await prepare()
  const { handler } = (await import(join(hosts, "dist/desk.mjs"))) as { readonly handler: (request: Request) => Promise<Response> }
  return play((path, asking) => handler(new Request(`http://127.0.0.1/api${path}`, asking)))
}

/** The same requests get the same answers, wherever the handler runs. */
export const checks: readonly Check[] = Object.entries(servers).map(([name, command]) => ({
  name,
  async run() {
    const wanted = await (expected ??= alone())
    const [program = ""] = command
    if (!existsSync(program)) throw new Skipped(`no ${program} for this machine`)
    const host = await serveHost(command, hosts)
    try {
      const answers = await play((path, asking) => fetch(`${host.origin}/api${path}`, asking))
      for (const [index, answer] of answers.entries()) {
        const other = wanted[index]
        must(JSON.stringify(answer) === JSON.stringify(other), `${JSON.stringify(answer)}\n${JSON.stringify(other)} was expected`)
      }
      must(answers.length === wanted.length && answers.length >= 12, "fewer answers than requests")
      return `${answers.length} answers`
    } finally {
      await host.stop()
    }
  },
}))
