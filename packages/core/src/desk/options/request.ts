import * as z from "zod"
import { configError, didYouMean, instantSchema, readOptions } from "../../base/index.ts"
import type { Connector } from "../../connector/index.ts"
import { dimensions, findMetric, knownDurations, type FigureConditions, type ReportTableQuestion } from "../../report/index.ts"
import { eventFields, pageLimit } from "../../storage/index.ts"

/** Who acts, as a host says. */
export const actorSchema = z.strictObject({ id: z.string().min(1), kind: z.enum(["person", "system"]) })

const flag = z.boolean().optional()
/** How many of something, 1 or more. */
export const count = (most: number) => {
  const expected = `a whole number from 1 to ${most} was expected`
  return z.int(expected).min(1, expected).max(most, expected)
}
const period = z.record(z.string(), z.unknown(), "a period was expected: { zone, from, to }")
/** What ends a call. */
export const signalSchema = z.custom<AbortSignal>(
  (value) => typeof value === "object" && value !== null && "aborted" in value && "addEventListener" in value,
  "an AbortSignal was expected, as new AbortController().signal",
)
const some = z
  .array(z.string("a text was expected"), "a list of texts was expected")
  .min(1, "an absent list finds everything; an empty one would find nothing")
const position = z.string().regex(/^[1-9]\d{0,14}$/, "a position of the feed was expected")
const feedRange = z
  .strictObject({ from: position, to: position })
  .refine(({ from, to }) => Number(from) <= Number(to), "`from` must not come after `to`")
const metricId = z.string().refine((id) => findMetric(id) !== undefined, "a number of a report was expected")

const figureConditions = z.strictObject({
  topics: some.optional(),
  territoryIds: some.optional(),
  authorityIds: some.optional(),
  networks: some.optional(),
  kinds: some.optional(),
  importance: some.optional(),
  intake: some.optional(),
  problems: some.optional(),
  closings: some.optional(),
} satisfies Record<keyof FigureConditions, z.ZodType>)

const reportTable = z
  .strictObject({
    by: z.array(z.enum(dimensions)).min(1).max(2).optional(),
    bucket: z.enum(["day", "week", "month"]).optional(),
    rollUp: flag,
    metrics: z.array(metricId).min(1).optional(),
    durations: z.array(z.enum(knownDurations)).optional(),
  } satisfies Record<keyof ReportTableQuestion, z.ZodType>)
  .refine(({ by = [] }) => new Set(by).size === by.length, { error: "two different dimensions were expected", path: ["by"] })
  .refine(({ by = [], rollUp }) => rollUp !== true || by.includes("territory"), {
    error: "only territories have something above them",
    path: ["rollUp"],
  })

/**
 * What each call of the desk takes besides commands. Unknown fields are refused: passed over, they would answer another
 * question than was asked.
 */
const requests = {
  pull: z
    .strictObject({
      connectorIds: z.array(z.string()).min(1, "an absent list reads everything; an empty one would read nothing").optional(),
      pageSize: count(5000).optional(),
      onPage: z.custom((value) => typeof value === "function", "a function was expected").optional(),
      signal: signalSchema.optional(),
      registerAt: z.literal("published").optional(),
      clocks: z.enum(["none", "run"]).optional(),
    })
    .refine(({ registerAt, clocks }) => clocks === undefined || registerAt !== undefined, {
      error: "clocks is for registerAt alone",
      path: ["clocks"],
    }),
  run: z.strictObject({ signal: signalSchema, pauseMillis: z.number().min(0).max(86_400_000).optional() }),
  tick: z.strictObject({ signal: signalSchema.optional() }),
  publish: z.strictObject({ signal: signalSchema.optional() }),
  reseal: z.strictObject({ signal: signalSchema.optional() }),
  retain: z.strictObject({ batches: z.int().min(0).optional(), signal: signalSchema.optional() }),
  health: z.strictObject({ connectors: flag, signal: signalSchema.optional() }),
  reader: z.strictObject({ actor: actorSchema.optional() }),
  actor: z.strictObject({ actor: actorSchema }),
  guidance: z.strictObject({ actor: actorSchema.optional(), soonDays: z.number().min(0).optional() }),
  signal: z.strictObject({ signal: signalSchema }),
  consume: z.strictObject({
    id: z.string().min(1).max(200),
    from: z.string().min(1),
    types: some.optional(),
    actor: actorSchema.optional(),
    handle: z.custom((value) => typeof value === "function", "a function was expected"),
    batch: count(pageLimit).optional(),
    pauseMillis: z.number().min(0).max(86_400_000).optional(),
  }),
  changeConsumer: z.strictObject({
    again: z.array(feedRange).max(1000).optional(),
    waitUntil: instantSchema.nullable().optional(),
    isPaused: z.boolean().optional(),
    notes: z.unknown().optional(),
  }),
  report: z.strictObject({
    actor: actorSchema.optional(),
    period,
    compareWith: z.union([z.enum(["previous", "year-before"]), period]).optional(),
    at: instantSchema.optional(),
    calendar: z.looseObject({}).optional(),
    where: figureConditions.optional(),
    tables: z.array(reportTable).max(20).optional(),
  }),
  bursts: z.strictObject({
    open: flag,
    after: z
      .strictObject({ foundAt: instantSchema, burstId: z.string().min(1) })
      .nullable()
      .optional(),
    limit: count(100).optional(),
  }),
  workload: z.strictObject({ authorityId: z.string().min(1) }),
  feed: z.strictObject({
    after: z.string().nullable(),
    limit: count(pageLimit).optional(),
    types: z
      .array(z.enum(Object.keys(eventFields)))
      .min(1, "an absent list gives every type; an empty one would give none")
      .optional(),
  }),
  journal: z.strictObject({
    kind: z.enum(["access", "reading", "search", "erasure", "move", "configuration"]),
    incidentId: z.string().min(1).optional(),
    from: instantSchema.optional(),
    to: instantSchema.optional(),
    limit: count(pageLimit),
    after: z.string().optional(),
  }),
} as const

/**
 * Refuses what a call of the desk cannot take.
 *
 * @param call - which call
 * @param request - what the host gave; moments in it come back in their one spelling
 * @throws DeskError `config` with every issue, and with what was probably meant
 */
export function readRequest<Request extends object>(call: keyof typeof requests, request: Request): Request {
  return readOptions<z.ZodType>(requests[call], request, `desk.${call}`) as Request
}

/** Refuses connectors that the desk does not have. */
export function checkConnectorIds({ connectors }: { readonly connectors: readonly Pick<Connector, "id">[] }, ids: readonly string[]): void {
  const known = connectors.map(({ id }) => id)
  const issues = ids.flatMap((id, index) =>
    known.includes(id) ? [] : [{ path: `connectorIds[${index}]`, message: `there is no connector "${id}"${didYouMean(id, known)}` }],
  )
  if (issues.length > 0) throw configError("desk.pull", issues)
}
