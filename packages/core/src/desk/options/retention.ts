import * as z from "zod"
import type { ErasedCounts, ErasureEntry } from "../../storage/index.ts"
import type { Instant } from "../../base/index.ts"

const common = {
  /** Stands in the certificates. */
  id: z.string().min(1).max(100),
}

/** How long what incidents hold of a person is kept. */
export const retentionPolicySchema = z.strictObject({
  ...common,
  /**
   * `author`: the sealed authors of the messages; `text`: the messages' texts with all that leads to a person, and the
   * replies and drafts.
   */
  erases: z.enum(["author", "text"]),
  /** In which states an incident is reached; one that somebody works on never is. */
  statuses: z.array(z.enum(["candidate", "rejected", "dismissed", "closed", "converted", "merged"])).min(1),
  /** Which kinds of incidents; absent: all, and what has none yet. */
  kinds: z
    .array(z.enum(["problem", "question", "suggestion", "thanks"]))
    .min(1)
    .optional(),
  /** Days by the clock on the wall since anything last happened to the incident; fractions allowed. */
  afterDays: z.number().min(0).max(36_600),
})

/** How long what incidents hold of a person is kept. */
export type RetentionPolicy = z.output<typeof retentionPolicySchema>

/** How long entries of the journal are kept. */
export const journalTermSchema = z.strictObject({
  ...common,
  /**
   * `access-log`: who has read which author, but for authors that are still sealed; `certificates`: what was erased;
   * `moves`: who took everything out or in. Where no term is given for one of them, it is 1 096 days.
   */
  erases: z.enum(["access-log", "certificates", "moves"]),
  /** Days since the entry was written, 90 at least: nobody takes the trace of what he has just done away. */
  afterDays: z.number().min(90).max(36_600),
})

/** How long entries of the journal are kept. */
export type JournalTerm = z.output<typeof journalTermSchema>

/**
 * Three years: so long does order 179 of Roskomnadzor (28 October 2022, item 8) have acts of destruction and extracts
 * of the log kept, and so long runs the general limitation of actions (Civil Code of Russia, article 196), within which
 * somebody may ask who has read what.
 */
const journalDays = 1096

/** Policies as a host writes them: each with a name of its own. */
export const retentionSchema = z
  .array(z.discriminatedUnion("erases", [retentionPolicySchema, journalTermSchema]))
  .default([])
  .refine((policies) => new Set(policies.map(({ id }) => id)).size === policies.length, "ids must be unique")

/** The terms of the journal among a host's policies, the usual ones where it gave none. */
export function journalTerms(policies: z.output<typeof retentionSchema>): readonly JournalTerm[] {
  return (["access-log", "certificates", "moves"] as const).flatMap((erases): readonly JournalTerm[] => {
    const given = policies.filter((policy): policy is JournalTerm => policy.erases === erases)
    return given.length > 0 ? given : [{ id: `otklik/${erases}`, erases, afterDays: journalDays }]
  })
}

/** What one commit came to. */
export interface Swept {
  readonly looked: number
  readonly erased: ErasedCounts
  /** Of a run that reached its end. */
  readonly certificate: ErasureEntry | null
  /** Nothing went, since replies are waited for. */
  readonly isIdle: boolean
  readonly isLast: boolean
  /** Entries of the journal that outlive their term. */
  readonly kept: number
  readonly after: string | null
}

/** Where a worker's look at the claims stands. */
export interface ClaimSweep {
  after: string | null
  restsUntil: Instant | null
}
