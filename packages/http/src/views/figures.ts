import { reportSchema as coreReportSchema } from "@otklik/core/reports"
import * as z from "zod"
import { actorSchema } from "./parts.ts"

const moment = z.iso.datetime()
const count = z.int().min(0)

const intervalSchema = z.strictObject({ from: moment, to: moment }).meta({ id: "Interval" })

/** Which minutes of a period were really read, by source. */
export const coverageSchema = z
  .strictObject({
    /** The period up to the present moment. */
    period: intervalSchema,
    sources: z.array(
      z.strictObject({
        connectorId: z.string(),
        sourceId: z.string(),
        title: z.string(),
        minutes: z.number(),
        readMinutes: z.number(),
        read: z.array(intervalSchema),
        gaps: z.array(z.strictObject({ from: moment, to: moment, reason: z.string() })),
      }),
    ),
  })
  .meta({ id: "Coverage" })

/** What one body has to do now, and who of it does it. */
export const workloadSchema = z
  .strictObject({
    at: moment,
    authorityId: z.string(),
    open: count,
    overdue: count,
    /** By id; null: nobody yet, last. */
    executors: z.array(z.strictObject({ executorId: z.string().nullable(), open: count, overdue: count }).meta({ id: "ExecutorWork" })),
  })
  .meta({ id: "Workload" })

/** A report, as the core makes it. */
export const reportSchema = coreReportSchema.meta({ id: "Report" })

/** How far behind the desk is. */
export const healthSchema = z
  .strictObject({
    at: moment,
    storage: z.strictObject({ state: z.string(), code: z.string().nullable() }),
    sources: z.array(
      z.strictObject({
        connectorId: z.string(),
        sourceId: z.string(),
        readAt: moment.nullable(),
        lateMinutes: z.number(),
        pausedUntil: moment.nullable(),
      }),
    ),
    /** Null while the storage is not ready. */
    work: z
      .strictObject({
        clocks: z.strictObject({ due: count, oldestAt: moment.nullable() }),
        replies: z.array(
          z.strictObject({
            connectorId: z.string().nullable(),
            wait: z.enum(["due", "later", "retry", "manual"]),
            count,
            plannedAt: moment,
            dueAt: moment.nullable(),
          }),
        ),
        leases: z.record(z.string(), z.strictObject({ held: count, runOut: count })),
        incidents: z.record(z.string(), count),
        /** No count goes further. */
        countedTo: count,
      })
      .nullable(),
    retention: z.array(z.strictObject({ policyId: z.string(), lateMinutes: z.number() })),
    connectors: z.array(
      z.strictObject({ connectorId: z.string(), ok: z.boolean(), problems: z.array(z.string()), expiresAt: moment.nullable() }),
    ),
  })
  .meta({ id: "Health" })

/** How often each guidance text was used, and what is wrong with them. */
export const guidanceSchema = z
  .strictObject({
    uses: z.array(z.strictObject({ guidanceId: z.string(), count })),
    findings: z.array(
      z.strictObject({
        code: z.string(),
        severity: z.enum(["error", "warning", "note"]),
        guidanceId: z.string().nullable(),
        topic: z.string(),
        message: z.string(),
      }),
    ),
  })
  .meta({ id: "GuidanceReview" })

const envelope = {
  entryId: z.string(),
  at: moment,
  by: actorSchema,
}
const incidentId = z.string().nullable()

const partChange = z
  .strictObject({ added: z.array(z.string()), removed: z.array(z.string()), changed: z.array(z.string()) })
  .meta({ id: "PartChange" })

/** One entry of the journal. */
export const journalEntrySchema = z
  .discriminatedUnion("kind", [
    z
      .strictObject({ kind: z.literal("access"), ...envelope, incidentId, messageKey: z.string(), purpose: z.string() })
      .meta({ id: "AccessEntry" }),
    z
      .strictObject({
        kind: z.literal("reading"),
        ...envelope,
        incidentId,
        what: z.enum(["case", "list", "export"]),
        conditions: z.record(z.string(), z.unknown()).nullable(),
        count: count.nullable(),
      })
      .meta({ id: "ReadingEntry" }),
    z
      .strictObject({
        kind: z.literal("erasure"),
        ...envelope,
        incidentId,
        cause: z.string(),
        policyId: z.string().nullable(),
        requestId: z.string().nullable(),
        parts: z.int().nullable(),
        erased: z.strictObject({
          messages: count,
          sealedAuthors: count,
          drafts: count,
          replies: count,
          evidence: count,
          accessEntries: count,
        }),
        kept: z.array(z.strictObject({ what: z.string(), count, why: z.string() })),
        messageKeys: z.array(z.string()),
        digest: z.string(),
        proof: z.string(),
      })
      .meta({ id: "ErasureEntry" }),
    z
      .strictObject({
        kind: z.literal("move"),
        ...envelope,
        incidentId: z.null(),
        direction: z.enum(["export", "import"]),
        counts: z.record(z.string(), count),
      })
      .meta({ id: "MoveEntry" }),
    z
      .strictObject({
        kind: z.literal("search"),
        ...envelope,
        incidentId: z.null(),
        words: z.string(),
        purpose: z.string().nullable(),
        found: count,
      })
      .meta({ id: "SearchEntry" }),
    z
      .strictObject({
        kind: z.literal("configuration"),
        ...envelope,
        incidentId: z.null(),
        isFirst: z.boolean(),
        digests: z.strictObject({ rules: z.string(), policies: z.string(), connectors: z.string(), topics: z.string() }),
        changes: z.strictObject({ rules: partChange, policies: partChange, connectors: partChange, topics: partChange }),
      })
      .meta({ id: "ConfigurationEntry" }),
  ])
  .meta({ id: "JournalEntry" })

/** A page of the journal. */
export const journalSchema = z
  .strictObject({
    entries: z.array(journalEntrySchema),
    /** Hands on to the next page; null at the end. */
    next: z.string().nullable(),
  })
  .meta({ id: "JournalPage" })
