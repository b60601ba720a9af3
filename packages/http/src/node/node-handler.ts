import type { IncomingMessage, ServerResponse } from "node:http"
import { getRequestListener } from "@hono/node-server"

/**
 * Makes a fetch handler one for Node's `http` and everything built on it. Put it before whatever reads bodies
 * (`express.json()`): pushes are checked byte for byte.
 *
 * @param handler - as `createDeskHandler` makes it
 *
 * @example
 * createServer(toNodeHandler(handler)).listen(8080)
 */
export function toNodeHandler(
  handler: (request: Request) => Promise<Response>,
): (request: IncomingMessage, response: ServerResponse) => void {
  // The globals stay Node's own: the host's other code must not notice.
  const listener = getRequestListener(handler, { overrideGlobalObjects: false })
  return (request, response) => void listener(request, response)
}
