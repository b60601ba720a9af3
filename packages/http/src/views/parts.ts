import type { StoredEvidence } from "@otklik/core/storage"
import * as z from "zod"

/** Who did something. */
export const actorSchema = z.strictObject({ id: z.string(), kind: z.enum(["person", "system"]) }).meta({ id: "Actor" })

/** A piece of evidence on file. */
export const evidenceSchema = z
  .strictObject({
    evidenceId: z.string(),
    shows: z.enum(["problem", "fix"]),
    /** SHA-256 of the bytes. */
    contentHash: z.string(),
    attachedAt: z.string(),
    /** The hour in which the file says that it was taken; null where it does not say. */
    capturedAt: z.string().nullable(),
    /** To two decimals of a degree; null where the file does not say. */
    place: z.strictObject({ latitude: z.number(), longitude: z.number() }).nullable(),
    doubts: z.array(z.strictObject({ code: z.string(), facts: z.record(z.string(), z.string()) })),
    unchecked: z.array(z.string()),
  })
  .meta({ id: "Evidence" })

/** A piece of evidence as clients see it: without what compares pictures. */
export function evidenceView(piece: StoredEvidence): z.input<typeof evidenceSchema> {
  const { evidenceId, shows, contentHash, attachedAt, capturedAt, place, doubts, unchecked } = piece
  return {
    evidenceId,
    shows,
    contentHash,
    attachedAt,
    capturedAt,
    place: place === null ? null : { latitude: place.latitude, longitude: place.longitude },
    doubts: doubts.map(({ code, facts }) => ({ code, facts: { ...facts } })),
    unchecked: [...unchecked],
  }
}
