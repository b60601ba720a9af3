import type { Composed } from "@otklik/core/desk"
import * as z from "zod"
import { findingSchema } from "./incident.ts"

const text = z.string()
/** Null: the usual text; else the network whose own text is meant. */
const network = text.nullable()

/** A reply that is being written, and what its author should know before it is handed over. */
export const composedSchema = z
  .strictObject({
    /** Where a fact is missing its name is left in braces. */
    text,
    template: z.strictObject({ id: text, version: text }).nullable(),
    /** Why this template; null where the request named what to take. */
    choice: z.strictObject({ why: text, passed: z.array(z.strictObject({ templateId: text, version: text, why: text })) }).nullable(),
    missing: z.array(text),
    findings: z.array(findingSchema.extend({ network }).meta({ id: "DraftFinding" })),
    spelling: z.array(
      z
        .strictObject({ network, span: z.strictObject({ start: z.int(), end: z.int() }), suggestions: z.array(text) })
        .meta({ id: "Misspelling" }),
    ),
    targets: z.array(
      z
        .strictObject({
          network: text,
          length: z.int(),
          limit: z.int().nullable(),
          links: z.boolean(),
          photos: z.boolean(),
          /** False: no connector replies there, and a person publishes. */
          isAutomatic: z.boolean(),
        })
        .meta({ id: "ReplyTarget" }),
    ),
  })
  .meta({ id: "Composed" })

/** A prepared reply as clients see it. */
export function composedView({ spelling, ...composed }: Composed): z.input<typeof composedSchema> {
  return structuredClone({
    ...composed,
    spelling: spelling.map(({ network: of, span: { start, end }, suggestions }) => ({ network: of, span: { start, end }, suggestions })),
  }) as z.input<typeof composedSchema>
}
