import * as z from "zod"
import { instantSchema, schemaOf, type Instant } from "../base/index.ts"
import { routingIdSchema } from "./routing-id.ts"
import { periodShape, type Validity } from "./period.ts"

/** How a citizen reaches a body. `lintRouting` reports one without a channel that works. */
export interface Contact {
  /** A telephone number, as people dial it. */
  readonly phone?: string
  /** A web page or an online form. */
  readonly url?: string
  /** An e-mail address. */
  readonly email?: string
  /** Where its office is. */
  readonly address?: string
  /** When somebody last checked that it works. */
  readonly checkedAt?: Instant
  /** What was wrong at that check, as "nobody answers"; absent: nothing. */
  readonly fault?: string
}

/**
 * A body that owns problems: a ministry, an inspection, an administration, a utility. It is an owner while it is valid.
 */
export interface Authority extends Validity {
  /** Unique among the authorities: lower-case letters, digits and hyphens. */
  readonly id: string
  /** Its name, for people. */
  readonly title: string
  /** What it is. */
  readonly kind: "government" | "ministry" | "inspection" | "administration" | "utility" | "institution"
  /** How a citizen reaches it: part of every reply that names it. */
  readonly contact?: Contact
}

/** Checks a {@link Contact}. */
export const contactSchema = schemaOf<Contact>()(
  z.strictObject({
    phone: z.string().optional(),
    url: z.url().optional(),
    email: z.email().optional(),
    address: z.string().optional(),
    checkedAt: instantSchema.optional(),
    fault: z.string().min(1).max(500).optional(),
  }),
)

/** Checks an {@link Authority}. */
export const authoritySchema = schemaOf<Authority>()(
  z.strictObject({
    id: routingIdSchema,
    title: z.string().min(1),
    kind: z.enum(["government", "ministry", "inspection", "administration", "utility", "institution"]),
    contact: contactSchema.optional(),
    ...periodShape,
  }),
)
