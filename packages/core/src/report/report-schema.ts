import * as z from "zod"
import { instantSchema } from "../base/index.ts"
import { dateSchema } from "../sla/index.ts"
import type { MetricId, Tally } from "./facts.ts"

const count = z.int().min(0)

const tallySchema = z.strictObject({
  received: count,
  accepted: count,
  due: count,
  answeredInTime: count,
  answeredLate: count,
  answered: count,
  overdueOpen: count,
  closed: count,
} satisfies Record<keyof Tally, z.ZodType>)

/** A share with what it is a share of: a percentage without its denominator is no figure. */
const shareSchema = z.strictObject({
  /** 0 to 1; null when there is nothing to take a share of. */
  share: z.number().min(0).max(1).nullable(),
  /** The denominator. */
  of: count,
})

const changeSchema = z.strictObject({
  absolute: z.int(),
  /** Percent of the compared number; null when that is 0. */
  percent: z.number().nullable(),
})

const figuresSchema = z.strictObject({
  tally: tallySchema,
  /** Answered in time, of those due in the period. */
  inTime: shareSchema,
})

const changesSchema = z.strictObject({
  ...({
    received: changeSchema,
    accepted: changeSchema,
    due: changeSchema,
    answeredInTime: changeSchema,
    answeredLate: changeSchema,
    answered: changeSchema,
    overdueOpen: changeSchema,
    closed: changeSchema,
  } satisfies Record<MetricId, z.ZodType>),
  /** Percentage points between the two shares of answers in time; null when either has none. */
  inTimePoints: z.number().nullable(),
})

const rowSchema = figuresSchema.extend({
  /**
   * The topic, authority, territory or network, or a local date; null where an incident has none, and for the totals.
   */
  key: z.string().nullable(),
  /** The same of the compared period; null when none is compared, and for days. */
  previous: figuresSchema.nullable(),
  change: changesSchema.nullable(),
})

const periodSchema = z.strictObject({
  zone: z.string(),
  fromDate: dateSchema,
  toDate: dateSchema,
  from: instantSchema,
  to: instantSchema,
  /** Local days. */
  days: z.int().positive(),
  /** Days with working time; null when no calendar was given. */
  workingDays: count.nullable(),
})

const noteIds = ["period-not-over", "other-length", "other-working-days", "nothing-due", "sums-differ"] as const

/** A report: plain data that survives JSON. */
export const reportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  period: periodSchema,
  /** What it is compared with; null when with nothing. */
  comparedWith: periodSchema.nullable(),
  /** The moment of the report. */
  at: instantSchema,
  totals: rowSchema,
  /** One table a dimension that was asked for. */
  sections: z.array(z.strictObject({ by: z.enum(["topic", "authority", "territory", "network", "day"]), rows: z.array(rowSchema) })),
  /** The days of the compared period; empty when they were not asked for. */
  previousDays: z.array(rowSchema),
  /** What a reader must know to read the figures rightly. */
  notes: z.array(z.strictObject({ id: z.enum(noteIds), text: z.string() })),
})

/** A report: plain data that survives JSON. */
export type OldReport = z.output<typeof reportSchema>

/** One row of a report, or its totals. */
export type OldReportRow = z.output<typeof rowSchema>

/** Why a figure must be read with care. */
export type OldReportNote = OldReport["notes"][number]

/** A report's period with its lengths. */
export type OldReportPeriod = z.output<typeof periodSchema>
