import { mkdirSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { routes } from "../../../packages/http/src/routes/table.ts"
import { calls } from "../../../packages/http/test/calls.ts"
import { serve } from "../../../packages/http/test/serve.ts"
import { openTown, requestOf, sendWebhooks, type Town } from "../../../packages/http/test/town.ts"
import { ask, inFolder, must, type Check } from "../check.ts"
import { judge } from "../judges.ts"

/** A stream has no end, and bytes are no JSON: nothing that Specmatic could send or compare. */
const left = ["events", "addEvidence", "getPhoto", "verifyHook", "receiveHook"]
const listed = routes.filter(({ operationId }) => !left.includes(operationId))

/** Headers as the document writes them: Specmatic tells capitals apart. */
const headerNames: Readonly<Record<string, string>> = {
  authorization: "Authorization",
  "if-match": "If-Match",
  "idempotency-key": "Idempotency-Key",
}

/** A good call of a route as Specmatic takes it: its last request, and what was answered. */
async function exampleOf(operationId: string): Promise<unknown> {
  const town = await openTown()
  let last: { readonly request: Request; readonly body: unknown } | undefined
  const listen: Town["ask"] = async (method, path, asking) => {
    last = { request: requestOf(method, path, asking), body: asking?.json }
    return town.ask(method, path, asking)
  }
  const response = await calls[operationId]?.({ ...town, ask: listen })
  if (response === undefined || last === undefined) throw new Error(`no call of ${operationId}`)
  const { pathname, searchParams } = new URL(last.request.url)
  const headers: Record<string, string> = {}
  for (const [name, value] of last.request.headers) {
    const written = headerNames[name]
    if (written !== undefined) headers[written] = value
  }
  // It takes one value of a list for a text, and mutates a list that is nested: two values of what is needed, or none.
  const query: Record<string, unknown> = {}
  for (const name of new Set(searchParams.keys())) {
    const values = searchParams.getAll(name)
    if (name === "views") query[name] = [...values, ...values]
    else if (values.length === 1 && name !== "types") query[name] = values[0]
  }
  return {
    "http-request": {
      path: pathname,
      method: last.request.method,
      query,
      headers,
      ...(last.body === undefined ? {} : { body: last.body }),
    },
    "http-response": {
      status: response.status,
      headers: { "Content-Type": response.headers.get("content-type") },
      body: await response.json(),
    },
  }
}

/** Every request meets a desk of its own, in which what a call needs has happened. */
async function answer(request: Request): Promise<Response> {
  const town = await openTown()
  if (new URL(request.url).pathname.startsWith("/webhooks/")) await sendWebhooks(town)
  return town.handler(request)
}

/** Runs Specmatic over the examples; what it sends beside them is made by the document. */
async function contest(isMutated: boolean, change: (response: Response) => Response | Promise<Response> = (response) => response) {
  const jar = join(dirname(createRequire(judge("specmatic")).resolve("specmatic/package.json")), "specmatic.jar")
  return inFolder(async (folder) => {
    const [document, examples] = [join(folder, "openapi.json"), join(folder, "examples")]
    mkdirSync(examples)
    writeFileSync(document, JSON.stringify((await openTown()).handler.openapi()))
    for (const { operationId } of listed) writeFileSync(join(examples, `${operationId}.json`), JSON.stringify(await exampleOf(operationId)))
    const { origin, close } = await serve(async (request) => change(await answer(request)))
    const paths = ["/events", "/hooks/{name}", "/incidents/{incidentId}/evidence", "/incidents/{incidentId}/evidence/{evidenceId}/photo"]
    const statuses = isMutated ? ["200", "201", "304"].map((status) => `STATUS!='${status}'`) : []
    const filter = [...statuses, ...paths.map((path) => `PATH!='${path}'`)].join(" && ")
    try {
      const args = ["-jar", jar, "test", document, "--strict", `--examples=${examples}`, `--testBaseURL=${origin}`, `--filter=${filter}`]
      const env = { MAX_TEST_REQUEST_COMBINATIONS: "1", SPECMATIC_GENERATIVE_TESTS: String(isMutated) }
      const { out, err } = await ask("java", args, "default-jre-headless", { cwd: folder, env, minutes: 20 })
      const [, run = "0", held = "0"] = /Tests run: (\d+), Successes: (\d+)/.exec(out) ?? []
      const failures = [...out.matchAll(/^\S*.*Scenario:.* has FAILED\n(?:.*\n){1,25}/gm)].map(([text]) => text)
      return {
        run: Number(run),
        held: Number(held),
        said: failures.length > 0 ? failures.slice(0, 5).join("\n") : `${out}${err}`.slice(-3000),
      }
    } finally {
      await close()
    }
  })
}

/** Specmatic, which makes its requests by the document alone. */
export const checks: readonly Check[] = [
  {
    name: "every route answers a good call as the document says",
    async run() {
      const { run, held, said } = await contest(false)
      must(run >= listed.length && held === run, `${held} of ${run} hold\n${said}`)
      return `${run} tests`
    },
  },
  {
    name: "every request that the document forbids is refused as it says",
    async run() {
      const { run, held, said } = await contest(true)
      must(run > 250 && held === run, `${held} of ${run} hold\n${said}`)
      return `${run} mutated requests`
    },
  },
  {
    name: "a server that answers anything else is found",
    async run() {
      const { run, held } = await contest(false, (response) => Response.json({ alive: "perhaps" }, { status: response.status }))
      must(held < run, "nothing was found")
      return `${run - held} of ${run} answers`
    },
  },
]
