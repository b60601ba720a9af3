import { schemaOf } from "@otklik/core/internal"
import * as z from "zod"
import { reportOptions, type FormOptions } from "../options.ts"

/** A further table of the page, of the host's own. */
export interface HtmlList {
  /** The heading. */
  readonly title: string
  /** A sentence below it. */
  readonly lead?: string | undefined
  /** The headings of the columns; the first is that of the rows. */
  readonly columns: readonly string[]
  /** The rows. */
  readonly rows: readonly {
    /** One a column. */
    readonly cells: readonly string[]
    /** Where the first cell leads: `http:` or `https:`, nothing else. */
    readonly url?: string | undefined
  }[]
  /** How many there are, where only the first are shown. Default: as many as there are rows. */
  readonly total?: number | undefined
  /** Said when there is none. */
  readonly empty?: string | undefined
  /**
   * The row that these incidents are behind. The row's title leads to the list, which is folded below the table and is
   * not printed. Absent: the list is a part of the page.
   */
  readonly row?:
    | {
        /** Its table's place in `report.tables`. */
        readonly table: number
        /** Its keys. */
        readonly keys: readonly (string | null)[]
      }
    | undefined
}

/** A ranking of the rows of a table, as `rank` gives it. */
export interface HtmlRanking {
  /** Which table was ranked: its place in `report.tables`. */
  readonly table: number
  /** What the score is made of: printed over the ranking. */
  readonly formula: {
    /** Shares and their weights. */
    readonly parts: readonly {
      /** The share. */
      readonly share: string
      /** What it weighs. */
      readonly weight: number
    }[]
  }
  /** Rows that have a score. */
  readonly ranked: readonly {
    /** The row's keys. */
    readonly keys: readonly (string | null)[]
    /** 0 to 1. */
    readonly score: number
    /** From 1; equal scores share one. */
    readonly place: number
    /** The values of the formula's shares. */
    readonly parts: readonly {
      /** The share's value; null: it has none, and is no part of the score. */
      readonly value: number | null
    }[]
  }[]
  /** Rows without a score. */
  readonly unranked: readonly {
    /** The row's keys. */
    readonly keys: readonly (string | null)[]
    /** Why it has none. */
    readonly why: string
  }[]
}

/** How much of the time each source was read, as `desk.coverage` gives it. */
export interface HtmlCoverage {
  /** The time. */
  readonly period: {
    /** Its first moment. */
    readonly from: string
    /** The first moment after it. */
    readonly to: string
  }
  /** The sources. */
  readonly sources: readonly {
    /** What people call it. */
    readonly title: string
    /** Minutes of the time. */
    readonly minutes: number
    /** Minutes of it that were read. */
    readonly readMinutes: number
    /** What was not read. */
    readonly gaps: readonly unknown[]
  }[]
}

/** How the page is made. */
export interface HtmlOptions extends FormOptions {
  /** The heading, as `Обращения жителей в социальных сетях`. */
  readonly title: string
  /** Whose report it is, over the heading. */
  readonly organisation?: string | undefined
  /** Sentences that a reader must know before the numbers. */
  readonly notices?: readonly string[] | undefined
  /** Further tables of the host's own: incidents that want attention, lines that were not read. */
  readonly lists?: readonly HtmlList[] | undefined
  /** Rankings of the rows of tables, each shown with the worst first below its formula. */
  readonly rankings?: readonly HtmlRanking[] | undefined
  /** How much of the time each source was read. */
  readonly coverage?: HtmlCoverage | undefined
}

/** Options of `toHtml`, as checked. */
export type CheckedHtmlOptions = HtmlOptions & Required<Pick<HtmlOptions, "titles" | "notices" | "lists" | "rankings">>

const text = z.string().min(1)
const keys = z.array(z.string().nullable()).readonly()

const listSchema = z.strictObject({
  title: text,
  lead: text.optional(),
  columns: z.array(text).min(1).readonly(),
  rows: z.array(z.strictObject({ cells: z.array(z.string()).readonly(), url: z.url({ protocol: /^https?$/ }).optional() })).readonly(),
  total: z.int().min(0).optional(),
  empty: text.optional(),
  row: z.strictObject({ table: z.int().min(0), keys }).optional(),
})

const rankingSchema = z.object({
  table: z.int().min(0),
  formula: z.object({
    parts: z
      .array(z.object({ share: z.string(), weight: z.number() }))
      .min(1)
      .readonly(),
  }),
  ranked: z
    .array(
      z.object({ keys, score: z.number(), place: z.int().min(1), parts: z.array(z.object({ value: z.number().nullable() })).readonly() }),
    )
    .readonly(),
  unranked: z.array(z.object({ keys, why: z.string() })).readonly(),
})

const coverageSchema = z.object({
  period: z.object({ from: z.string(), to: z.string() }),
  sources: z
    .array(z.object({ title: z.string(), minutes: z.number(), readMinutes: z.number(), gaps: z.array(z.unknown()).readonly() }))
    .readonly(),
})

/** What the page is made with. */
export const htmlOptions = schemaOf<CheckedHtmlOptions, HtmlOptions>()(
  z.strictObject({
    ...reportOptions,
    title: text,
    organisation: text.optional(),
    notices: z.array(text).readonly().default([]),
    lists: z.array(listSchema).readonly().default([]),
    rankings: z.array(rankingSchema).readonly().default([]),
    coverage: coverageSchema.optional(),
  }),
)
