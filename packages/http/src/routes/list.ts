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
    /** Where it was asked for: how many the reader may read; not exact, so many or more. */
    count: z.strictObject({ value: z.int(), isExact: z.boolean() }).optional(),
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
      "`view` is one of the desk's own lists, and conditions are added to it. A condition may be given several times: one of its values must hold. Pages are full while there is more; `next` is for `after`, and stands in `Link` too.",
    query: z.strictObject({
      view: z.string().min(1).optional(),
      statuses: z.array(statusSchema).min(1).optional(),
      topics: names,
      authorityIds: names,
      executorIds: names,
      territoryIds: names,
      networks: names,
      open: flag,
      unowned: flag,
      authorWaits: flag,
      overdue: flag,
      order: z.enum(["number", "due", "waiting", "newest", "oldest", "updated"]).optional(),
      count: flag,
      limit: z.coerce.number().int().min(1).max(1000).default(50),
      after: z.string().optional(),
    }),
    answer: { status: 200, description: "A page.", schema: listSchema, headers: ["Link"] },
    problems: ["forbidden", "config"],
    async handle({ context, request, actor, query: { view, order, count, limit: asked, after, overdue, ...conditions } }) {
      const due = overdue === undefined ? {} : { due: { overdue: overdue === "true" } }
      const where = { ...Object.fromEntries(Object.entries(conditions).map(([name, value]) => [name, yesOrNo(value)])), ...due }
      const page = {
        where,
        limit: Math.min(asked, context.limits.pageSize),
        count: count === "true",
        ...(view === undefined ? {} : { view }),
        ...(order === undefined ? {} : { order }),
        ...(after === undefined ? {} : { after }),
      }
      const { incidents, next, count: counted } = await context.desk.queue(page, { actor })
      const items = incidents.map(({ number, version, facts }) => ({ number, version, facts: factsView(facts) }))
      const body = { items, next, ...(counted === undefined ? {} : { count: counted }) }
      return next === null ? { body } : { headers: { link: linkOf(context.mount, request, next) }, body }
    },
  }),
]

/** A flag of the query as the desk takes it; lists and texts as they are. */
function yesOrNo(value: unknown): unknown {
  return value === "true" ? true : value === "false" ? false : value
}

/** The address of the next page, with the conditions of this one. */
function linkOf(mount: string, request: Request, after: string): string {
  const { searchParams } = new URL(request.url)
  searchParams.set("after", after)
  return `<${mount}/incidents?${searchParams.toString()}>; rel="next"`
}
