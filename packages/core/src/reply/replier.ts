import type { Connector, ReplyPhoto, ReplyPlacement } from "../connector/index.ts"
import { networkOf, type MessageKey } from "../message/index.ts"
import type { ReplyTarget } from "./lint/context.ts"
import { findLinks } from "./lint/contacts.ts"
import { placementsOf } from "./way.ts"

/** A reply that searches for its connector. */
export interface ReplyToPlace {
  readonly messageKey: MessageKey
  readonly text: string
  readonly photos: readonly ReplyPhoto[]
  /** Where the message is; null when it is not known. */
  readonly communityKey: MessageKey | null
}

/**
 * The connectors that may put a reply at a place, those of the message's own community first, else in the host's order.
 */
export function repliersOf(connectors: readonly Connector[], step: ReplyPlacement, reply: ReplyToPlace): readonly Connector[] {
  const network = networkOf(reply.messageKey)
  return connectors
    .filter((connector) => placementsOf(connector).includes(step) && (connector.network === network || connector.capabilities.relay))
    .toSorted((one, other) => Number(isAtHome(other, reply)) - Number(isAtHome(one, reply)))
}

/**
 * The connector that is asked after one that says, by `capability` or `config`, that it cannot answer a message. None
 * when the message is in the community of the one that was asked: what it cannot do there is nobody else's.
 */
export function replierAfter(
  asked: Connector,
  connectors: readonly Connector[],
  step: ReplyPlacement,
  reply: ReplyToPlace,
): Connector | undefined {
  if (isAtHome(asked, reply)) return undefined
  const all = repliersOf(connectors, step, reply)
  return all.slice(all.indexOf(asked) + 1).find((connector) => replyObstacle(reply, connector) === null)
}

/** Why a connector cannot publish a reply; null when nothing is known against it. */
export function replyObstacle({ messageKey, text, photos }: ReplyToPlace, connector: Connector): string | null {
  const { replyLimit, replyLinks, replyPhoto } = connector.capabilities
  if (connector.canAnswer?.(messageKey) === false) return "the message is not one that it can answer"
  if (replyLimit !== null && text.length > replyLimit) return `the text has ${text.length} characters, at most ${replyLimit} are allowed`
  if (replyLinks === false && findLinks(text).length > 0) return "links are not allowed"
  return photos.length > 0 && !replyPhoto ? "photos cannot be attached" : null
}

/**
 * What each network of some messages takes of a reply, by the connector there that takes most. A network in which no
 * connector replies has no target: a person publishes there, and no limit is known.
 */
export function replyTargets(connectors: readonly Connector[], messageKeys: readonly MessageKey[]): readonly ReplyTarget[] {
  return [...Map.groupBy(messageKeys, networkOf)].flatMap(([network, keys]) => {
    const able = connectors
      .filter((connector) => connector.network === network || connector.capabilities.relay)
      .filter((connector) => connector.capabilities.reply && keys.some((key) => connector.canAnswer?.(key) !== false))
      .map(({ capabilities }) => capabilities)
    if (able.length === 0) return []
    const limit = Math.max(...able.map(({ replyLimit }) => replyLimit ?? Infinity))
    const capabilities = {
      replyLimit: limit === Infinity ? null : limit,
      replyPhoto: able.some(({ replyPhoto }) => replyPhoto),
      replyLinks: able.some(({ replyLinks }) => replyLinks !== false),
    }
    return [{ network, capabilities }]
  })
}

function isAtHome({ communityKey }: Connector, reply: ReplyToPlace): boolean {
  return communityKey !== undefined && communityKey === reply.communityKey
}
