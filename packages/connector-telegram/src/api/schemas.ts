import * as z from "zod"

/** Ids are whole numbers of up to 52 bits; they travel as strings from here on. */
export const idSchema = z.union([z.number().int(), z.string().regex(/^-?\d{1,20}$/)]).transform(String)

const secondsSchema = z.number().int().min(0).max(253_402_300_799) // the last second of the year 9999

/** `User`, as far as it matters. */
const userSchema = z.looseObject({ id: idSchema })

/** `Chat`. */
export const chatSchema = z.looseObject({ id: idSchema, type: z.string(), username: z.string().optional() })

const originSchema = z.looseObject({ type: z.string(), chat: chatSchema.optional(), message_id: idSchema.optional() })

const repliedSchema = z.looseObject({ message_id: idSchema })

const venueSchema = z.looseObject({ title: z.string().optional(), address: z.string().optional() })

/** Where `Location` is a place. */
export const locationSchema = z.looseObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })

/** `Message` of Bot API 10.1. */
export const messageSchema = z.looseObject({
  message_id: idSchema,
  message_thread_id: idSchema.optional(),
  is_topic_message: z.boolean().optional(),
  is_automatic_forward: z.boolean().optional(),
  date: secondsSchema,
  edit_date: secondsSchema.optional(),
  chat: chatSchema,
  from: userSchema.optional(),
  sender_chat: chatSchema.optional(),
  reply_to_message: repliedSchema.optional(),
  forward_origin: originSchema.optional(),
  media_group_id: z.string().optional(),
  migrate_to_chat_id: idSchema.optional(),
  rich_message: z.looseObject({ blocks: z.array(z.unknown()) }).optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  location: locationSchema.optional(),
  venue: venueSchema.optional(),
})

/** `Update`: exactly one of the other fields is there. Unknown kinds are none of our business, and no error. */
export const updateSchema = z.looseObject({
  update_id: z.number().int().min(0),
  message: z.unknown().optional(),
  edited_message: z.unknown().optional(),
  channel_post: z.unknown().optional(),
  edited_channel_post: z.unknown().optional(),
})

/** An update. */
export type TelegramUpdate = z.output<typeof updateSchema>

/** Kinds of updates that hold public messages; Telegram is asked for these alone. */
export const updateKinds = ["message", "edited_message", "channel_post", "edited_channel_post"] as const

/** Kinds of updates that hold no public message. Bot API 10.1. */
export const otherUpdates: ReadonlySet<string> = new Set(
  "business_connection business_message edited_business_message deleted_business_messages guest_message message_reaction message_reaction_count inline_query chosen_inline_result callback_query shipping_query pre_checkout_query purchased_paid_media poll poll_answer my_chat_member chat_member chat_join_request chat_boost removed_chat_boost managed_bot".split(
    " ",
  ),
)
