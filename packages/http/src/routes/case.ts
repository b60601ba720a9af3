import { DeskError } from "@otklik/core"
import { defineRoute, type Route } from "../route.ts"
import { caseSchema, caseView } from "../views/case.ts"
import { actionsSchema, rightsSchema, vocabularySchema } from "../views/rights.ts"
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
  defineRoute({
    operationId: "getActions",
    method: "get",
    path: "/incidents/{incidentId}/actions",
    tag: "incidents",
    summary: "Tell which commands the reader may give now, what they need, and why not the others",
    answer: { status: 200, description: "Every command, for buttons.", schema: actionsSchema, headers: ["ETag"] },
    problems: ["forbidden", "not-found"],
    async handle({ context, actor, params: { incidentId } }) {
      const found = await context.desk.actions(incidentId, { actor })
      if (found === undefined) throw new DeskError("not-found", "there is no such incident", { id: incidentId })
      return { headers: { etag: etagOf(found.version) }, body: found }
    },
  }),
  defineRoute({
    operationId: "me",
    method: "get",
    path: "/me",
    tag: "service",
    summary: "Tell who is signed in, and what that actor may do before any incident is named",
    answer: { status: 200, description: "The actor and the reach of each reading and command.", schema: rightsSchema },
    async handle({ context, actor }) {
      return { body: { actor, ...(await context.desk.rights({ actor })) } }
    },
  }),
  defineRoute({
    operationId: "vocabulary",
    method: "get",
    path: "/vocabulary",
    tag: "service",
    summary: "List the ids that the desk knows, with titles for people",
    answer: { status: 200, description: "Topics, authorities, territories, tags, texts and policies.", schema: vocabularySchema },
    problems: ["forbidden"],
    async handle({ context, actor }) {
      return { body: await context.desk.vocabulary({ actor }) }
    },
  }),
]
