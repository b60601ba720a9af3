import * as z from "zod"
import { schemaOf } from "../../base/index.ts"
import { zoneSchema } from "../../sla/index.ts"
import {
  replyTemplatesSchema,
  replyWordingEn,
  type ReplyLint,
  type ReplyTemplate,
  type ReplyTemplateInput,
  type ReplyWording,
  type Speller,
} from "../../reply/index.ts"

/** From where photos of replies are fetched. */
export interface ReplyPhotos {
  /**
   * Hosts by name, as in a URL: `photos.example.org`, or `photos.example.org:8443`. Nothing else is fetched and no
   * redirect is followed, so that no draft makes the desk send requests inside its own network.
   */
  readonly hosts: readonly string[]
  /** The host's `fetch`. It is called with `redirect: "manual"`. */
  readonly fetch: typeof globalThis.fetch
  /** The largest photo, bytes. Default 26 214 400 (25 MiB): above what cameras make. */
  readonly maxBytes?: number
}

/** What replies are written with, and how they are checked. */
export interface ReplyRules {
  /** Texts with facts in braces, and when each is meant: what `desk.compose` fills. Default: none. */
  readonly templates?: readonly ReplyTemplateInput[]
  /** How `desk.compose` words moments, days and numbers. Default English; `replyWordingRu` of `@otklik/locale-ru`. */
  readonly wording?: ReplyWording
  /** What checks spelling in `desk.compose`. Absent: nothing does. */
  readonly speller?: Speller
  /**
   * What checks replies at `submit-draft` and `approve-draft`, as `createReplyLint` makes it. Absent: nothing is
   * checked.
   */
  readonly lint?: ReplyLint
  /** The region's IANA zone: a promised day is a day of it. Default `UTC`. */
  readonly zone?: string
  /**
   * Contacts that offices publish in addition to those of the routing's authorities: numbers, links, addresses. They
   * are no personal data. Default: none.
   */
  readonly contacts?: readonly string[]
  /** From where photos of replies are fetched. Absent: drafts with photos are refused. */
  readonly photos?: ReplyPhotos
}

const replyPhotosSchema = schemaOf<Required<ReplyPhotos>, ReplyPhotos>()(
  z.strictObject({
    hosts: z
      .array(z.string().regex(/^[a-z0-9.-]{1,253}(?::\d{1,5})?$/, "a host in lower case was expected, as photos.example.org"))
      .min(1)
      .max(1000),
    fetch: z.custom<typeof globalThis.fetch>((value) => typeof value === "function", "a function was expected, as globalThis.fetch"),
    maxBytes: z.int().min(1).max(104_857_600).default(26_214_400),
  }),
)

/** Checks {@link ReplyRules}. */
export const replyRulesSchema = schemaOf<CheckedReplyRules, ReplyRules>()(
  z.strictObject({
    templates: replyTemplatesSchema.default([]),
    wording: z
      .custom<ReplyWording>(
        (value) => hasFunctions(value, "moment", "day", "number"),
        "moment, day and number were expected, as replyWordingRu",
      )
      .default(replyWordingEn),
    speller: z.custom<Speller>((value) => hasFunctions(value, "check"), "a speller with check was expected").optional(),
    lint: z
      .custom<ReplyLint>((value) => hasFunctions(value, "lint"), "a lint of replies was expected, as createReplyLint makes it")
      .optional(),
    zone: z.prefault(zoneSchema, "UTC"),
    contacts: z.array(z.string().min(1).max(500)).max(10_000).default([]),
    photos: replyPhotosSchema.optional(),
  }),
)

/** {@link ReplyRules} with their defaults. */
export type CheckedReplyRules = Required<Pick<ReplyRules, "zone" | "contacts" | "wording">> &
  Pick<ReplyRules, "lint" | "speller"> & { readonly templates: readonly ReplyTemplate[]; readonly photos?: Required<ReplyPhotos> }

function hasFunctions(value: unknown, ...names: readonly string[]): boolean {
  return typeof value === "object" && value !== null && names.every((name) => typeof Reflect.get(value, name) === "function")
}
