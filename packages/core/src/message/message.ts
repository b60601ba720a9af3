import * as z from "zod"
import { instantSchema, schemaOf, type Instant } from "../base/index.ts"
import {
  attachmentKinds,
  keyExpected,
  keyLimit,
  keyPattern,
  networkExpected,
  networkPattern,
  textLimit,
  wellFormedExpected,
} from "./limits.ts"
import type { MessageKey, Network } from "./message-key.ts"

/**
 * A network's identifier: lower-case letters, digits and hyphens. Networks of the first connectors: `vk`, `ok`,
 * `facebook`, `instagram`, `x`.
 */
export const networkSchema = z.string().regex(networkPattern, networkExpected)

/**
 * A message's key: the network, a colon, and the identifier that is unique in it (`vk:-1_7`, `vk:-1_7_12` for a
 * comment).
 *
 * The key is the identity of a message everywhere. An edit is a new revision of the same key.
 */
export const messageKeySchema = z
  .string()
  .max(keyLimit, `a key has at most ${keyLimit} characters`)
  .regex(keyPattern, keyExpected)
  .refine((key) => key.isWellFormed(), wellFormedExpected)

/** A link that can be shown to people: nothing but the web, so that no link in a report can run anything. */
export const webUrlSchema = z.url({ protocol: /^https?$/, error: "an absolute http or https URL was expected" }).max(8192)

/** Something attached to a message, by reference. */
export interface Attachment {
  /** What it is. */
  readonly kind: (typeof attachmentKinds)[number]
  /** Where it is; links of networks may expire. */
  readonly url: string
}

/** Checks an {@link Attachment}. */
export const attachmentSchema = schemaOf<Attachment>()(z.object({ kind: z.enum(attachmentKinds), url: webUrlSchema }))

/**
 * Where the problem is: a geotag or a name set by the author, and what a person of the desk found out. Coordinates come
 * in pairs.
 */
export interface Place {
  /** Its name, as the author, the network or a person writes it. */
  readonly name?: string
  /** Degrees, -90 to 90. */
  readonly latitude?: number
  /** Degrees, -180 to 180. */
  readonly longitude?: number
  /** The street. */
  readonly street?: string
  /** The number of the house, and never a flat. */
  readonly house?: string
  /** What is there, as a school or a bus stop. */
  readonly object?: string
}

/** A word for a flat next to a house: a flat is a person's address. */
const flat = /(?<![\p{L}\d])(?:кв|квартира|apt|flat)(?![\p{L}])/iu

/** Checks a {@link Place}. */
export const placeSchema = schemaOf<Place>()(
  z
    .object({
      name: z.string().max(512).optional(),
      latitude: z.number().min(-90).max(90).optional(),
      longitude: z.number().min(-180).max(180).optional(),
      street: z.string().min(1).max(200).optional(),
      house: z
        .string()
        .min(1)
        .max(40)
        .refine((house) => !flat.test(house), "a house without the flat was expected")
        .optional(),
      object: z.string().min(1).max(200).optional(),
    })
    .refine((place) => (place.latitude === undefined) === (place.longitude === undefined), {
      error: "latitude and longitude must be given together",
      path: ["latitude"],
    }),
)

/** How many saw a message, and how many did something about it, as its network counts them. */
export interface MessageReach {
  /** How many may have seen it. */
  readonly audience?: number
  /** Likes, comments and reposts. */
  readonly engagement?: number
}

/** Checks a {@link MessageReach}. */
export const reachSchema = schemaOf<MessageReach>()(
  z.object({ audience: z.int().min(0).optional(), engagement: z.int().min(0).optional() }),
)

/**
 * A public message as a connector hands it in, canonical. The author's id exists only here: the desk replaces it by a
 * keyed pseudonym before anything is stored.
 */
export interface IncomingMessage {
  /** Identifies it everywhere, as `vk:-1_7_12`; an edit is a new revision of the same key. */
  readonly key: MessageKey
  /** The network that it is in, as `vk`. */
  readonly network: Network
  /** Whether it begins a thread or answers in one. */
  readonly kind: "post" | "comment"
  /** The permanent public link; null where nobody knows one, as in a table of complaints. */
  readonly url: string | null
  /** The whole text; empty where only attachments say something. */
  readonly text: string
  /** When it was published. */
  readonly publishedAt: Instant
  /** When it was last edited; absent: never. */
  readonly editedAt?: Instant
  /** The author's id in the network; never stored as such. */
  readonly authorId?: string
  /** The post at the root of the thread, for a comment. */
  readonly threadKey?: MessageKey
  /** The message that this one answers. */
  readonly parentKey?: MessageKey
  /** The message that this one repeats. */
  readonly repostOf?: MessageKey
  /** The community or page that it is in, `network:id`. */
  readonly communityKey?: MessageKey
  /** What is attached to it. */
  readonly attachments?: readonly Attachment[]
  /** The place that it names. */
  readonly place?: Place
  /** How many saw it. */
  readonly reach?: MessageReach
}

/** {@link IncomingMessage} as a connector may write it: moments with any offset. */
export type IncomingMessageInput = IncomingMessage

/** Checks an {@link IncomingMessageInput} and makes its moments canonical. */
export const incomingMessageSchema = schemaOf<IncomingMessage>()(
  z
    .object({
      key: messageKeySchema,
      network: networkSchema,
      kind: z.enum(["post", "comment"]),
      url: webUrlSchema.nullable(),
      text: z.string().max(textLimit),
      publishedAt: instantSchema,
      editedAt: instantSchema.optional(),
      authorId: z.string().max(512).optional(),
      threadKey: messageKeySchema.optional(),
      parentKey: messageKeySchema.optional(),
      repostOf: messageKeySchema.optional(),
      communityKey: messageKeySchema.optional(),
      attachments: z.array(attachmentSchema).max(100).optional(),
      place: placeSchema.optional(),
      reach: reachSchema.optional(),
    })
    .refine((message) => message.key.startsWith(`${message.network}:`), {
      error: "the key must begin with the message's network and a colon",
      path: ["key"],
    }),
)
