import { createServer, type IncomingMessage } from "node:http"
import type { AddressInfo } from "node:net"
import type { SimulatedServer } from "./network-simulator.ts"

/**
 * Serves a `fetch` over HTTP on 127.0.0.1. Where `fetch` throws, the connection is cut without an answer.
 *
 * @param handle - answers requests
 */
export async function listenOnLocalhost(handle: (request: Request) => Promise<Response>): Promise<SimulatedServer> {
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      try {
        const response = await handle(await requestOf(incoming))
        outgoing.writeHead(response.status, Object.fromEntries(response.headers))
        outgoing.end(Buffer.from(await response.arrayBuffer()))
      } catch {
        outgoing.destroy()
      }
    })()
  })
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(0, "127.0.0.1", resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections()
        server.close((error) => (error === undefined ? resolve() : reject(error)))
      }),
  }
}

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk as Uint8Array))
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) if (typeof value === "string") headers.set(name, value)
  const url = `http://${headers.get("host") ?? "127.0.0.1"}${incoming.url ?? "/"}`
  const method = incoming.method ?? "GET"
  return new Request(url, { method, headers, ...(method === "GET" || method === "HEAD" ? {} : { body: Buffer.concat(chunks) }) })
}
