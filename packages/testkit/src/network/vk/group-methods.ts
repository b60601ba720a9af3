import { refuse } from "./responses.ts"
import { numberOf, type VkApiCall } from "./request.ts"
import type { VkState } from "./state.ts"

/** Rights of a community's token with their bits. */
const bits: Readonly<Record<string, number>> = { photos: 4, wall: 8192, manage: 262_144, messages: 4096 }

/** Events that a callback server or a long poll can be sent. */
const eventTypes =
  "audio_new board_post_delete board_post_edit board_post_new board_post_restore group_change_photo group_change_settings group_join group_leave group_officers_edit market_comment_delete market_comment_edit market_comment_new market_comment_restore message_allow message_deny message_new message_read message_reply message_typing_state message_edit photo_comment_delete photo_comment_edit photo_comment_new photo_comment_restore photo_new poll_vote_new user_block user_unblock video_comment_delete video_comment_edit video_comment_new video_comment_restore video_new message_reaction_event wall_post_new wall_reply_delete wall_reply_edit wall_reply_new wall_reply_restore wall_repost wall_schedule_post_new wall_schedule_post_delete donut_subscription_create donut_subscription_prolonged donut_subscription_cancelled donut_subscription_expired donut_subscription_price_changed donut_money_withdraw donut_money_withdraw_error".split(
    " ",
  )

/** `groups.getById` */
export function groupsGetById({ state, params }: VkApiCall): unknown {
  const ids = (params["group_ids"] ?? params["group_id"] ?? "").split(",")
  const groups = ids.flatMap((id) => {
    const account = state.accounts.get(-Number(id))
    return account === undefined ? [] : [{ id: Number(id), name: account.name, is_closed: account.isClosed ? 1 : 0, type: "group" }]
  })
  return { groups, profiles: [] }
}

/** `groups.getTokenPermissions` */
export function groupsGetTokenPermissions({ token }: VkApiCall): unknown {
  const permissions = token.rights.map((name) => ({ name, setting: bits[name] ?? 1 }))
  return { mask: permissions.reduce((mask, { setting }) => mask | setting, 0), permissions }
}

/** `groups.getCallbackConfirmationCode` */
export function groupsGetCallbackConfirmationCode(call: VkApiCall): unknown {
  return ownOnly(call, (groupId) => ({ code: confirmationCode(groupId) }))
}

/** `groups.getCallbackServers` */
export function groupsGetCallbackServers(call: VkApiCall): unknown {
  return ownOnly(call, (groupId) => {
    const servers = call.state.servers.filter(({ communityId }) => communityId === groupId)
    const items = servers.map(({ id, url, secret, status }) => ({
      id,
      title: `server ${id}`,
      creator_id: 100,
      url,
      secret_key: secret,
      status,
    }))
    return { count: items.length, items }
  })
}

/** `groups.getCallbackSettings` */
export function groupsGetCallbackSettings(call: VkApiCall): unknown {
  return ownOnly(call, () => ({ api_version: "5.199", events: Object.fromEntries(eventTypes.map((type) => [type, 1])) }))
}

/** `groups.getLongPollServer` */
export function groupsGetLongPollServer(call: VkApiCall): unknown {
  return ownOnly(call, (groupId) => ({
    key: pollKey(call.state, groupId),
    server: `${call.origin}/poll/${groupId}`,
    ts: String(lastEvent(call.state, groupId)),
  }))
}

/** The code that VK expects of a callback server at the handshake. */
export function confirmationCode(groupId: number): string {
  return `code${groupId}`
}

/** The key of a community's events; it changes when it runs out. */
export function pollKey(state: VkState, groupId: number): string {
  return `key-${groupId}-${state.counters.get(`poll-key ${groupId}`) ?? 0}`
}

/** The number of the last event. */
export function lastEvent(state: VkState, groupId: number): number {
  const events = state.events.get(groupId)
  return events === undefined ? 0 : events.forgotten + events.list.length
}

function ownOnly(call: VkApiCall, answer: (groupId: number) => unknown): unknown {
  const groupId = numberOf(call, "group_id", 0)
  if (call.token.kind === "community" && call.token.accountId !== groupId)
    return refuse(15, "Access denied: the token is of another community")
  return call.token.rights.includes("manage") ? answer(groupId) : refuse(15, "Access denied: no access to call this method")
}
