import * as z from "zod"
import { zoneSchema } from "../../sla/index.ts"
import type { ReplyLint } from "../../reply/index.ts"

/** From where photos of replies are fetched. */
export const replyPhotosSchema = z.strictObject({
  /**
   * Hosts by name, as in a URL: `photos.example.org`, or `photos.example.org:8443`. Nothing else is fetched and no
   * redirect is followed, so that no draft makes the desk ask inside its own network.
   */
  hosts: z
    .array(z.string().regex(/^[a-z0-9.-]{1,253}(?::\d{1,5})?$/, "a host in lower case was expected, as photos.example.org"))
    .min(1)
    .max(1000),
  /** The host's `fetch`. It is asked with `redirect: "manual"`. */
  fetch: z.custom<typeof globalThis.fetch>((value) => typeof value === "function", "a function was expected, as globalThis.fetch"),
  /** The largest photo, bytes. Default 26 214 400 (25 MiB): above what cameras make. */
  maxBytes: z.int().min(1).max(104_857_600).default(26_214_400),
})

/** From where photos of replies are fetched. */
export type ReplyPhotos = z.output<typeof replyPhotosSchema>

/** How the desk checks replies where they are written. */
export const replyRulesSchema = z.strictObject({
  /**
   * What checks replies at `submit-draft` and `approve-draft`, as `createReplyLint` makes it. Absent: nothing is
   * checked.
   */
  lint: z.custom<ReplyLint>((value) => isLint(value), "a lint of replies was expected, as createReplyLint makes it").optional(),
  /** The region's IANA zone: in it a promised day is a day. Default `UTC`. */
  zone: z.prefault(zoneSchema, "UTC"),
  /**
   * Contacts that offices publish beside those of the routing's authorities: numbers, links, addresses. They are no
   * personal data.
   */
  contacts: z.array(z.string().min(1).max(500)).max(10_000).default([]),
  /** From where photos of replies are fetched. Absent: drafts with photos are refused. */
  photos: replyPhotosSchema.optional(),
})

/** How the desk checks replies where they are written. */
export type ReplyRules = z.output<typeof replyRulesSchema>

function isLint(value: unknown): boolean {
  return typeof value === "object" && value !== null && "lint" in value && typeof value.lint === "function"
}
