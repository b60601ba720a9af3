import * as z from "zod"
import { instantSchema } from "../base/index.ts"
import { networkSchema } from "../message/index.ts"

const words = z.array(z.string().min(1)).min(1)

/** When a template is meant. What is absent does not matter. */
const templateConditionsSchema = z.strictObject({
  topics: words.optional(),
  /** What the reply does: `interim`, `final`, `clarify`, `redirect`, `guidance`, `follow-up`. */
  replyKinds: z
    .array(z.enum(["interim", "final", "clarify", "redirect", "guidance", "follow-up"]))
    .min(1)
    .optional(),
  /** What the reply says of the problem. */
  outcomes: z
    .array(z.enum(["unknown", "planned", "fix-claimed", "explained", "cannot-fix", "not-competent"]))
    .min(1)
    .optional(),
  kinds: z
    .array(z.enum(["problem", "question", "suggestion", "thanks"]))
    .min(1)
    .optional(),
  networks: z.array(networkSchema).min(1).optional(),
  authorityIds: words.optional(),
})

/** A text with facts' names in braces, and when it is meant. */
export const replyTemplateSchema = z
  .strictObject({
    id: z.string().min(1).max(200),
    /** For the person who chooses. */
    title: z.string().min(1).optional(),
    text: z.string().min(1).max(100_000),
    appliesTo: templateConditionsSchema.default({}),
    /** Holds from this moment on. */
    validFrom: instantSchema.optional(),
    /** Holds before this moment. */
    validTo: instantSchema.optional(),
  })
  .refine(({ validFrom, validTo }) => validFrom === undefined || validTo === undefined || validFrom < validTo, {
    error: "it ends later than it begins",
    path: ["validTo"],
  })

/** A text with facts' names in braces, and when it is meant. */
export type ReplyTemplate = z.output<typeof replyTemplateSchema>

/** A template as a host may write it. */
export type ReplyTemplateInput = z.input<typeof replyTemplateSchema>

/** Templates as a host keeps them: ids are unique. */
export const replyTemplatesSchema = z.array(replyTemplateSchema).superRefine((templates, context) => {
  const seen = new Set<string>()
  for (const [index, { id }] of templates.entries()) {
    if (seen.has(id)) context.addIssue({ code: "custom", path: [index, "id"], message: `duplicate id "${id}"` })
    seen.add(id)
  }
})
