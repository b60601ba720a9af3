import { z } from "zod"

/** How long something is kept. */
export const retentionPolicySchema = z.strictObject({
  /** Stands in the certificates. */
  id: z.string().min(1).max(100),
  /** `author`: the sealed authors of the messages; `text`: the messages' texts with all that leads to a person, and the replies and drafts. */
  erases: z.enum(["author", "text"]),
  /** In which states an incident is reached; one that somebody works on never is. */
  statuses: z.array(z.enum(["candidate", "rejected", "closed", "converted", "merged"])).min(1),
  /** Which kinds of incidents; absent: all, and what has none yet. */
  kinds: z
    .array(z.enum(["problem", "question", "suggestion", "thanks"]))
    .min(1)
    .optional(),
  /** Days by the clock on the wall since anything last happened to the incident; fractions allowed. */
  afterDays: z.number().min(0).max(36_600),
})

/** How long something is kept. */
export type RetentionPolicy = z.output<typeof retentionPolicySchema>

/** Policies as a host writes them: each with a name of its own. */
export const retentionSchema = z
  .array(retentionPolicySchema)
  .default([])
  .refine((policies) => new Set(policies.map(({ id }) => id)).size === policies.length, "an id stands once")
