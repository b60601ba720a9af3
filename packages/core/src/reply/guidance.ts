import { z } from "zod"
import { instantSchema, type Instant } from "../base/index.ts"

/** A ministry's short "what to do" for everyone with the same trouble. */
export const guidanceSchema = z.object({
  id: z.string().min(1),
  topic: z.string().min(1),
  /** Absent: everywhere. */
  territoryId: z.string().min(1).optional(),
  /** The authority that answers for the text. */
  ownerId: z.string().min(1),
  text: z.string().min(1),
  validFrom: instantSchema.optional(),
  validTo: instantSchema.optional(),
})

/** A "what to do" text. */
export type Guidance = z.output<typeof guidanceSchema>

/**
 * The guidance for a topic at a place and a moment: one for the nearest territory before one for everywhere; undefined when there is none.
 *
 * @param texts - all guidance texts
 * @param wanted - the topic, the territories from the nearest outwards, and the moment that decides validity
 */
export function findGuidance(
  texts: readonly Guidance[],
  wanted: { readonly topic: string; readonly territoryIds: readonly string[]; readonly at: Instant },
): Guidance | undefined {
  const valid = texts.filter(
    (text) =>
      text.topic === wanted.topic &&
      (text.validFrom === undefined || text.validFrom <= wanted.at) &&
      (text.validTo === undefined || wanted.at < text.validTo),
  )
  for (const territoryId of wanted.territoryIds) {
    const local = valid.find((text) => text.territoryId === territoryId)
    if (local !== undefined) return local
  }
  return valid.find((text) => text.territoryId === undefined)
}
