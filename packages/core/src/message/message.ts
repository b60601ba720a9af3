import * as z from "zod"
import { instantSchema } from "../base/index.ts"
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

/**
 * A network's identifier: lower-case letters, digits and hyphens. Networks of the first connectors: `vk`, `ok`,
 * `facebook`, `instagram`, `x`.
 */
export const networkSchema = z.string().regex(networkPattern, networkExpected)

/** A network's identifier, as `vk`. */
export type Network = string

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

/** A message's key, as `vk:-1_7_12`. */
export type MessageKey = string

/**
 * The network that a key names.
 *
 * @param key - a valid key
 */
export function networkOf(key: MessageKey): Network {
  return key.slice(0, key.indexOf(":"))
}

/**
 * How people come who do not write in a network; their messages' keys begin with it. No connector reads such messages,
 * and none answers them.
 */
export const byHandWays = ["phone", "visit", "letter", "form"] as const satisfies readonly ByHandWay[]

/** How somebody came who did not write in a network; `visit`: to the counter. */
export type ByHandWay = "phone" | "visit" | "letter" | "form"

/**
 * Whether a message came by phone, at the counter, as a letter or by a form, and was entered by hand.
 *
 * @param key - its key
 */
export function isByHand(key: MessageKey): boolean {
  const ways: readonly string[] = byHandWays
  return ways.includes(networkOf(key))
}

/**
 * The community where a message stands: what the connector says, else the owner's part of the key (`vk:-1` of
 * `vk:-1_7_12`), by the convention that a native id is the owner, the post and the comment, joined by underscores.
 *
 * @param message - its key, and the community if the connector names one
 */
export function communityKeyOf(message: {
  readonly key: MessageKey
  readonly communityKey?: MessageKey | null | undefined
}): MessageKey | null {
  if (message.communityKey !== undefined && message.communityKey !== null) return message.communityKey
  const end = message.key.indexOf("_")
  return end === -1 ? null : message.key.slice(0, end)
}

/** A link that can be shown to people: nothing but the web, so that no link in a report can run anything. */
export const webUrlSchema = z.url({ protocol: /^https?$/, error: "an absolute http or https URL was expected" }).max(8192)

/** Something attached to a message, by reference. */
export const attachmentSchema = z.object({
  /** What it is. */
  kind: z.enum(attachmentKinds),
  /** Where it is; links of networks may expire. */
  url: webUrlSchema,
})

/** Something attached to a message, by reference. */
export type Attachment = z.output<typeof attachmentSchema>

/** A word for a flat beside a house: a flat is a person's address. */
const flat = /(?<![\p{L}\d])(?:кв|квартира|apt|flat)(?![\p{L}])/iu

/** Where the trouble is: a geotag or a name set by the author, and what a person of the desk found out. */
export const placeSchema = z
  .object({
    name: z.string().max(512).optional(),
    latitude: z.number().min(-90).max(90).optional(),
    longitude: z.number().min(-180).max(180).optional(),
    street: z.string().min(1).max(200).optional(),
    /** The number of the house, and never a flat. */
    house: z
      .string()
      .min(1)
      .max(40)
      .refine((house) => !flat.test(house), "a house without the flat was expected")
      .optional(),
    /** What is there, as a school or a bus stop. */
    object: z.string().min(1).max(200).optional(),
  })
  .refine((place) => (place.latitude === undefined) === (place.longitude === undefined), {
    error: "latitude and longitude must be given together",
    path: ["latitude"],
  })

/** Where the trouble is, as the message says or a person found out. */
export type Place = z.output<typeof placeSchema>

/**
 * A public message as a connector hands it in. The author's id exists only here: the desk replaces it by a keyed
 * pseudonym before anything is stored.
 */
export const incomingMessageSchema = z
  .object({
    key: messageKeySchema,
    network: networkSchema,
    kind: z.enum(["post", "comment"]),
    /** The permanent public link. */
    url: webUrlSchema,
    text: z.string().max(textLimit),
    publishedAt: instantSchema,
    editedAt: instantSchema.optional(),
    /** The author's id in the network; never stored as such. */
    authorId: z.string().max(512).optional(),
    /** The post at the root of the thread, for a comment. */
    threadKey: messageKeySchema.optional(),
    /** The message that this one answers. */
    parentKey: messageKeySchema.optional(),
    /** The message that this one repeats. */
    repostOf: messageKeySchema.optional(),
    /** The community or page where it stands, `network:id`. */
    communityKey: messageKeySchema.optional(),
    attachments: z.array(attachmentSchema).max(100).optional(),
    place: placeSchema.optional(),
  })
  .refine((message) => message.key.startsWith(`${message.network}:`), {
    error: "the key must begin with the message's network and a colon",
    path: ["key"],
  })

/** A public message as a connector hands it in, canonical. */
export type IncomingMessage = z.output<typeof incomingMessageSchema>

/** A public message as a connector may write it: any ISO moment with an offset. */
export type IncomingMessageInput = z.input<typeof incomingMessageSchema>
