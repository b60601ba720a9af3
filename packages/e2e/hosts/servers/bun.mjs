import { handler } from "../dist/desk.mjs"

console.log(`port ${Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: handler }).port}`)
