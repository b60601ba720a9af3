import { createServer, type IncomingMessage, type Server } from "node:http"

/** The largest push that is read, bytes; Meta sends batches of up to a thousand changes. */
const maxBytes = 4 * 1024 * 1024

/**
 * A fetch handler on Node's own http.
 *
 * @param handle - answers requests
 */
export function createNodeServer(handle: (request: Request) => Promise<Response>): Server {
  return createServer((incoming, outgoing) => {
    void (async () => {
      const body = Number(incoming.headers["content-length"] ?? 0) > maxBytes ? undefined : await bodyOf(incoming)
      const tooLarge = { status: 413, headers: { connection: "close" } }
      const response = body === undefined ? new Response("too large", tooLarge) : await handle(requestOf(incoming, body))
      outgoing.writeHead(response.status, Object.fromEntries(response.headers))
      outgoing.end(Buffer.from(await response.arrayBuffer()))
    })().catch(() => outgoing.destroy()) // The network sees a cut connection, and delivers again.
  })
}

/** The raw bytes: signatures are made of these. Undefined when there are too many. */
async function bodyOf(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.byteLength
    if (size > maxBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function requestOf({ method = "GET", url = "/", headers: given }: IncomingMessage, body: Buffer): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(given)) for (const one of [value ?? []].flat()) headers.append(name, one)
  const hasBody = method !== "GET" && method !== "HEAD"
  return new Request(new URL(url, "http://localhost"), { method, headers, ...(hasBody ? { body } : {}) })
}
