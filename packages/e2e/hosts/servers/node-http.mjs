import { createServer } from "node:http"
import { handler, toNodeHandler } from "../dist/node.mjs"

const server = createServer(toNodeHandler(handler)).listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`))
