import * as z from "zod"
import { instantSchema, schemaOf } from "../base/index.ts"
import type { IncidentKind, Outcome, ReplyKind } from "../incident/index.ts"
import { networkSchema, type Network } from "../message/index.ts"
import type { Validity } from "../route/index.ts"

/** When a template is meant. A condition that is absent does not matter. */
export interface TemplateConditions {
  /** One of these topics. */
  readonly topics?: readonly string[]
  /** One of these kinds of reply. */
  readonly replyKinds?: readonly ReplyKind[]
  /** What the reply says about the problem is one of these. */
  readonly outcomes?: readonly Outcome["value"][]
  /** One of these kinds of message. */
  readonly kinds?: readonly IncidentKind[]
  /** In one of these networks. */
  readonly networks?: readonly Network[]
  /** Owned by one of these authorities. */
  readonly authorityIds?: readonly string[]
}

/** A text with facts' names in braces, and when it is meant. */
export interface ReplyTemplate extends Validity {
  /** Unique among the templates. */
  readonly id: string
  /** For the person who chooses. */
  readonly title?: string
  /** The text, with the names of facts in braces: `{topic}`. */
  readonly text: string
  /** When it is meant. */
  readonly appliesTo: TemplateConditions
}

/** {@link ReplyTemplate} as a host writes it. */
export interface ReplyTemplateInput extends Omit<ReplyTemplate, "appliesTo"> {
  /** When it is meant. Default: always. */
  readonly appliesTo?: TemplateConditions
}

const words = z.array(z.string().min(1)).min(1)

const templateConditionsSchema = schemaOf<TemplateConditions>()(
  z.strictObject({
    topics: words.optional(),
    replyKinds: z
      .array(z.enum(["interim", "final", "clarify", "redirect", "guidance", "follow-up"]))
      .min(1)
      .optional(),
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
  }),
)

/** Checks a {@link ReplyTemplate}. */
export const replyTemplateSchema = schemaOf<ReplyTemplate, ReplyTemplateInput>()(
  z
    .strictObject({
      id: z.string().min(1).max(200),
      title: z.string().min(1).optional(),
      text: z.string().min(1).max(100_000),
      appliesTo: templateConditionsSchema.default({}),
      validFrom: instantSchema.optional(),
      validTo: instantSchema.optional(),
    })
    .refine(({ validFrom, validTo }) => validFrom === undefined || validTo === undefined || validFrom < validTo, {
      error: "it ends later than it begins",
      path: ["validTo"],
    }),
)

/** Templates as a host keeps them: ids are unique. */
export const replyTemplatesSchema = z.array(replyTemplateSchema).superRefine((templates, context) => {
  const seen = new Set<string>()
  for (const [index, { id }] of templates.entries()) {
    if (seen.has(id)) context.addIssue({ code: "custom", path: [index, "id"], message: `duplicate id "${id}"` })
    seen.add(id)
  }
})
