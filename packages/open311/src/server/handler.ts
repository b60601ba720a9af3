import { writeDocument, listOf, type Document, type Format } from "./document.ts"
import type { Answered, Call } from "./call.ts"
import { optional, readForm, shown, type Given } from "./input.ts"
import { checkOptions, type CheckedOptions, type Open311HandlerOptions, type Open311Jurisdiction } from "./options.ts"
import { Refusal, refusalOf } from "./refusal.ts"
import { getRequest, listRequests } from "./requests.ts"
import { defineService, discover, findToken, listServices } from "./services.ts"
import { submitRequest, submitUpdate } from "./submissions.ts"
import { listUpdates } from "./updates.ts"

/** The resources: what the address begins with, whether it names one of them, and what answers. */
const resources: readonly {
  readonly name: string
  readonly hasId: boolean
  readonly get: (call: Call) => Answered | Promise<Answered>
  readonly post?: (call: Call) => Promise<Answered>
}[] = [
  { name: "services", hasId: false, get: listServices },
  { name: "services", hasId: true, get: defineService },
  { name: "requests", hasId: false, get: listRequests, post: submitRequest },
  { name: "requests", hasId: true, get: getRequest },
  { name: "tokens", hasId: true, get: findToken },
  { name: "servicerequestupdates", hasId: false, get: listUpdates, post: submitUpdate },
]

const address = /\/(discovery|services|requests|tokens|servicerequestupdates)(?:\/([^/]+))?\.(\w+)$/

/**
 * Makes an Open311 server (GeoReport v2, with the updates of mySociety) of desks: one function from Request to
 * Response, wherever it is mounted. It shows no text, no author and no place of a person.
 *
 * @param options - see {@link Open311HandlerOptions}
 * @throws DeskError `config` with every issue and its field path
 *
 * @example
 * const open311 = createOpen311Handler({ jurisdictions: [{ id: "chita.example", desk, reader }], … })
 * createServer(toNodeHandler(open311)).listen(8311)
 */
export function createOpen311Handler(options: Open311HandlerOptions): (request: Request) => Promise<Response> {
  const checked = checkOptions(options)
  const changedAt = shown(checked.clock.now())
  return async (request) => {
    const { pathname } = new URL(request.url)
    const format: Format = pathname.endsWith(".json") ? "json" : "xml"
    const isHead = request.method === "HEAD"
    try {
      const { document, status = 200 } = await answer(checked, request, changedAt)
      return respond(document, { format, status, isHead })
    } catch (error) {
      const { refusal, isFault } = refusalOf(error)
      if (isFault) checked.onError?.(error)
      const { status, message, headers } = refusal
      const item = { code: status, description: message }
      return respond({ root: "errors", body: listOf("error", [item]) }, { format, status, isHead, headers })
    }
  }
}

async function answer(options: CheckedOptions, request: Request, changedAt: string): Promise<Answered> {
  const url = new URL(request.url)
  // The handler may be mounted anywhere: only the end of the address is read.
  const [, name, raw, ending] = address.exec(url.pathname) ?? []
  const format = ending === "xml" || ending === "json" ? ending : undefined
  if (format !== undefined && name === "discovery" && raw === undefined) {
    expectMethod(request, ["GET", "HEAD"])
    return discover({ options }, changedAt)
  }
  const resource = resources.find((one) => one.name === name && one.hasId === (raw !== undefined))
  if (format === undefined || resource === undefined)
    throw new Refusal(404, "There is nothing at this address: add .xml or .json to a resource of GeoReport v2.")
  const { get, post } = resource
  expectMethod(request, post === undefined ? ["GET", "HEAD"] : ["GET", "HEAD", "POST"])
  const isPost = request.method === "POST"
  const given = isPost ? joined(await readForm(request, options.bodyBytes), url.searchParams) : url.searchParams
  const call: Call = {
    options,
    jurisdiction: jurisdictionOf(options, given),
    format,
    given,
    id: raw === undefined ? "" : decoded(raw),
  }
  return isPost && post !== undefined ? post(call) : get(call)
}

/** A key may be in the address of a POST too; what is in the form counts. */
function joined(form: Given, query: URLSearchParams): Given {
  const all = new URLSearchParams()
  for (const name of new Set(form.keys())) for (const value of form.getAll(name)) all.append(name, value)
  for (const [name, value] of query) if (!all.has(name)) all.append(name, value)
  return all
}

function expectMethod({ method }: Request, methods: readonly string[]): void {
  if (methods.includes(method)) return
  const allow = methods.join(", ")
  throw new Refusal(405, `${allow} was expected.`, { allow })
}

function jurisdictionOf({ jurisdictions }: CheckedOptions, given: Given): Open311Jurisdiction {
  const id = optional(given, "jurisdiction_id")
  const [first, ...others] = jurisdictions
  if (id === undefined && others.length > 0) throw new Refusal(400, "jurisdiction_id was not provided.")
  const found = id === undefined ? first : jurisdictions.find((one) => one.id === id)
  if (found === undefined) throw new Refusal(404, "jurisdiction_id was not found.")
  return found
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new Refusal(400, "The address is not valid.")
  }
}

function respond(
  document: Document,
  {
    format,
    status,
    isHead,
    headers = {},
  }: { readonly format: Format; readonly status: number; readonly isHead: boolean; readonly headers?: Readonly<Record<string, string>> },
): Response {
  const body = isHead ? null : writeDocument(document, format)
  const type = format === "json" ? "application/json; charset=utf-8" : "text/xml; charset=utf-8"
  return new Response(body, {
    status,
    headers: { "content-type": type, "cache-control": "no-cache", "x-content-type-options": "nosniff", ...headers },
  })
}
