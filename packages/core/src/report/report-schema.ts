import * as z from "zod"
import { instantSchema } from "../base/index.ts"
import { dateSchema } from "../sla/index.ts"
import { dimensions, reportNoteIds, type FigureConditions, type Report } from "./report.ts"

const hidden = <Schema extends z.ZodType>(schema: Schema) => schema.nullable()
const count = z.int().min(0)
const names = z.array(z.string()).min(1)

const shareSchema = z.strictObject({ share: hidden(z.number().min(0).max(1)), of: hidden(count) })
const durationSchema = z.strictObject({ count: hidden(count), medianMinutes: hidden(z.number()), p90Minutes: hidden(z.number()) })

const figuresShape = {
  numbers: z.record(z.string(), hidden(z.int())),
  shares: z.record(z.string(), shareSchema),
  durations: z.record(z.string(), durationSchema),
}

const changeSchema = z.strictObject({
  numbers: z.record(z.string(), hidden(z.strictObject({ absolute: z.int(), percent: hidden(z.number()) }))),
  sharePoints: z.record(z.string(), hidden(z.number())),
})

const rowSchema = z.strictObject({
  keys: z.array(hidden(z.string())),
  ...figuresShape,
  previous: z.strictObject(figuresShape).nullable(),
  change: changeSchema.nullable(),
})

const periodSchema = z.strictObject({
  zone: z.string(),
  fromDate: dateSchema,
  toDate: dateSchema,
  from: instantSchema,
  to: instantSchema,
  days: z.int().positive(),
  workingDays: count.nullable(),
})

const limitSchema = z.strictObject({ territoryIds: names.optional(), topics: names.optional(), authorityIds: names.optional() })

/** The conditions of a question, as a report repeats them. */
const whereSchema = z.strictObject({
  topics: names.optional(),
  territoryIds: names.optional(),
  authorityIds: names.optional(),
  networks: names.optional(),
  kinds: z.array(z.enum(["problem", "question", "suggestion", "thanks"])).optional(),
  importance: z.array(z.enum(["normal", "raised"])).optional(),
  intake: z.array(z.enum(["network", "hand", "import"])).optional(),
  problems: names.optional(),
  closings: names.optional(),
} satisfies Record<keyof FigureConditions, z.ZodType>)

const wordingSchema = z.strictObject({ ru: z.string(), en: z.string() })

/** Checks a {@link Report}, and says its shape as JSON Schema. */
export const reportSchema = z.strictObject({
  schemaVersion: z.literal(2),
  scope: z.strictObject({ reach: z.union([z.literal("everything"), z.array(limitSchema)]), where: whereSchema.nullable() }),
  period: periodSchema,
  comparedWith: periodSchema.nullable(),
  at: instantSchema,
  metrics: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(["case", "clock", "event", "stock", "share", "duration"]),
      title: wordingSchema,
      definition: wordingSchema,
    }),
  ),
  totals: rowSchema,
  tables: z.array(
    z.strictObject({
      by: z.array(z.enum(dimensions)),
      bucket: z.enum(["day", "week", "month"]).nullable(),
      overlapping: z.boolean(),
      rows: z.array(rowSchema),
    }),
  ),
  notes: z.array(
    z.strictObject({
      id: z.enum(reportNoteIds),
      text: z.string(),
      facts: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
    }),
  ),
  published: z.strictObject({ k: z.int().min(2), hidden: count }).optional(),
})

/**
 * Reads a report that was stored or sent as JSON.
 *
 * @param value - what was parsed
 * @throws ZodError for another shape, one of an earlier version as well
 */
export function readReport(value: unknown): Report {
  // Ids of numbers and conditions are texts in the schema; everything else is of the interface.
  return reportSchema.parse(value) as Report
}
