import Fastify from "fastify"
import { handler, toNodeHandler } from "../dist/node.mjs"

const app = Fastify()
const answer = toNodeHandler(handler)
app.register(async (scope) => {
  // Nobody may read the body before the handler does.
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser("*", (_request, _payload, done) => done(null))
  scope.all("/api/*", (request, reply) => {
    reply.hijack()
    answer(request.raw, reply.raw)
  })
})
await app.listen({ port: 0, host: "127.0.0.1" })
console.log(`port ${app.server.address().port}`)
