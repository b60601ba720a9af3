import { unknownContent, type Reading } from "@otklik/connector-kit"
import type { Instant } from "@otklik/core"
import type { MessageNotice } from "@otklik/core/connector"
import * as z from "zod"
import { commentKey, type VkThing, type VkThingKind } from "./keys.ts"
import { readComment, readPost, type PostReading } from "./message.ts"
import { idSchema } from "./schemas.ts"

/** An event of the Callback API or of Bots Long Poll. */
export const eventSchema = z.looseObject({
  type: z.string(),
  group_id: idSchema.optional(),
  event_id: z.string().optional(),
  object: z.unknown().optional(),
})

/** An event. */
export type VkEvent = z.output<typeof eventSchema>

/** What an event is: as what a list shows, or what became of a message. */
export type EventReading = Reading | { readonly kind: "notice"; readonly notice: MessageNotice }

/** Where the thing is that a comment is under, by the beginning of the event's type. */
const things: Readonly<
  Record<string, { readonly kind: VkThingKind; readonly owner: readonly string[]; readonly thing: readonly string[] }>
> = {
  wall_reply: { kind: "wall", owner: ["post_owner_id", "owner_id"], thing: ["post_id"] },
  board_post: { kind: "topic", owner: ["topic_owner_id"], thing: ["topic_id"] },
  photo_comment: { kind: "photo", owner: ["photo_owner_id", "owner_id"], thing: ["photo_id"] },
  video_comment: { kind: "video", owner: ["video_owner_id", "owner_id"], thing: ["video_id"] },
  market_comment: { kind: "market", owner: ["market_owner_id", "owner_id"], thing: ["item_id", "photo_id"] },
}

/** Events that are about no public message. VK's page of community events and the VK API schema of 5.199. */
const others: ReadonlySet<string> = new Set(
  "app_payload audio_new confirmation donut_money_withdraw donut_money_withdraw_error donut_subscription_cancelled donut_subscription_create donut_subscription_expired donut_subscription_price_changed donut_subscription_prolonged group_change_photo group_change_settings group_join group_leave group_officers_edit lead_forms_new like_add like_remove market_order_edit market_order_new message_allow message_deny message_edit message_event message_new message_reaction_event message_read message_reply message_typing_state messages_edit photo_new poll_vote_new user_block user_unblock video_new vkpay_transaction wall_schedule_post_delete wall_schedule_post_new".split(
    " ",
  ),
)

const commentType = /^(wall_reply|board_post|photo_comment|video_comment|market_comment)_(new|edit|restore|delete)$/

/**
 * Reads an event. An edit has no moment of its own at VK: the moment when it was heard of is used.
 *
 * @param event - the event
 * @param now - the present moment
 * @param options - how posts are read
 */
export function readEvent({ type, object }: VkEvent, now: Instant, options: PostReading = {}): EventReading {
  if (isOutdated(object)) {
    const message = "object: the callback server is set to an outdated api_version, and VK sends no content; set it to 5.199"
    return { kind: "skipped", item: { code: "not-a-message", message, path: "object" } }
  }
  if (type === "wall_post_new" || type === "wall_repost") return readPost(object, options)
  const [, family, action] = commentType.exec(type) ?? []
  if (family === undefined)
    return others.has(type) ? { kind: "nothing", reason: "an event that is about no public message" } : unknownContent("type")
  const thing = thingOf(family, object)
  if (typeof thing === "string") return withoutId(thing)
  if (action === "delete") {
    const id = idSchema.safeParse(typeof object === "object" && object !== null ? Reflect.get(object, "id") : undefined).data
    return id === undefined ? withoutId("id") : { kind: "notice", notice: { kind: "deleted", messageKey: commentKey(thing, id) } }
  }
  return readComment(object, thing, { editedAt: action === "edit" ? now : undefined })
}

function withoutId(path: string): Reading {
  return { kind: "skipped", item: { code: "invalid", message: `${path}: an id was expected`, path } }
}

/** Whether VK put a warning in the place of what happened. */
export function isOutdated(object: unknown): boolean {
  return typeof object === "object" && object !== null && "warning" in object && !("id" in object)
}

/** What the comment is under, or the field that is missing. */
function thingOf(family: string, object: unknown): VkThing | string {
  const rule = things[family]
  const pick = (names: readonly string[]): string | undefined =>
    names
      .map((name) => idSchema.safeParse(typeof object === "object" && object !== null ? Reflect.get(object, name) : undefined).data)
      .find((id) => id !== undefined)
  if (rule === undefined) return "type"
  const ownerId = pick(rule.owner)
  const thingId = pick(rule.thing)
  if (ownerId === undefined) return rule.owner[0] ?? ""
  return thingId === undefined ? (rule.thing[0] ?? "") : { kind: rule.kind, ownerId, thingId }
}
