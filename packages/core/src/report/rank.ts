import * as z from "zod"
import { readOptions, schemaOf } from "../base/index.ts"
import { shares, type ShareId } from "./metrics.ts"
import type { ReportTable, Row } from "./report.ts"

/** How rows are ranked: shares and how much each of them weighs. */
export interface RankingFormula {
  /** One share or more; weights are positive, and only their proportions matter. */
  readonly parts: readonly {
    /** Which share. */
    readonly share: ShareId
    /** How much it weighs against the others. */
    readonly weight: number
  }[]
}

/** How a table is ranked. */
export interface RankingOptions {
  /** What the score is made of. */
  readonly formula: RankingFormula
  /** A share of fewer than this is no part of a score. Default 10. */
  readonly minimum?: number
}

/** A part of a score. */
export interface RankedPart {
  /** Which share. */
  readonly share: ShareId
  /** Its value, 0 to 1; null: absent, since it is a share of too few or of nothing. */
  readonly value: number | null
  /** Of how many. */
  readonly of: number
  /** What it weighed, 0 to 1: the weights of the parts that are there add up to 1; 0 where it is absent. */
  readonly weight: number
}

/** A row with its score. */
export interface RankedRow {
  /** Of the row. */
  readonly keys: Row["keys"]
  /** 0 to 1: the weighted mean of the parts that are there. */
  readonly score: number
  /** Every part of the formula, absent ones as well. */
  readonly parts: readonly RankedPart[]
  /** 1 is the best; equal scores share a place. */
  readonly place: number
}

/** A table in order. */
export interface Ranking {
  /** As it was given: it belongs beside every ranking that is shown. */
  readonly formula: RankingFormula
  /** The formula as a line of text, by the ids of shares: `0.6 × inTime + 0.4 × fixed`. */
  readonly text: string
  /** The best first. */
  readonly ranked: readonly RankedRow[]
  /** Rows without a score. `few`: every share is one of fewer than the minimum; `no-share`: there is none. */
  readonly unranked: readonly {
    /** Which row it is. */
    readonly keys: Row["keys"]
    /** Too few incidents to rank it, or a share of the formula that it does not have. */
    readonly why: "few" | "no-share"
  }[]
}

const optionsSchema = schemaOf<Required<RankingOptions>, RankingOptions>()(
  z.strictObject({
    formula: z.strictObject({
      parts: z
        .array(z.strictObject({ share: z.enum(shares.map(({ id }) => id)), weight: z.number().positive() }))
        .min(1)
        .refine((parts) => new Set(parts.map(({ share }) => share)).size === parts.length, "each share once was expected"),
    }),
    minimum: z.int().min(1).default(10),
  }),
)

/**
 * Puts the rows of a table into an order by a formula that is printed with it. A share of too few is no part of a
 * score: the others weigh more instead, and the row says so.
 *
 * @param table - of a report; its rows hold the shares of the formula
 * @param options - the formula, and from how many on a share counts
 * @throws DeskError `config` for a formula without parts, of an unknown share, or with a weight of 0
 */
export function rank(table: Pick<ReportTable, "rows">, options: RankingOptions): Ranking {
  const { formula, minimum } = readOptions(optionsSchema, options, "rank options")
  const scored: Omit<RankedRow, "place">[] = []
  const unranked: { keys: Row["keys"]; why: "few" | "no-share" }[] = []
  for (const { keys, shares: found } of table.rows) {
    const given = formula.parts.map(({ share, weight }) => ({
      share,
      weight,
      value: found[share]?.share ?? null,
      of: found[share]?.of ?? 0,
    }))
    const there = given.filter(({ value, of }) => value !== null && of >= minimum)
    const sum = there.reduce((total, { weight }) => total + weight, 0)
    if (sum === 0) {
      unranked.push({ keys, why: given.some(({ value }) => value !== null) ? "few" : "no-share" })
      continue
    }
    const parts = given.map(({ share, weight, value, of }) =>
      value === null || of < minimum ? { share, value: null, of, weight: 0 } : { share, value, of, weight: weight / sum },
    )
    scored.push({ keys, parts, score: parts.reduce((total, part) => total + part.weight * (part.value ?? 0), 0) })
  }
  const ranked = scored
    .toSorted((one, other) => other.score - one.score)
    .map((row) => ({ ...row, place: 1 + scored.filter(({ score }) => score > row.score).length }))
  return { formula, text: formula.parts.map(({ share, weight }) => `${weight} × ${share}`).join(" + "), ranked, unranked }
}
