import * as z from "zod"
import type { ErasedCounts, ErasureEntry } from "../../storage/index.ts"
import { schemaOf, type Instant } from "../../base/index.ts"
import type { IncidentKind, IncidentStatus } from "../../incident/index.ts"

/** How long personal data of incidents is stored. */
export interface RetentionPolicy {
  /** Unique among the policies; part of the certificates. */
  readonly id: string
  /**
   * `author`: the sealed authors of the messages; `text`: the messages' texts with all that leads to a person, and the
   * replies and drafts.
   */
  readonly erases: "author" | "text"
  /** In which states an incident is reached; one that somebody works on never is. */
  readonly statuses: readonly Extract<IncidentStatus, "candidate" | "rejected" | "dismissed" | "closed" | "converted" | "merged">[]
  /** Which kinds of incidents; absent: all, and those without a kind. */
  readonly kinds?: readonly IncidentKind[]
  /** Days by the clock on the wall since the last event of the incident; fractions allowed. */
  readonly afterDays: number
}

const journalKinds = ["access-log", "readings", "searches", "certificates", "moves", "configurations"] as const

/** How long entries of the journal are stored. */
export interface JournalTerm {
  /** Unique among the policies; part of the certificates. */
  readonly id: string
  /**
   * `access-log`: who has read which author, except authors that are still sealed; `readings`: who has read which case;
   * `searches`: who has searched texts for which words; `certificates`: what was erased; `moves`: who took everything
   * out or in; `configurations`: when rules, policies, connectors and topics changed, of which reports take notes.
   * Where no term is given for one of them, it is 1 096 days, of readings and searches 366.
   */
  readonly erases: (typeof journalKinds)[number]
  /** Days since the entry was written, 90 at least: nobody deletes the trace of what he has just done. */
  readonly afterDays: number
}

const common = { id: z.string().min(1).max(100) }

const retentionPolicySchema = schemaOf<RetentionPolicy>()(
  z.strictObject({
    ...common,
    erases: z.enum(["author", "text"]),
    statuses: z.array(z.enum(["candidate", "rejected", "dismissed", "closed", "converted", "merged"])).min(1),
    kinds: z
      .array(z.enum(["problem", "question", "suggestion", "thanks"]))
      .min(1)
      .optional(),
    afterDays: z.number().min(0).max(36_600),
  }),
)

const journalTermSchema = schemaOf<JournalTerm>()(
  z.strictObject({
    ...common,
    erases: z.enum(journalKinds),
    afterDays: z.number().min(90).max(36_600),
  }),
)

/**
 * Three years: so long does order 179 of Roskomnadzor (28 October 2022, item 8) have acts of destruction and extracts
 * of the log kept, and so long runs the general limitation of actions (Civil Code of Russia, article 196), within which
 * somebody may ask who has read what.
 */
const journalDays = 1096

/** A year and a day: so long can be said who has opened a case, and who has searched for what. Our choice. */
const readingDays = 366

/** Policies as a host writes them: each with a name of its own. */
export const retentionSchema = z
  .array(z.discriminatedUnion("erases", [retentionPolicySchema, journalTermSchema]))
  .default([])
  .refine((policies) => new Set(policies.map(({ id }) => id)).size === policies.length, "ids must be unique")

/** The terms of the journal among a host's policies, the usual ones where it gave none. */
export function journalTerms(policies: readonly (RetentionPolicy | JournalTerm)[]): readonly JournalTerm[] {
  return journalKinds.flatMap((erases): readonly JournalTerm[] => {
    const given = policies.filter((policy): policy is JournalTerm => policy.erases === erases)
    const afterDays = erases === "readings" || erases === "searches" ? readingDays : journalDays
    return given.length > 0 ? given : [{ id: `otklik/${erases}`, erases, afterDays }]
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

/** How far a worker's scan of the claims is. */
export interface ClaimSweep {
  after: string | null
  restsUntil: Instant | null
}
