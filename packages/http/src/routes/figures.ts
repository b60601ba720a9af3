import { DeskError } from "@otklik/core"
import * as z from "zod"
import { defineRoute, type Route } from "../route.ts"
import { coverageSchema, guidanceSchema, healthSchema, journalSchema, reportSchema } from "../views/figures.ts"

const date = z.iso.date()
/** Whole local days of a zone, half-open. */
const period = { zone: z.string().min(1), from: date, to: date }
const moment = z.iso.datetime({ offset: true })
const count = (most: number) => z.coerce.number().int().min(1).max(most)

export const figureRoutes: readonly Route[] = [
  defineRoute({
    operationId: "report",
    method: "get",
    path: "/report",
    tag: "figures",
    summary: "Report a period, and another one beside it",
    query: z.strictObject({ ...period, compareWith: z.enum(["previous", "year-before"]).optional(), at: moment.optional() }),
    answer: { status: 200, description: "The figures.", schema: reportSchema },
    problems: ["forbidden", "config"],
    async handle({ context, actor, query: { zone, from, to, ...more } }) {
      return { body: await context.desk.report({ actor, period: { zone, from, to }, ...more }) }
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
    summary: "Read who opened which author and which case, what was erased, and who moved everything",
    query: z.strictObject({
      kind: z.enum(["access", "reading", "search", "erasure", "move"]),
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
