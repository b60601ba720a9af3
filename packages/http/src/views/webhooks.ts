import * as z from "zod"

const instant = z.iso.datetime()
const position = z.string().regex(/^[1-9]\d{0,14}$/)

/** How an endpoint is served. */
export const webhookSchema = z
  .strictObject({
    id: z.string(),
    state: z.enum(["active", "waiting", "paused", "disabled"]),
    /** The last event that it was sent, or that was not for it; null: none yet. */
    position: position.nullable(),
    /** Null: its sender has not begun. */
    changedAt: instant.nullable(),
    /** How often it failed in a row. */
    failures: z.int(),
    failingSince: instant.nullable(),
    nextTryAt: instant.nullable(),
    /** The status of its last failure; null: none, or there was no answer. */
    lastStatus: z.int().nullable(),
    deadLetters: z.int(),
    /** Events that are still to be sent again, and those between them that are not for it. */
    toReplay: z.int(),
  })
  .meta({ id: "Webhook" })

export const webhooksSchema = z.strictObject({ items: z.array(webhookSchema) }).meta({ id: "Webhooks" })

export const deadLettersSchema = z
  .strictObject({
    items: z.array(z.strictObject({ position, incidentId: z.string(), status: z.int(), at: instant }).meta({ id: "DeadLetter" })),
    /** For `after`; null at the end. */
    next: position.nullable(),
  })
  .meta({ id: "DeadLetters" })

/** A part of the feed, both ends included, or some events of it. */
export const replaySchema = z
  .union([z.strictObject({ from: position, to: position }), z.strictObject({ positions: z.array(position).min(1).max(1000) })])
  .meta({ id: "Replay" })
