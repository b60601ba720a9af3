import { DeskError } from "@otklik/core"
import type { ReportTableQuestion } from "@otklik/core/reports"
import * as z from "zod"
import { defineRoute, type ReportCsv, type Route, type RouteContext } from "../route.ts"
import { burstsSchema, burstsView, placeOf } from "../views/bursts.ts"
import { coverageSchema, guidanceSchema, healthSchema, journalSchema, reportSchema, workloadSchema } from "../views/figures.ts"

const date = z.iso.date()
/** Whole local days of a zone, half-open. */
const period = { zone: z.string().min(1), from: date, to: date }
const moment = z.iso.datetime({ offset: true })
const count = (most: number) => z.coerce.number().int().min(1).max(most)

/** Whether a client wants CSV and no JSON: a browser's list of everything is no such wish. */
function acceptsCsv(request: Request): boolean {
  const accepted = (request.headers.get("accept") ?? "").split(",").map((type) => type.split(";")[0]?.trim().toLowerCase())
  return accepted.includes("text/csv") && !accepted.includes("application/json")
}

function csvOf({ reportCsv }: RouteContext): ReportCsv {
  if (reportCsv !== undefined) return reportCsv
  throw new DeskError("capability", "this desk writes no CSV: createDeskHandler was given no `reportCsv`", { capability: "reportCsv" })
}

export const figureRoutes: readonly Route[] = [
  defineRoute({
    operationId: "report",
    method: "get",
    path: "/report",
    tag: "figures",
    summary: "Report a period, and another one beside it",
    description:
      "`by` (one or two dimensions), `bucket` and `rollUp` ask for one table beside the totals. With `Accept: text/csv` the answer is that table, or the totals, as CSV, in Russian or English by `Accept-Language`.",
    query: z.strictObject({
      ...period,
      compareWith: z.enum(["previous", "year-before"]).optional(),
      at: moment.optional(),
      by: z.array(z.string().min(1)).min(1).max(2).optional(),
      bucket: z.enum(["day", "week", "month"]).optional(),
      rollUp: z.enum(["true", "false"]).optional(),
    }),
    answer: { status: 200, description: "The figures.", schema: reportSchema, alsoAs: "text/csv" },
    problems: ["forbidden", "config", "capability"],
    async handle({ context, request, actor, query: { zone, from, to, by, bucket, rollUp, ...more } }) {
      const table = {
        // The desk refuses a dimension that there is not.
        ...(by === undefined ? {} : { by: by as ReportTableQuestion["by"] & object }),
        ...(bucket === undefined ? {} : { bucket }),
        ...(rollUp === undefined ? {} : { rollUp: rollUp === "true" }),
      }
      const tables = Object.keys(table).length === 0 ? [] : [table]
      const asCsv = acceptsCsv(request) ? csvOf(context) : null
      const report = await context.desk.report({ actor, period: { zone, from, to }, ...more, tables })
      if (asCsv === null) return { headers: { vary: "Accept" }, body: report }
      const locale = /^\s*ru\b/i.test(request.headers.get("accept-language") ?? "") ? "ru" : "en"
      const headers = {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="report-${from}-${to}.csv"`,
        "cache-control": "no-store",
        vary: "Accept, Accept-Language",
      }
      return { body: new Response(asCsv(report, { table: tables.length === 0 ? "totals" : 0, locale }), { headers }) }
    },
  }),
  defineRoute({
    operationId: "coverage",
    method: "get",
    path: "/coverage",
    tag: "figures",
    summary: "Tell which minutes of a period were really read, and which not and why",
    query: z.strictObject(period),
    answer: { status: 200, description: "By source.", schema: coverageSchema },
    problems: ["forbidden", "config"],
    async handle({ context, actor, query }) {
      return { body: await context.desk.coverage(query, { actor }) }
    },
  }),
  defineRoute({
    operationId: "workload",
    method: "get",
    path: "/workload",
    tag: "figures",
    summary: "Tell what one body has to do now, and who of it does it",
    description: "To share work out: open and overdue by executor, no times and no ranking. For who may share it out.",
    query: z.strictObject({ authorityId: z.string().min(1) }),
    answer: { status: 200, description: "Open and overdue, now.", schema: workloadSchema },
    problems: ["forbidden", "config"],
    async handle({ context, actor, query }) {
      return { body: await context.desk.workload(query, { actor }) }
    },
  }),
  defineRoute({
    operationId: "bursts",
    method: "get",
    path: "/bursts",
    tag: "figures",
    summary: "List mass events: more complaints of one kind at one place than is usual there",
    description: "The last found first. Only incidents that the reader may find are named and counted. Needs a desk with a detector.",
    query: z.strictObject({
      open: z.enum(["true", "false"]).optional(),
      after: z.string().optional(),
      limit: count(100).default(50),
    }),
    answer: { status: 200, description: "A page.", schema: burstsSchema },
    problems: ["forbidden", "config"],
    async handle({ context, actor, query: { open, after, limit } }) {
      const wanted = open === undefined ? {} : { open: open === "true" }
      const page = { ...placeOf(after), limit: Math.min(limit, context.limits.pageSize) }
      return { body: burstsView(await context.desk.bursts({ ...wanted, ...page }, { actor })) }
    },
  }),
  defineRoute({
    operationId: "guidance",
    method: "get",
    path: "/guidance",
    tag: "replies",
    summary: "Count how often each guidance text was used, and tell what is wrong with them",
    query: z.strictObject({ soonDays: z.coerce.number().min(0).optional() }),
    answer: { status: 200, description: "Uses and findings.", schema: guidanceSchema },
    problems: ["forbidden"],
    async handle({ context, actor, query }) {
      return { body: await context.desk.guidance({ actor, ...query }) }
    },
  }),
  defineRoute({
    operationId: "journal",
    method: "get",
    path: "/journal",
    tag: "privacy",
    summary: "Read who opened which author and which case, what was erased, who moved everything, and when the desk was set up otherwise",
    query: z.strictObject({
      kind: z.enum(["access", "reading", "search", "erasure", "move", "configuration"]),
      incidentId: z.string().min(1).optional(),
      from: moment.optional(),
      to: moment.optional(),
      limit: count(1000).default(50),
      after: z.string().optional(),
    }),
    answer: { status: 200, description: "A page, oldest first.", schema: journalSchema },
    problems: ["forbidden", "config"],
    async handle({ context, actor, query }) {
      return { body: await context.desk.journal({ ...query, limit: Math.min(query.limit, context.limits.pageSize) }, { actor }) }
    },
  }),
  defineRoute({
    operationId: "health",
    method: "get",
    path: "/health",
    tag: "service",
    summary: "Tell how far behind the desk is",
    description: "`connectors=true` asks the networks too, which counts against quotas: for whom the coverage of every source is open.",
    query: z.strictObject({ connectors: z.enum(["true", "false"]).optional() }),
    answer: { status: 200, description: "Storage, sources, clocks, replies, leases and retention.", schema: healthSchema },
    problems: ["forbidden"],
    async handle({ context, actor, query }) {
      const connectors = query.connectors === "true"
      if (connectors && (await context.desk.rights({ actor })).readings.coverage !== "everywhere") {
        throw new DeskError("forbidden", `"${actor.id}" may not have the networks asked`, { reason: "role" })
      }
      return { body: await context.desk.health({ connectors }) }
    },
  }),
]
