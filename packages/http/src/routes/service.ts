import { isDeskError } from "@otklik/core"
import * as z from "zod"
import { HttpRefusal, problemKinds, type ProblemCode } from "../problem.ts"
import { defineRoute, type Call, type Route } from "../route.ts"

const aliveSchema = z.strictObject({ alive: z.literal(true) })
const readySchema = z.strictObject({ ready: z.boolean() })
const problemPageSchema = z
  .strictObject({ code: z.string(), title: z.string(), statuses: z.array(z.int()), advice: z.string() })
  .meta({ id: "ProblemPage" })

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(problemKinds, code)
}

/** Hands a push on as it came, and says 503 of whatever fails, so that the network delivers it again. */
async function receive({ context, request, params, bytes }: Call<{ readonly name: string }>) {
  const { name } = params
  const connectorId = Object.hasOwn(context.hooks, name) ? context.hooks[name] : undefined
  if (connectorId === undefined) throw new HttpRefusal({ refusal: "no-such-route", detail: "there is no such hook" })
  const { url, method, headers } = request
  const push = new Request(url, { method, headers, ...(bytes.byteLength > 0 ? { body: bytes } : {}) })
  try {
    return { body: await context.desk.receive(connectorId, push) }
  } catch (error) {
    context.tell(error, { operationId: "receiveHook", status: 503 })
    const retry: Readonly<Record<string, string>> = isDeskError(error, "rate-limited") ? {} : { "retry-after": "60" }
    return { body: new Response("later", { status: 503, headers: retry }) }
  }
}

const hookAnswer = {
  status: 200,
  description: "What the network expects.",
  mediaType: "*/*",
  also: { 503: "It was not stored: deliver it again." },
}

export const serviceRoutes: readonly Route[] = [
  defineRoute({
    operationId: "livez",
    method: "get",
    path: "/livez",
    tag: "service",
    summary: "Tell that the process answers",
    isPublic: true,
    answer: { status: 200, description: "It does.", schema: aliveSchema },
    handle: () => ({ body: { alive: true } as const }),
  }),
  defineRoute({
    operationId: "readyz",
    method: "get",
    path: "/readyz",
    tag: "service",
    summary: "Tell whether this worker can take work",
    isPublic: true,
    answer: { status: 200, description: "It can.", schema: readySchema, also: { 503: "It cannot." } },
    async handle({ context }) {
      const { ready } = await context.desk.readiness()
      return { status: ready ? 200 : 503, body: { ready } }
    },
  }),
  defineRoute({
    operationId: "problem",
    method: "get",
    path: "/problems/{code}",
    tag: "service",
    summary: "Explain a problem's code: the page that its `type` names",
    isPublic: true,
    answer: { status: 200, description: "What the code means and what to do.", schema: problemPageSchema },
    problems: ["no-such-route"],
    handle({ params: { code } }) {
      if (!isProblemCode(code)) throw new HttpRefusal({ refusal: "no-such-route", detail: "there is no such code" })
      const { title, statuses, advice } = problemKinds[code]
      return { body: { code, title, statuses: [...statuses], advice } }
    },
  }),
  defineRoute({
    operationId: "verifyHook",
    method: "get",
    path: "/hooks/{name}",
    tag: "hooks",
    summary: "Answer a network that asks whether the hook is its own",
    isPublic: true,
    answer: hookAnswer,
    handle: receive,
  }),
  defineRoute({
    operationId: "receiveHook",
    method: "post",
    path: "/hooks/{name}",
    tag: "hooks",
    summary: "Take what a network pushes, byte for byte",
    isPublic: true,
    bodyKind: "raw",
    answer: hookAnswer,
    handle: receive,
  }),
]
