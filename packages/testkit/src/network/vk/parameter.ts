import type { VkToken } from "./state.ts"

/** What a parameter must be, as the official schema of 5.199 says. */
export interface VkParameter {
  readonly type: "integer" | "string" | "boolean" | "list"
  readonly isRequired?: boolean
  readonly min?: number
  readonly max?: number
  readonly values?: readonly string[]
}

/** What a method takes, and from whom. */
export interface VkMethodShape {
  readonly tokens: readonly VkToken["kind"][]
  readonly params: Readonly<Record<string, VkParameter>>
}

const owner: VkParameter = { type: "integer" }
const whole: VkParameter = { type: "integer", min: 0 }
const upTo = (max: number): VkParameter => ({ type: "integer", min: 0, max })
const text: VkParameter = { type: "string" }
const flag: VkParameter = { type: "boolean" }
const list: VkParameter = { type: "list" }
const community: VkParameter = { type: "integer", min: 1, isRequired: true }
const readers = ["user", "service"] as const
const administrators = ["user", "community"] as const

/**
 * The methods that are simulated: names, kinds of tokens and parameters of the VK API schema 5.199. `owner_id` of
 * `wall.get` is the documented name.
 */
export const vkMethods: Readonly<Record<string, VkMethodShape>> = {
  "newsfeed.search": {
    tokens: readers,
    params: {
      q: text,
      extended: flag,
      count: upTo(200),
      latitude: text,
      longitude: text,
      start_time: whole,
      end_time: whole,
      start_from: text,
      fields: list,
    },
  },
  "newsfeed.getMentions": {
    tokens: ["user"],
    params: { owner_id: owner, start_time: whole, end_time: whole, offset: whole, count: upTo(50) },
  },
  "wall.get": {
    tokens: readers,
    params: { owner_id: owner, domain: text, offset: whole, count: upTo(100), filter: text, extended: flag, fields: list },
  },
  "wall.getById": {
    tokens: readers,
    params: { posts: { ...list, isRequired: true }, extended: flag, copy_history_depth: whole, fields: list },
  },
  "wall.getComments": {
    tokens: readers,
    params: {
      owner_id: owner,
      post_id: whole,
      need_likes: flag,
      start_comment_id: whole,
      offset: owner,
      count: upTo(100),
      sort: { type: "string", values: ["asc", "desc", "smart"] },
      preview_length: whole,
      extended: flag,
      fields: list,
      comment_id: whole,
      thread_items_count: upTo(10),
    },
  },
  "wall.createComment": {
    tokens: administrators,
    params: {
      owner_id: owner,
      post_id: { ...whole, isRequired: true },
      from_group: whole,
      message: text,
      reply_to_comment: owner,
      attachments: list,
      sticker_id: whole,
      guid: text,
    },
  },
  "wall.deleteComment": {
    tokens: ["user"],
    params: { owner_id: owner, post_id: whole, comment_id: { ...whole, isRequired: true } },
  },
  "board.getTopics": {
    tokens: readers,
    params: {
      group_id: community,
      topic_ids: list,
      order: { type: "integer", values: ["1", "2", "-1", "-2", "0"] },
      offset: whole,
      count: upTo(100),
      extended: flag,
      preview: { type: "integer", values: ["1", "2", "0"] },
      preview_length: whole,
    },
  },
  "board.getComments": {
    tokens: readers,
    params: {
      group_id: community,
      topic_id: { ...whole, isRequired: true },
      need_likes: flag,
      start_comment_id: whole,
      offset: owner,
      count: upTo(100),
      extended: flag,
      sort: { type: "string", values: ["asc", "desc"] },
    },
  },
  "groups.getById": { tokens: ["user", "community", "service"], params: { group_ids: list, group_id: text, fields: list } },
  "groups.getTokenPermissions": { tokens: ["community"], params: {} },
  "groups.getCallbackConfirmationCode": { tokens: administrators, params: { group_id: community } },
  "groups.getCallbackServers": { tokens: administrators, params: { group_id: community, server_ids: list } },
  "groups.getCallbackSettings": { tokens: administrators, params: { group_id: community, server_id: whole } },
  "groups.getLongPollServer": { tokens: administrators, params: { group_id: community } },
  "photos.getWallUploadServer": { tokens: ["user"], params: { group_id: owner } },
  "photos.saveWallPhoto": {
    tokens: ["user"],
    params: {
      user_id: whole,
      group_id: whole,
      photo: { ...text, isRequired: true },
      server: owner,
      hash: text,
      latitude: text,
      longitude: text,
      caption: text,
    },
  },
}

/** Parameters of every method. */
const common: ReadonlySet<string> = new Set(["v", "access_token", "lang"])

/**
 * What is wrong with the parameters of a call; undefined when nothing is. A name that the method does not know is wrong
 * too: VK passes over it in silence, and so over every slip of the pen.
 */
export function parameterFault({ params: shape }: VkMethodShape, params: Readonly<Record<string, string>>): string | undefined {
  for (const [name, { isRequired }] of Object.entries(shape))
    if (isRequired === true && params[name] === undefined) return `${name} is required`
  for (const [name, value] of Object.entries(params)) {
    if (common.has(name)) continue
    const parameter = Object.hasOwn(shape, name) ? shape[name] : undefined
    if (parameter === undefined) return `${name} is unknown`
    if (!fits(parameter, value)) return `${name} is invalid`
  }
  return undefined
}

function fits({ type, min, max, values }: VkParameter, value: string): boolean {
  if (values !== undefined && !values.includes(value)) return false
  if (type === "boolean") return /^[01]$/.test(value)
  if (type !== "integer") return true
  return /^-?\d{1,19}$/.test(value) && (min === undefined || Number(value) >= min) && (max === undefined || Number(value) <= max)
}
