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
  /** Of its editions one is valid at any moment. */
  readonly id: string
  /** Its edition, as an order names it. */
  readonly version: string
  /** For the person who chooses. */
  readonly title?: string
  /** The text, with the names of facts in braces: `{topic}`. */
  readonly text: string
  /** When it is meant. */
  readonly appliesTo: TemplateConditions
}

/** {@link ReplyTemplate} as a host writes it. */
export interface ReplyTemplateInput extends Omit<ReplyTemplate, "appliesTo" | "version"> {
  /** Its edition. Default `1`. */
  readonly version?: string
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
      version: z.string().min(1).max(100).default("1"),
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

/** Templates as a host keeps them: of the editions of one id no two are valid at the same moment. */
export const replyTemplatesSchema = z.array(replyTemplateSchema).superRefine((templates, context) => {
  for (const [index, template] of templates.entries()) {
    const complain = (field: string, message: string) => context.addIssue({ code: "custom", path: [index, field], message })
    const earlier = templates.slice(0, index).filter(({ id }) => id === template.id)
    if (earlier.some((other) => overlap(other, template)))
      complain("id", `duplicate id "${template.id}": its editions are valid at the same moment`)
    else if (earlier.some(({ version }) => version === template.version))
      complain("version", `duplicate version "${template.version}" of "${template.id}"`)
  }
})

function overlap(one: Validity, other: Validity): boolean {
  const starts = (later: Validity, { validTo }: Validity) =>
    validTo === undefined || later.validFrom === undefined || later.validFrom < validTo
  return starts(one, other) && starts(other, one)
}
