import { DeskError } from "@otklik/core"
import { defineRoute, type Route } from "../route.ts"
import { caseSchema, caseView } from "../views/case.ts"
import { etagOf } from "./incidents.ts"

export const caseRoutes: readonly Route[] = [
  defineRoute({
    operationId: "getCase",
    method: "get",
    path: "/incidents/{incidentId}",
    tag: "incidents",
    summary: "Read everything of one incident, of one moment",
    description:
      "What the reader's level of personal data does not reach is null and named in `withheld`. The reading is written into the journal before anything is given. `If-None-Match` is answered with 304 while the version is the same, after the rights were asked.",
    answer: { status: 200, description: "The case.", schema: caseSchema, headers: ["ETag"], isConditional: true },
    problems: ["forbidden", "not-found"],
    async handle({ context, request, actor, params: { incidentId } }) {
      const found = await context.desk.case(incidentId, { actor })
      if (found === undefined) throw new DeskError("not-found", "there is no such incident", { id: incidentId })
      const etag = etagOf(found.incident.version)
      const headers = { etag, "cache-control": "private, no-cache" }
      const known = (request.headers.get("if-none-match") ?? "").split(",").map((tag) => tag.trim())
      if (known.includes(etag) || known.includes("*")) return { body: new Response(null, { status: 304, headers }) }
      return { headers, body: caseView(found) }
    },
  }),
]
