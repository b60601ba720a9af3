import { spawn } from "node:child_process"
import { once } from "node:events"
import { createServer, type AddressInfo } from "node:net"
import { setTimeout } from "node:timers/promises"

/** A server of another program. */
export interface Host {
  readonly origin: string
  stop(): Promise<void>
}

/**
 * Starts a server, and waits until it answers. A server that chooses its port itself prints `port 12345`.
 *
 * @param command - program and arguments; `PORT` in them stands for a free port
 * @param cwd - where it runs
 */
export async function serveHost(command: readonly string[], cwd: string): Promise<Host> {
  const free = await freePort()
  const choosesItself = !command.some((part) => part.includes("PORT"))
  const [program = "", ...args] = command.map((part) => part.replace("PORT", String(free)))
  const child = spawn(program, args, { cwd, stdio: ["ignore", "pipe", "pipe"], detached: true })
  let said = ""
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (said += text))
  const stop = async () => {
    if (child.exitCode !== null || child.pid === undefined) return
    const ended = once(child, "exit")
    // The whole group: some programs of npm start the server in a process of its own.
    process.kill(-child.pid, "SIGKILL")
    await ended
  }
  for (let tries = 0; tries < 300; tries += 1) {
    const port = choosesItself ? /^port (\d+)$/m.exec(said)?.[1] : String(free)
    const origin = `http://127.0.0.1:${port ?? ""}`
    const isUp =
      port !== undefined &&
      (await fetch(`${origin}/api/livez`).then(
        ({ ok }) => ok,
        () => false,
      ))
    if (isUp) return { origin, stop }
    if (child.exitCode !== null) break
    await setTimeout(100)
  }
  await stop()
  throw new Error(`${program} does not answer:\n${said.slice(0, 2000)}`)
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, "close")
  return port
}
