import * as z from "zod"
import { defineRoute, type Route } from "../route.ts"
import { factsSchema, factsView, statusSchema } from "../views/case.ts"

const names = z.array(z.string().min(1)).min(1).optional()
const flag = z.enum(["true", "false"]).optional()

const listSchema = z
  .strictObject({
    items: z.array(z.strictObject({ number: z.int(), version: z.int(), facts: factsSchema }).meta({ id: "IncidentItem" })),
    /** For `after`; null at the end. */
    next: z.string().nullable(),
  })
  .meta({ id: "IncidentList" })

export const listRoutes: readonly Route[] = [
  defineRoute({
    operationId: "listIncidents",
    method: "get",
    path: "/incidents",
    tag: "incidents",
    summary: "List incidents that the reader may read",
    description:
      "A condition may be given several times: one of its values must hold. Pages are full while there is more; `next` is for `after`, and stands in `Link` too.",
    query: z.strictObject({
      statuses: z.array(statusSchema).min(1).optional(),
      topics: names,
      authorityIds: names,
      territoryIds: names,
      networks: names,
      unowned: flag,
      authorWaits: flag,
      limit: z.coerce.number().int().min(1).max(1000).default(50),
      after: z.string().optional(),
    }),
    answer: { status: 200, description: "A page.", schema: listSchema, headers: ["Link"] },
    problems: ["forbidden", "config"],
    async handle({ context, request, actor, query: { unowned, authorWaits, limit: asked, after, ...query } }) {
      const flags = {
        ...(unowned === undefined ? {} : { unowned: unowned === "true" }),
        ...(authorWaits === undefined ? {} : { authorWaits: authorWaits === "true" }),
      }
      const limit = Math.min(asked, context.limits.pageSize)
      const { incidents, next } = await context.desk.find(
        { ...query, ...flags },
        { actor, limit, ...(after === undefined ? {} : { after }) },
      )
      const items = incidents.map(({ number, version, facts }) => ({ number, version, facts: factsView(facts) }))
      const body = { items, next }
      return next === null ? { body } : { headers: { link: linkOf(context.mount, request, next) }, body }
    },
  }),
]

/** The address of the next page, with the conditions of this one. */
function linkOf(mount: string, request: Request, after: string): string {
  const { searchParams } = new URL(request.url)
  searchParams.set("after", after)
  return `<${mount}/incidents?${searchParams.toString()}>; rel="next"`
}
