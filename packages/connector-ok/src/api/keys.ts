import type { MessageKey } from "@otklik/core"

/** A topic of a group. */
export interface OkTopicPlace {
  readonly groupId: string
  readonly topicId: string
}

/** What a key names. */
export interface OkAddress extends OkTopicPlace {
  /** Absent for the topic itself. */
  readonly commentId?: string
}

const native = /^ok:(\d{1,20})_(\d{1,20})(?:_([A-Za-z0-9+/=_-]{1,200}))?$/

/** The key of a topic: `ok:54000000000001_62000000000007`. */
export function topicKey({ groupId, topicId }: OkTopicPlace): MessageKey {
  return `ok:${groupId}_${topicId}`
}

/** The key of a comment: the topic's, and OK's id of the comment, which is Base64. */
export function commentKey(place: OkTopicPlace, commentId: string): MessageKey {
  return `${topicKey(place)}_${commentId}`
}

/**
 * Reads a key.
 *
 * @returns undefined for a key that this connector does not give
 */
export function readKey(key: MessageKey): OkAddress | undefined {
  const [, groupId, topicId, commentId] = native.exec(key) ?? []
  if (groupId === undefined || topicId === undefined) return undefined
  return { groupId, topicId, ...(commentId === undefined ? {} : { commentId }) }
}

const hosts = new Set(["ok.ru", "www.ok.ru", "m.ok.ru"])

/**
 * The key of the topic that a link leads to. A link by the group's short name gives no id, and none leads to a single
 * comment.
 *
 * @returns undefined for links to anything else
 */
export function keyOfUrl(url: string): MessageKey | undefined {
  if (!URL.canParse(url)) return undefined
  const { hostname, pathname } = new URL(url)
  const [, groupId, topicId] = (hosts.has(hostname) ? /^\/group\/(\d{1,20})\/topic\/(\d{1,20})\/?$/.exec(pathname) : null) ?? []
  return groupId === undefined || topicId === undefined ? undefined : topicKey({ groupId, topicId })
}

/** The permanent link of a topic; OK has none to a single comment. */
export function topicUrl({ groupId, topicId }: OkTopicPlace): string {
  return `https://ok.ru/group/${groupId}/topic/${topicId}`
}
