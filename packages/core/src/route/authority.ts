import * as z from "zod"
import { instantSchema } from "../base/index.ts"
import { routingIdSchema } from "./routing-id.ts"
import { periodShape } from "./period.ts"

/** How a citizen reaches a body. `lintRouting` asks for a way that works. */
export const contactSchema = z.strictObject({
  phone: z.string().optional(),
  url: z.url().optional(),
  email: z.email().optional(),
  address: z.string().optional(),
  /** When somebody last tried it. */
  checkedAt: instantSchema.optional(),
  /** What was wrong when it was last tried, as "nobody answers"; absent: nothing. */
  fault: z.string().min(1).max(500).optional(),
})

/** How a citizen reaches a body. */
export type Contact = z.output<typeof contactSchema>

/** A body that owns problems: a ministry, an inspection, an administration, a utility. */
export const authoritySchema = z.strictObject({
  id: routingIdSchema,
  title: z.string().min(1),
  kind: z.enum(["government", "ministry", "inspection", "administration", "utility", "institution"]),
  /** How a citizen reaches it: it stands in every reply that names it. */
  contact: contactSchema.optional(),
  /** When it is responsible at all: outside of it, it is nobody's owner. */
  ...periodShape,
})

/** A body that owns problems. */
export type Authority = z.output<typeof authoritySchema>
