import { serve } from "@hono/node-server"
import { Hono } from "hono"
import { handler } from "../dist/node.mjs"

const app = new Hono()
app.mount("/api", handler)
serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => console.log(`port ${port}`))
