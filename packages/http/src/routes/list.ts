import type { CaseConditions, FoundCases } from "@otklik/core"
import type { QueueCase } from "@otklik/core/desk"
import * as z from "zod"
import { defineRoute, type Json, type Route } from "../route.ts"
import { factsSchema, factsView, statusSchema } from "../views/case.ts"
import { actionSchema } from "../views/rights.ts"

const names = z.array(z.string().min(1)).min(1).optional()
const flag = z.enum(["true", "false"]).optional()
const moment = z.iso.datetime({ offset: true }).optional()

const orderSchema = z.enum(["number", "due", "waiting", "newest", "oldest", "updated"])
const limitSchema = z.coerce.number().int().min(1).max(1000).default(50)
const countSchema = z.strictObject({ value: z.int(), isExact: z.boolean() }).meta({ id: "IncidentCount" })

const listSchema = z
  .strictObject({
    items: z.array(
      z
        .strictObject({
          number: z.int(),
          version: z.int(),
          facts: factsSchema,
          /** Of `with=text`: the first message; null where it is withheld, and after an erasure. */
          text: z.string().nullable().optional(),
          /** Of `with=last-word`: the newest that an author wrote later; null: nothing. */
          lastWord: z.strictObject({ messageKey: z.string(), publishedAt: z.string(), text: z.string().nullable() }).nullable().optional(),
          /** Of `with=actions`. */
          actions: z.array(actionSchema).optional(),
        })
        .meta({ id: "IncidentItem" }),
    ),
    /** For `after`; null at the end. */
    next: z.string().nullable(),
    /** Where it was asked for: how many the reader may read; not exact, so many or more. */
    count: countSchema.optional(),
  })
  .meta({ id: "IncidentList" })

/** Every condition of `desk.find` but the words of texts, in the flat fields that an address has. */
const listConditions = {
  numbers: z.array(z.coerce.number().int().min(1)).min(1).max(1000).optional(),
  messageKey: z.string().min(1).optional(),
  external: z.string().min(1).optional(),
  statuses: z.array(statusSchema).min(1).optional(),
  waitsFor: factsSchema.shape.waitsFor.unwrap().optional(),
  intake: z.array(factsSchema.shape.intake).min(1).optional(),
  kinds: z.array(factsSchema.shape.kind.unwrap()).min(1).optional(),
  importance: z.array(factsSchema.shape.importance.unwrap()).min(1).optional(),
  problems: names,
  closings: names,
  topics: names,
  topicGroups: names,
  authorityIds: names,
  executorIds: names,
  territoryIds: names,
  withParts: flag,
  networks: names,
  communities: names,
  rules: names,
  /** At least one of them. */
  tags: names,
  tagsAll: names,
  tagsNone: names,
  mentioned: names,
  open: flag,
  unowned: flag,
  authorWaits: flag,
  answeredByHand: flag,
  repeats: flag,
  reopened: flag,
  overdue: flag,
  /** Of the terms that `overdue`, `dueBefore` and `dueAfter` ask about. */
  goals: names,
  dueBefore: moment,
  dueAfter: moment,
  registeredFrom: moment,
  registeredTo: moment,
  publishedFrom: moment,
  publishedTo: moment,
  closedFrom: moment,
  closedTo: moment,
  updatedFrom: moment,
  updatedTo: moment,
  /** The incidents behind one number of a report: its name, its period and the moment of the report. */
  metric: z.string().min(1).optional(),
  metricFrom: moment,
  metricTo: moment,
  metricAt: moment,
}

/** Where a field has another place in the conditions of `desk.find`. */
const pathsOf: Readonly<Record<string, readonly string[]>> = {
  tags: ["tags", "any"],
  tagsAll: ["tags", "all"],
  tagsNone: ["tags", "none"],
  goals: ["due", "goals"],
  dueBefore: ["due", "before"],
  dueAfter: ["due", "after"],
  overdue: ["due", "overdue"],
  metric: ["metric", "id"],
  metricFrom: ["metric", "period", "from"],
  metricTo: ["metric", "period", "to"],
  metricAt: ["metric", "at"],
  ...Object.fromEntries(
    ["registered", "published", "closed", "updated"].flatMap((range) => [
      [`${range}From`, [range, "from"]],
      [`${range}To`, [range, "to"]],
    ]),
  ),
}

const listQuery = z.strictObject({
  view: z.string().min(1).optional(),
  ...listConditions,
  order: orderSchema.optional(),
  with: z
    .array(z.enum(["text", "last-word", "actions"]))
    .min(1)
    .optional(),
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
      "`view` is one of the desk's own lists, and conditions are added to it. A condition may be given several times: one of its values must hold. Ranges are half-open. Pages are full while there is more; `next` is for `after`, and stands in `Link` too.",
    query: listQuery,
    answer: { status: 200, description: "A page.", schema: listSchema, headers: ["Link"] },
    problems: ["forbidden", "config"],
    async handle({ context, request, actor, query: { view, order, with: extras, count, limit, after, ...conditions } }) {
      const page = {
        where: conditionsOf(conditions),
        limit: Math.min(limit, context.limits.pageSize),
        count: count === "true",
        ...(view === undefined ? {} : { view }),
        ...(order === undefined ? {} : { order }),
        ...(extras === undefined ? {} : { with: extras }),
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
    async handle({ context, actor, body: { text, in: within, open, purpose, order, limit, after } }) {
      const where = { text, ...(within === undefined ? {} : { in: within }), ...(open === undefined ? {} : { open }) }
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
function listView({
  incidents,
  next,
  count,
}: Omit<FoundCases, "incidents"> & { readonly incidents: readonly QueueCase[] }): Json<z.input<typeof listSchema>> {
  const items = incidents.map(({ number, version, facts, text, lastWord, actions }) => ({
    number,
    version,
    facts: factsView(facts),
    ...(text === undefined ? {} : { text }),
    ...(lastWord === undefined ? {} : { lastWord }),
    ...(actions === undefined ? {} : { actions }),
  }))
  return { items, next, ...(count === undefined ? {} : { count }) }
}

/** The conditions as the desk takes them, which checks the names and refuses what is not whole. */
function conditionsOf(conditions: Readonly<Record<string, unknown>>): CaseConditions {
  const where: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(conditions)) {
    if (value === undefined) continue
    const path = pathsOf[name] ?? [name]
    let at = where
    for (const field of path.slice(0, -1)) at = (at[field] ??= {}) as Record<string, unknown>
    at[path.at(-1) ?? name] = value === "true" ? true : value === "false" ? false : value
  }
  return where
}

/** The address of the next page, with the conditions of this one. */
function linkOf(mount: string, request: Request, after: string): string {
  const { searchParams } = new URL(request.url)
  searchParams.set("after", after)
  return `<${mount}/incidents?${searchParams.toString()}>; rel="next"`
}
