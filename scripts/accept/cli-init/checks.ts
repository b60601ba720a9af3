import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { answerSchemas } from "@otklik/cli"
import { networkNames } from "../../../packages/cli/src/init/networks.ts"
import { storageNames } from "../../../packages/cli/src/init/storages.ts"
import { root } from "../../root.ts"
import { publicPackages } from "../../workspaces.ts"
import { inFolder, must, type Check } from "../check.ts"
import { otklikOfSources, start, until } from "../cli.ts"

/** SIGTERM on a host that has nothing to do; on a machine that is shared. */
const endSeconds = 2

/** Runs a program and throws what it printed when it fails. */
async function attempt(command: readonly [string, ...string[]], cwd: string): Promise<string> {
  const { code, out, err } = await start(command, cwd).done
  must(code === 0, `${command.join(" ")} ended with ${code}\n${out}${err}`)
  return out
}

interface Manifest {
  readonly dependencies: Record<string, string>
  readonly devDependencies: Record<string, string>
}

/** Names the tarballs where a manifest names packages of Otklik: nothing of them is published yet. */
function takeTarballs(file: string, tarballs: ReadonlyMap<string, string>): void {
  const manifest = JSON.parse(readFileSync(file, "utf8")) as Manifest
  const taken = (all: Record<string, string>) =>
    Object.fromEntries(Object.entries(all).map(([name, range]) => [name, tarballs.get(name) ?? range]))
  const overrides = Object.fromEntries(tarballs)
  writeFileSync(
    file,
    JSON.stringify({
      ...manifest,
      dependencies: taken(manifest.dependencies),
      devDependencies: taken(manifest.devDependencies),
      overrides,
    }),
  )
}

async function pack(base: string): Promise<ReadonlyMap<string, string>> {
  await attempt(["npm", "run", "--silent", "build"], root)
  const packages = publicPackages(root)
  await attempt(["npm", "pack", "--silent", "--pack-destination", base, ...packages.flatMap(({ name }) => ["--workspace", name])], root)
  const files = readdirSync(base)
  return new Map(
    packages.map(({ name, version }) => {
      const file = `${name.replace("@", "").replace("/", "-")}-${version}.tgz`
      must(files.includes(file), `npm pack wrote no ${file}`)
      return [name, `file:${join(base, file)}`]
    }),
  )
}

const npmInstall = ["npm", "install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"] as const

/** What `npm create otklik` starts is a host that works, from packed tarballs, in an empty folder. */
export const checks: readonly Check[] = [
  {
    name: "every combination of templates has types that hold",
    run: () =>
      inFolder(async (base) => {
        symlinkSync(join(root, "node_modules"), join(base, "node_modules"))
        const all = storageNames.flatMap((storage) =>
          [[], ...networkNames.map((name) => [name]), networkNames].map((networks) => ({ storage, networks })),
        )
        for (const [index, { storage, networks }] of all.entries())
          await attempt([...otklikOfSources, "init", `p${index}`, "--yes", "--storage", storage, "--networks", networks.join(",")], base)
        const { compilerOptions } = JSON.parse(readFileSync(join(base, "p0/tsconfig.json"), "utf8")) as { readonly compilerOptions: object }
        const include = all.flatMap((_, index) => [`p${index}/*.ts`, `p${index}/region`, `p${index}/test`])
        // From sources, which are held to options of their own beside.
        const options = { ...compilerOptions, customConditions: ["@otklik/source"], typeRoots: [join(root, "node_modules/@types")] }
        writeFileSync(join(base, "tsconfig.json"), JSON.stringify({ compilerOptions: options, include }))
        await attempt([join(root, "node_modules/.bin/tsc"), "-p", join(base, "tsconfig.json")], base)
        return `${all.length} projects`
      }),
  },
  {
    name: "create-otklik --yes: types, tests, doctor, serve, SIGTERM",
    run: () =>
      inFolder(async (base) => {
        const tarballs = await pack(base)
        const tool = join(base, "tool")
        mkdirSync(tool)
        writeFileSync(
          join(tool, "package.json"),
          JSON.stringify({ private: true, dependencies: { "create-otklik": "*" }, devDependencies: {} }),
        )
        takeTarballs(join(tool, "package.json"), tarballs)
        await attempt([...npmInstall], tool)
        const folder = join(base, "town")
        mkdirSync(folder)
        await attempt([process.execPath, join(tool, "node_modules/create-otklik/dist/bin.js"), "--yes", "--zone", "Asia/Chita"], folder)
        takeTarballs(join(folder, "package.json"), tarballs)
        await attempt([...npmInstall], folder)
        await attempt(["npm", "run", "--silent", "check"], folder)
        await attempt(["npm", "test", "--silent"], folder)
        const otklik = [process.execPath, join(folder, "node_modules/@otklik/cli/dist/bin.js")] as const
        await attempt([...otklik, "migrate"], folder)
        answerSchemas.doctor.parse(JSON.parse(await attempt([...otklik, "doctor", "--json"], folder)))
        const server = start([...otklik, "serve", "--json", "--port", "0"], folder)
        const address = await until(server, (out) => /"address":"([^"]+)"/.exec(out)?.[1])
        const { status } = await fetch(`${address}/readyz`)
        must(status === 200, `/readyz answers ${status}`)
        const asked = performance.now()
        server.child.kill("SIGTERM")
        const { code, out, err } = await server.done
        const seconds = (performance.now() - asked) / 1000
        must(code === 0, `serve ended with ${code}\n${out}${err}`)
        must(seconds < endSeconds, `it took ${seconds.toFixed(1)} s to end`)
        return `ended in ${seconds.toFixed(2)} s`
      }),
  },
]
