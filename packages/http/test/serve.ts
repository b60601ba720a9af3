import { once } from "node:events"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { toNodeHandler } from "@otklik/http/node"

/** A handler over the wire. */
export interface Served {
  readonly origin: string
  close(): Promise<void>
}

/** Listens on a port of this machine. */
export async function serve(handler: (request: Request) => Promise<Response>): Promise<Served> {
  const server: Server = createServer(toNodeHandler(handler)).listen(0, "127.0.0.1")
  await once(server, "listening")
  const close = async () => {
    server.close()
    server.closeAllConnections()
    await once(server, "close").catch(() => undefined)
  }
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close }
}
