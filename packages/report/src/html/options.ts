import * as z from "zod"
import { reportOptions } from "../options.ts"

const text = z.string().min(1)
const keys = z.array(z.string().nullable()).readonly()

const listSchema = z.strictObject({
  /** The heading. */
  title: text,
  /** A sentence below it. */
  lead: text.optional(),
  /** The headings of the columns; the first is that of the rows. */
  columns: z.array(text).min(1).readonly(),
  rows: z
    .array(
      z.strictObject({
        /** One a column. */
        cells: z.array(z.string()).readonly(),
        /** Where the first cell leads: `http:` or `https:`, nothing else. */
        url: z.url({ protocol: /^https?$/ }).optional(),
      }),
    )
    .readonly(),
  /** How many there are, where only the first are shown. Default: as many as there are rows. */
  total: z.int().min(0).optional(),
  /** Said when there is none. */
  empty: text.optional(),
  /**
   * The row that these incidents are behind: its table's place in `report.tables` and its keys. The row's title leads
   * to the list, which is folded below the table and is not printed. Absent: the list is a part of the page.
   */
  row: z.strictObject({ table: z.int().min(0), keys }).optional(),
})

const rankingSchema = z.object({
  /** Which table was ranked: its place in `report.tables`. */
  table: z.int().min(0),
  /** Shares and their weights: printed over the ranking. */
  formula: z.object({
    parts: z
      .array(z.object({ share: z.string(), weight: z.number() }))
      .min(1)
      .readonly(),
  }),
  /** Rows with their score, 0 to 1, and their place; a part without a value is no part of the score. */
  ranked: z
    .array(
      z.object({ keys, score: z.number(), place: z.int().min(1), parts: z.array(z.object({ value: z.number().nullable() })).readonly() }),
    )
    .readonly(),
  /** Rows without a score, and why. */
  unranked: z.array(z.object({ keys, why: z.string() })).readonly(),
})

const intervalSchema = z.object({ from: z.string(), to: z.string() })

const coverageSchema = z.object({
  period: intervalSchema,
  sources: z
    .array(z.object({ title: z.string(), minutes: z.number(), readMinutes: z.number(), gaps: z.array(z.unknown()).readonly() }))
    .readonly(),
})

/** What the page is made with. */
export const htmlOptions = z.strictObject({
  ...reportOptions,
  /** The heading, as `Обращения жителей в социальных сетях`. */
  title: text,
  /** Whose report it is, over the heading. */
  organisation: text.optional(),
  /** Sentences that a reader must know before the numbers. */
  notices: z.array(text).readonly().default([]),
  /** Further tables of the host's own: incidents that want attention, lines that were not read. */
  lists: z.array(listSchema).readonly().default([]),
  /** Rankings of the rows of tables, each shown with the worst first below its formula. */
  rankings: z.array(rankingSchema).readonly().default([]),
  /** Of `desk.coverage`: how much of the time each source was read. */
  coverage: coverageSchema.optional(),
})

/** Options of `toHtml`, as checked. */
export type CheckedHtmlOptions = z.output<typeof htmlOptions>
