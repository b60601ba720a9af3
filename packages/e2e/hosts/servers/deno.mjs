import { handler } from "../dist/desk.mjs"

Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: ({ port }) => console.log(`port ${port}`) }, handler)
