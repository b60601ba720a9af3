import * as z from "zod"

/** An id of an authority, a territory or a rule. */
export const routingIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/, "an id is lower-case letters, digits and hyphens")
