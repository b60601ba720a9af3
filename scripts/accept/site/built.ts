import { spawnSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { root } from "../../root.ts"
import { must, Skipped } from "../check.ts"

/** What is built. */
export const dist = join(root, "docs/site/dist")

/** A program that lets Node open no connection: where the machine allows no namespace without a network. */
const guard = `data:text/javascript,${encodeURIComponent(`
import net from "node:net"
const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (...given) {
  if (typeof given[0] === "object" && "path" in given[0]) return connect.apply(this, given)
  throw new Error("a connection was asked for: " + JSON.stringify(given[0]))
}`)}`

let built: Promise<string> | undefined

/**
 * Builds the site once, with no network.
 *
 * @returns how the network was kept away
 * @throws Skipped when what it is built with cannot be installed
 */
export function build(): Promise<string> {
  built ??= new Promise((resolve) => resolve(buildAlone()))
  return built
}

/** Builds the site unless it was; one check says why it cannot be built, the others only that it is not. */
export async function needsBuild(): Promise<void> {
  await build().catch((error: unknown) => {
    throw error instanceof Skipped ? error : new Error("the site was not built")
  })
}

/**
 * Types and lint of docs/site: the checks of the whole repository leave it out, since they would need what is installed
 * there.
 */
export async function checkSources(): Promise<string> {
  await needsBuild()
  const lint = ["-c", "docs/site/oxlint.json", "--type-aware", "--deny-warnings"]
  const sources = ["docs/site/markdown.ts", "docs/site/sidebar.ts", "docs/site/src"]
  for (const [program, args] of [
    ["tsc", ["-p", "docs/site"]],
    ["oxlint", [...lint, ...sources]],
  ] as const) {
    const { status, stdout, stderr } = spawnSync(join(root, "node_modules/.bin", program), args, { cwd: root, encoding: "utf8" })
    must(status === 0, stdout + stderr)
  }
  return "tsc and oxlint find nothing"
}

function buildAlone(): string {
  const site = join(root, "docs/site")
  if (!existsSync(join(site, "node_modules/.package-lock.json"))) {
    const { status } = spawnSync("npm", ["ci", "--silent"], { cwd: site, stdio: "ignore" })
    if (status !== 0) throw new Skipped("no package registry, and docs/site is not installed")
  }
  const isAlone = spawnSync("unshare", ["--map-root-user", "--net", "true"], { stdio: "ignore" }).status === 0
  const script = ["--conditions=@otklik/source", join(root, "scripts/site.ts"), "--keep-api"]
  const [program, args] = isAlone ? ["unshare", ["--map-root-user", "--net", process.execPath, ...script]] : [process.execPath, script]
  const env = isAlone ? process.env : { ...process.env, NODE_OPTIONS: `--import=${guard}` }
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: root, env, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 })
  must(status === 0, `${stdout}\n${stderr}`.split("\n").slice(-40).join("\n"))
  return isAlone ? "in a namespace without a network" : "with a Node that opens no connection"
}

/** Every page that was built, by its path on the site: `/rules/`; the reference that typedoc makes is left out. */
export function builtPages(): ReadonlyMap<string, string> {
  const files = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".html") && !file.startsWith("api/"),
  )
  return new Map(files.map((file) => [`/${file.replace(/(?:^|(?<=\/))index\.html$/, "")}`, readFileSync(join(dist, file), "utf8")]))
}

const decode = (text: string): string => text.replaceAll("&amp;", "&").replaceAll("&#38;", "&").replaceAll("&quot;", '"')

/** What an element of a page names, by attribute. */
export function named(html: string, attribute: "href" | "src"): readonly string[] {
  return [...html.matchAll(new RegExp(`\\s${attribute}="([^"]*)"`, "g"))].map((match) => decode(match[1] ?? ""))
}

/**
 * The links of a page that lead nowhere: to no file that was built, or to no element of a page.
 *
 * @param path - of the page on the site
 * @param pages - that were built
 */
export function deadLinks(path: string, pages: ReadonlyMap<string, string>): readonly string[] {
  const html = pages.get(path) ?? ""
  return [...new Set([...named(html, "href"), ...named(html, "src")])].filter((target) => {
    if (/^(?:[a-z][a-z+.-]*:|\/\/)/i.test(target)) return false
    const { pathname, hash } = new URL(target, `http://site${path}`)
    const wanted = decodeURIComponent(pathname)
    const page = pages.get(wanted)
    if (page === undefined) return !existsSync(join(dist, wanted, wanted.endsWith("/") ? "index.html" : ""))
    return hash.length > 1 && !page.includes(` id="${decodeURIComponent(hash.slice(1))}"`)
  })
}

/** The folders of pages, one page of each, and those that are unlike the others. */
export function samplePages(pages: ReadonlyMap<string, string>): readonly string[] {
  const unlike = ["/", "/ru/", "/playground/", "/ru/playground/", "/road/", "/ru/networks/", "/404.html"]
  const byFolder = new Map([...pages.keys()].map((path) => [dirname(path), path]))
  return [...new Set([...unlike, ...byFolder.values()])]
}
