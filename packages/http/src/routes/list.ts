import type { CaseConditions, FoundCases } from "@otklik/core"
import * as z from "zod"
import { defineRoute, type Json, type Route } from "../route.ts"
import { factsSchema, factsView, statusSchema } from "../views/case.ts"

const names = z.array(z.string().min(1)).min(1).optional()
const flag = z.enum(["true", "false"]).optional()
const moment = z.iso.datetime({ offset: true }).optional()

const orderSchema = z.enum(["number", "due", "waiting", "newest", "oldest", "updated"])
const limitSchema = z.coerce.number().int().min(1).max(1000).default(50)
const countSchema = z.strictObject({ value: z.int(), isExact: z.boolean() }).meta({ id: "IncidentCount" })

const listSchema = z
  .strictObject({
    items: z.array(z.strictObject({ number: z.int(), version: z.int(), facts: factsSchema }).meta({ id: "IncidentItem" })),
    /** For `after`; null at the end. */
    next: z.string().nullable(),
    /** Where it was asked for: how many the reader may read; not exact, so many or more. */
    count: countSchema.optional(),
  })
  .meta({ id: "IncidentList" })

const listQuery = z.strictObject({
  view: z.string().min(1).optional(),
  numbers: z.array(z.coerce.number().int().min(1)).min(1).max(1000).optional(),
  statuses: z.array(statusSchema).min(1).optional(),
  waitsFor: factsSchema.shape.waitsFor.unwrap().optional(),
  kinds: z.array(factsSchema.shape.kind.unwrap()).min(1).optional(),
  importance: z.array(factsSchema.shape.importance.unwrap()).min(1).optional(),
  topics: names,
  topicGroups: names,
  authorityIds: names,
  executorIds: names,
  territoryIds: names,
  withParts: flag,
  networks: names,
  /** At least one of them. */
  tags: names,
  open: flag,
  unowned: flag,
  authorWaits: flag,
  repeats: flag,
  reopened: flag,
  overdue: flag,
  goals: names,
  dueBefore: moment,
  dueAfter: moment,
  registeredFrom: moment,
  registeredTo: moment,
  /** The incidents behind one number of a report: its name, its period and the moment of the report. */
  metric: z.string().min(1).optional(),
  metricFrom: moment,
  metricTo: moment,
  metricAt: moment,
  order: orderSchema.optional(),
  count: flag,
  limit: limitSchema,
  after: z.string().optional(),
})

const searchSchema = z
  .strictObject({
    /** All of these words, in any form that the locale knows. */
    text: z.string().min(1).max(500),
    in: z
      .array(z.enum(["messages", "notes"]))
      .min(1)
      .optional(),
    open: z.boolean().optional(),
    /** What the journal says of it. */
    purpose: z.string().min(1).max(500).optional(),
    order: orderSchema.optional(),
    limit: limitSchema,
    after: z.string().optional(),
  })
  .meta({ id: "Search" })

export const listRoutes: readonly Route[] = [
  defineRoute({
    operationId: "listIncidents",
    method: "get",
    path: "/incidents",
    tag: "incidents",
    summary: "List incidents that the reader may read",
    description:
      "`view` is one of the desk's own lists, and conditions are added to it. A condition may be given several times: one of its values must hold. Pages are full while there is more; `next` is for `after`, and stands in `Link` too.",
    query: listQuery,
    answer: { status: 200, description: "A page.", schema: listSchema, headers: ["Link"] },
    problems: ["forbidden", "config"],
    async handle({ context, request, actor, query }) {
      const { view, order, count, limit, after } = query
      const page = {
        where: conditionsOf(query),
        limit: Math.min(limit, context.limits.pageSize),
        count: count === "true",
        ...(view === undefined ? {} : { view }),
        ...(order === undefined ? {} : { order }),
        ...(after === undefined ? {} : { after }),
      }
      const body = listView(await context.desk.queue(page, { actor }))
      return body.next === null ? { body } : { headers: { link: linkOf(context.mount, request, body.next) }, body }
    },
  }),
  defineRoute({
    operationId: "countIncidents",
    method: "get",
    path: "/counts",
    tag: "incidents",
    summary: "Count the incidents of several of the desk's lists at once",
    query: z.strictObject({ views: z.array(z.string().min(1)).min(1).max(100) }),
    answer: {
      status: 200,
      description: "How many the reader may read, by list.",
      schema: z.record(z.string(), countSchema).meta({ id: "IncidentCounts" }),
    },
    problems: ["forbidden", "config"],
    async handle({ context, actor, query: { views } }) {
      return { body: await context.desk.counts(views, { actor }) }
    },
  }),
  defineRoute({
    operationId: "searchIncidents",
    method: "post",
    path: "/incidents/search",
    tag: "incidents",
    summary: "Search the texts of messages or notes",
    description: "The words are in the body, so that no address and no log has them. Each search is written into the journal.",
    bodyKind: "json",
    body: searchSchema,
    answer: { status: 200, description: "A page.", schema: listSchema },
    problems: ["forbidden", "config"],
    async handle({ context, actor, body: { text, in: places, open, purpose, order, limit, after } }) {
      const where = { text, ...(places === undefined ? {} : { in: places }), ...(open === undefined ? {} : { open }) }
      const page = {
        limit: Math.min(limit, context.limits.pageSize),
        ...(order === undefined ? {} : { order }),
        ...(after === undefined ? {} : { after }),
        ...(purpose === undefined ? {} : { purpose }),
      }
      return { body: listView(await context.desk.find(where, { actor, ...page })) }
    },
  }),
]

/** A page as clients see it. */
function listView({ incidents, next, count }: FoundCases): Json<z.input<typeof listSchema>> {
  const items = incidents.map(({ number, version, facts }) => ({ number, version, facts: factsView(facts) }))
  return { items, next, ...(count === undefined ? {} : { count }) }
}

/** The conditions of the query as the desk takes them. */
function conditionsOf(query: z.output<typeof listQuery>): CaseConditions {
  const { view: _, order: __, count: ___, limit: ____, after: _____, ...asked } = query
  const { overdue, dueBefore, dueAfter, goals, registeredFrom, registeredTo, tags, metric, metricFrom, metricTo, metricAt, ...plain } =
    asked
  const due = withoutAbsent({ goals, before: dueBefore, after: dueAfter, overdue })
  const registered = withoutAbsent({ from: registeredFrom, to: registeredTo })
  const number = withoutAbsent({ id: metric, at: metricAt, ...withoutAbsent({ from: metricFrom, to: metricTo }) })
  const { from, to, ...named } = number
  return {
    ...withoutAbsent(plain),
    ...(Object.keys(due).length === 0 ? {} : { due }),
    ...(Object.keys(registered).length === 0 ? {} : { registered }),
    ...(tags === undefined ? {} : { tags: { any: tags } }),
    ...(Object.keys(number).length === 0 ? {} : { metric: { ...named, period: withoutAbsent({ from, to }) } }),
  } as CaseConditions
}

function withoutAbsent(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given.map(([name, value]) => [name, yesOrNo(value)]))
}

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
