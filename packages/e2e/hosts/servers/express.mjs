import express from "express"
import { handler, toNodeHandler } from "../dist/node.mjs"

const app = express()
// Before whatever reads bodies: pushes are checked byte for byte.
app.use("/api", toNodeHandler(handler))
app.use(express.json())
const server = app.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`))
