import { readOptions } from "@otklik/core"
import { zoneSchema } from "@otklik/core/internal"
import * as z from "zod"
import type { Encoding } from "./table/decode.ts"
import type { Delimiter } from "./table/read-csv.ts"

/**
 * What a column may hold. Times between moments (`…Time`) are reckoned anew and never stored; what has no place in an
 * incident (`oldObject`, `replyHasMedia`, `messageHasMedia`, `replyAccount`, `communityUrl`, `surveySent`) is counted
 * and dropped.
 */
export const mappedFields = [
  "office",
  "externalId",
  "externalNumber",
  "authority",
  "executor",
  "firstAnsweredAt",
  "firstAnswerText",
  "firstAnswerTime",
  "firstAnswerWorkingTime",
  "assignedAt",
  "ownAnsweredAt",
  "ownReactionTime",
  "ownInTime",
  "totalTime",
  "submittedAt",
  "reviewTime",
  "step",
  "registeredAt",
  "closedAt",
  "topicGroup",
  "topic",
  "region",
  "district",
  "settlement",
  "street",
  "house",
  "object",
  "oldObject",
  "kind",
  "outcome",
  "replyHasMedia",
  "messageHasMedia",
  "url",
  "communityUrl",
  "text",
  "answer1",
  "answer2",
  "answer3",
  "closing",
  "audience",
  "engagement",
  "authorUrl",
  "replyAccount",
  "tags",
  "note",
  "windowOpenedAt",
  "surveySent",
  // Of messages alone
  "key",
  "publishedAt",
  "network",
  "authorId",
  "communityKey",
  "placeName",
] as const

/** What a column may hold. */
export type MappedField = (typeof mappedFields)[number]

/** What a column of a table is. */
export interface ColumnMapping {
  /** What it holds. */
  readonly to: MappedField
  /** What its values mean here, by the value as the table has it; null: nothing. Absent: each value as it is. */
  readonly values?: Readonly<Record<string, string | null>>
  /** What a value means that `values` lacks: nothing, or an error of its row. Default `null`. */
  readonly unknown?: "null" | "error"
}

/** How a table is read, as data: a file of its own, which a person may keep and change. */
export interface TableMapping {
  readonly schemaVersion: 1
  /** The system that the table comes from: lower-case letters, digits and hyphens, as `im`. */
  readonly system: string
  /** The IANA zone of its moments, as `Asia/Chita`. */
  readonly zone: string
  /** Default `auto`: the byte order mark, else UTF-8 where the bytes are valid UTF-8, else windows-1251. */
  readonly encoding?: "auto" | Encoding
  /** The sheet of a workbook. Default: the first. */
  readonly sheet?: string
  /** Default `auto`: the one of `;`, `,` and tab that the heading has most of. */
  readonly delimiter?: "auto" | Delimiter
  /** Formats of moments, tried in order: `yyyy MM dd HH mm ss`. Default `yyyy-MM-dd HH:mm:ss`, `dd.MM.yyyy HH:mm`. */
  readonly dates?: readonly string[]
  /** Signs that are taken off the beginning of a text, once. Default `'`. */
  readonly strip?: readonly string[]
  /** By the heading of the column. */
  readonly columns: Readonly<Record<string, ColumnMapping>>
}

const columnSchema = z.strictObject({
  to: z.enum(mappedFields),
  values: z.record(z.string(), z.string().nullable()).optional(),
  unknown: z.enum(["null", "error"]).default("null"),
})

/** {@link TableMapping} as a schema: `z.toJSONSchema` of it describes the file. */
export const tableMappingSchema = z.strictObject({
  schemaVersion: z.literal(1),
  system: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, "lower-case letters, digits and hyphens were expected, as im"),
  zone: z.string().refine((zone) => zoneSchema.safeParse(zone).success, "an IANA time zone was expected, like Asia/Chita"),
  encoding: z.enum(["auto", "utf-8", "utf-16le", "windows-1251"]).default("auto"),
  sheet: z.string().min(1).optional(),
  delimiter: z.enum(["auto", ";", ",", "\t"]).default("auto"),
  dates: z
    .array(z.string().regex(/yyyy/, "a format with yyyy was expected, as dd.MM.yyyy HH:mm"))
    .min(1)
    .default(["yyyy-MM-dd HH:mm:ss", "dd.MM.yyyy HH:mm:ss", "dd.MM.yyyy HH:mm", "dd.MM.yyyy"]),
  strip: z.array(z.string().min(1)).default(["'"]),
  columns: z.record(z.string().min(1), columnSchema).superRefine((columns, context) => {
    const seen = new Map<string, string>()
    for (const [name, { to }] of Object.entries(columns)) {
      if (seen.has(to))
        context.addIssue({
          code: "custom",
          path: [name, "to"],
          message: `another field than that of ${JSON.stringify(seen.get(to))} was expected`,
        })
      seen.set(to, name)
    }
  }),
})

/** A mapping that was checked. */
export type CheckedMapping = z.output<typeof tableMappingSchema>

/**
 * Reads a mapping.
 *
 * @throws DeskError `config` with the path of everything that is wrong
 */
export function readMapping(mapping: TableMapping): CheckedMapping {
  return readOptions(tableMappingSchema, mapping, "mapping")
}
