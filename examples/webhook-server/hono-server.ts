import type { Server } from "node:http"
import { createAdaptorServer } from "@hono/node-server"
import { Hono } from "hono"
import { bodyLimit } from "hono/body-limit"

/**
 * The same handler on Hono. `app.fetch` runs as it is on Deno, Bun and workers too.
 *
 * @param handle - answers requests
 */
export function createHonoServer(handle: (request: Request) => Promise<Response>): Server {
  const app = new Hono()
  app.use("/hooks/*", bodyLimit({ maxSize: 4 * 1024 * 1024 }))
  app.all("/hooks/:name", (context) => handle(context.req.raw))
  return createAdaptorServer({ fetch: app.fetch }) as Server
}
