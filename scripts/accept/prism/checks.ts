import { spawn } from "node:child_process"
import { once } from "node:events"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { routes } from "../../../packages/http/src/routes/table.ts"
import { calls } from "../../../packages/http/test/calls.ts"
import { serve } from "../../../packages/http/test/serve.ts"
import { openTown, requestOf, type Town } from "../../../packages/http/test/town.ts"
import { inFolder, must, type Check } from "../check.ts"
import { judge } from "../judges.ts"
import { freePort } from "../runtimes/serve-host.ts"

type Handler = (request: Request) => Promise<Response>

/** Puts Prism between a client and a handler, which may be another one each time: both are held to the document. */
async function withPrism<Value>(act: (through: (town: Town, handler: Handler) => Town) => Promise<Value>): Promise<Value> {
  let current: Handler = async () => new Response()
  const { origin, close } = await serve(async (request) => current(request))
  try {
    return await inFolder(async (folder) => {
      const [document, port] = [join(folder, "openapi.json"), await freePort()]
      writeFileSync(document, JSON.stringify((await openTown()).handler.openapi()))
      const prism = spawn(process.execPath, [judge("prism"), "proxy", document, origin, "--errors", "-h", "127.0.0.1", "-p", String(port)])
      let said = ""
      for (const stream of [prism.stdout, prism.stderr]) stream.on("data", (piece) => (said += String(piece)))
      const ended = once(prism, "close")
      try {
        const end = Date.now() + 180_000
        while (!said.includes("Prism is listening")) {
          must(Date.now() < end && prism.exitCode === null, `Prism did not start: ${said}`)
          await wait(50)
        }
        return await act((town, handler) => {
          current = handler
          const ask: Town["ask"] = async (method, path, asking = {}) => {
            const { headers } = requestOf(method, path, asking)
            const body = asking.json === undefined ? asking.body : JSON.stringify(asking.json)
            return fetch(`http://127.0.0.1:${port}${path}`, { method, headers, ...(body === undefined ? {} : { body }) })
          }
          return { ...town, ask }
        })
      } finally {
        prism.kill("SIGKILL")
        await ended
      }
    })
  } finally {
    await close()
  }
}

/** Prism reads an answer to its end before it passes it on, and bytes as a text: streams and photos come to nothing. */
const listed = routes.filter(({ operationId }) => !["events", "addEvidence", "getPhoto"].includes(operationId))

/** What a judge that stands between finds. */
export const checks: readonly Check[] = [
  {
    name: "a good call of every route, and its answer, are what the document says",
    run: () =>
      withPrism(async (through) => {
        const wrong: string[] = []
        for (const { operationId, answer } of listed) {
          const town = await openTown()
          const response = await calls[operationId]?.(through(town, town.handler))
          if (response?.status !== answer.status) wrong.push(`${operationId}: ${response?.status} ${await response?.text()}`)
        }
        must(wrong.length === 0, wrong.join("\n"))
        return `${listed.length} calls`
      }),
  },
  {
    name: "an answer that the document does not describe is found",
    run: () =>
      withPrism(async (through) => {
        const town = await openTown()
        const answer = await through(town, async () => Response.json({ alive: "perhaps" })).ask("GET", "/livez", { as: null })
        const text = await answer.text()
        must(answer.status === 500 && text.includes("VIOLATIONS"), `${answer.status} ${text}`)
        return "VIOLATIONS"
      }),
  },
]
