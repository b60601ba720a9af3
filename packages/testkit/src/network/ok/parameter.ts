/** What a parameter must be. */
interface OkParameter {
  readonly isRequired?: boolean
  readonly pattern?: RegExp
}

/** What a method takes, and which right of the application it needs. */
export interface OkMethodShape {
  readonly right?: string
  readonly params: Readonly<Record<string, OkParameter>>
}

const any: OkParameter = {}
const id: OkParameter = { isRequired: true, pattern: /^\d{1,20}$/ }
const flag: OkParameter = { pattern: /^(?:true|false)$/ }
const upTo100: OkParameter = { pattern: /^(?:[1-9]\d?|100)$/ }
const direction: OkParameter = { pattern: /^(?:FORWARD|BACKWARD|AROUND)$/ }
const discussionType: OkParameter = { isRequired: true, pattern: /^[A-Z_]+$/ }

/**
 * The methods that are simulated. Names of parameters: OK's documentation of 2017; of `mediatopic.getTopics`, which it
 * leaves out, those that working clients send. The right that a method needs is our reading of OK's table of
 * permissions.
 */
export const okMethods: Readonly<Record<string, OkMethodShape>> = {
  "mediatopic.getTopics": {
    right: "VALUABLE_ACCESS",
    params: { gid: id, count: upTo100, anchor: any, direction, fields: any },
  },
  "discussions.getList": {
    right: "VALUABLE_ACCESS",
    params: { types: any, category: { pattern: /^(?:GROUP|MY|FRIEND|ALL)$/ }, anchor: any, direction, count: upTo100, fields: any },
  },
  "discussions.getComments": {
    right: "VALUABLE_ACCESS",
    params: {
      discussionId: id,
      discussionType,
      anchor: any,
      direction,
      count: upTo100,
      frmt: any,
      fields: any,
      fieldset: any,
      mark_as_read: flag,
      includeRemoved: flag,
    },
  },
  "discussions.addDiscussionComment": {
    right: "GROUP_CONTENT",
    params: {
      entityId: id,
      entityType: discussionType,
      comment: { isRequired: true },
      reply_to_comment_id: any,
      as_admin: flag,
      attachments: any,
      frmt: any,
      fields: any,
      fieldset: any,
    },
  },
  "discussions.deleteDiscussionComment": {
    right: "GROUP_CONTENT",
    params: { discussionId: id, discussionType, comment_id: { isRequired: true }, mark_as_spam: flag, block_author: flag },
  },
  "group.getInfo": { params: { uids: { isRequired: true }, move_to_top: flag, fields: { isRequired: true } } },
  "group.getUserGroupsByIds": { params: { group_id: id, uids: { isRequired: true } } },
  "users.getCurrentUser": { params: { fields: any } },
  "users.hasAppPermission": { params: { uid: any, ext_perm: { isRequired: true, pattern: /^[A-Z_]+$/ } } },
}

/** Parameters of every call. */
const common: ReadonlySet<string> = new Set(["method", "application_key", "access_token", "format", "sig"])

/**
 * What is wrong with the parameters of a call; undefined when nothing is. An unknown name is wrong too: it may be a
 * slip of the pen.
 */
export function parameterFault({ params: shape }: OkMethodShape, params: Readonly<Record<string, string>>): string | undefined {
  for (const [name, { isRequired }] of Object.entries(shape)) if (isRequired === true && !params[name]) return `${name} is required`
  for (const [name, value] of Object.entries(params)) {
    if (common.has(name)) continue
    const parameter = Object.hasOwn(shape, name) ? shape[name] : undefined
    if (parameter === undefined) return `${name} is unknown`
    if (parameter.pattern?.test(value) === false) return `${name} is invalid`
  }
  return undefined
}
