import { spawn, spawnSync, type ChildProcess } from "node:child_process"
import { once } from "node:events"
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { copyShipped, findInstalled, findShipped, type Binaries } from "./find-binaries.ts"

/** A real server with data of its own, which nobody else uses. */
export interface Server {
  readonly port: number
  /** Which server it is, in a few words. */
  readonly name: string
  /** What it has logged since it was started first. */
  log(): string
  /** Ends the server as a power cut would, and starts it anew on the same data. */
  restartImmediately(): Promise<void>
  stop(): Promise<void>
}

/** Somebody who is not root: PostgreSQL refuses to run as root. */
interface Ordinary {
  readonly uid?: number
  readonly gid?: number
}

// Nobody cuts the power of a machine that runs tests: waiting for the disk would take most of the time.
const settings = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  max_connections: "120",
  shared_buffers: "64MB",
  deadlock_timeout: "100ms",
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  log_min_messages: "warning",
}

/**
 * Starts a server in a temporary folder: the one that npm ships, else one that is installed.
 *
 * @param change - other settings
 * @returns undefined where there is none
 * @throws Error when there is one that does not start, with what it said
 */
export async function startServer(change: Readonly<Record<string, string>> = {}): Promise<Server | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "otklik-postgres-"))
  chmodSync(folder, 0o755)
  const ordinary = ordinaryUser()
  for (const find of [() => shipped(folder), findInstalled]) {
    const binaries = find()
    if (binaries === undefined || !runs(binaries, ordinary)) continue
    try {
      return await startIn(folder, { binaries, ordinary, settings: { ...settings, ...change } })
    } catch (error) {
      rmSync(folder, { recursive: true, force: true })
      throw error
    }
  }
  rmSync(folder, { recursive: true, force: true })
  return undefined
}

function shipped(folder: string): Binaries | undefined {
  const native = findShipped()
  return native === undefined ? undefined : copyShipped(native, join(folder, "server"))
}

function runs({ folder }: Binaries, ordinary: Ordinary): boolean {
  return spawnSync(join(folder, "postgres"), ["--version"], ordinary).status === 0
}

interface Place {
  readonly binaries: Binaries
  readonly ordinary: Ordinary
  readonly settings: Readonly<Record<string, string>>
}

async function startIn(folder: string, { binaries, ordinary, settings: given }: Place): Promise<Server> {
  const data = join(folder, "data")
  mkdirSync(data, { mode: 0o700 })
  if (ordinary.uid !== undefined && ordinary.gid !== undefined) chownSync(data, ordinary.uid, ordinary.gid)
  const options = ["-D", data, "--username=otklik", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"]
  const made = spawnSync(join(binaries.folder, "initdb"), options, { ...ordinary, encoding: "utf8", env: environment() })
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`)
  const version = spawnSync(join(binaries.folder, "postgres"), ["--version"], { ...ordinary, encoding: "utf8" }).stdout.trim()
  const port = await freePort()
  const args = ["-D", data, "-p", String(port), ...Object.entries(given).flatMap(([name, value]) => ["-c", `${name}=${value}`])]
  const said: string[] = []
  const start = async () =>
    started(
      spawn(join(binaries.folder, "postgres"), args, { ...ordinary, cwd: data, env: environment(), stdio: ["ignore", "ignore", "pipe"] }),
      said,
    )
  let server = await start()
  // Whoever ends without stopping it leaves no server behind.
  process.once("exit", () => server.kill("SIGQUIT"))
  return {
    port,
    name: `${version}, ${binaries.name}`,
    log: () => said.join("\n"),
    async restartImmediately() {
      await ended(server, "SIGQUIT")
      server = await start()
    },
    async stop() {
      await ended(server, "SIGQUIT")
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Resolves when the server says that it takes connections. */
async function started(server: ChildProcess, said: string[]): Promise<ChildProcess> {
  if (server.stderr === null) throw new Error("the server has no log")
  for await (const line of createInterface({ input: server.stderr })) {
    said.push(line)
    if (!line.includes("ready to accept connections")) continue
    server.stderr.on("data", (chunk) => void said.push(String(chunk)))
    server.stderr.resume()
    return server
  }
  throw new Error(`the server did not start: ${said.join("\n")}`)
}

async function ended(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  server.kill(signal)
  await once(server, "exit")
}

function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env["PATH"], LC_ALL: "C", TZ: "UTC" }
}

/** The user `nobody` for root; without root, whoever runs this. */
function ordinaryUser(): Ordinary {
  if (process.getuid?.() !== 0) return {}
  const [, , uid, gid] =
    readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .find((line) => line.startsWith("nobody:"))
      ?.split(":") ?? []
  return { uid: Number(uid ?? 65_534), gid: Number(gid ?? 65_534) }
}

/** A port on which nobody listens at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1")
  await once(probe, "listening")
  const address = probe.address()
  await new Promise((resolve) => {
    probe.close(resolve)
  })
  if (address === null || typeof address === "string") throw new Error("no port is free")
  return address.port
}
