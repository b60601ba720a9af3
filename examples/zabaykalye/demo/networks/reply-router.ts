import type { Connector, FindReplyOptions, MessageKey, ReplyOptions } from "@otklik/core"

/**
 * A desk asks the first connector of a network that can reply. Where every district has a community of its own, and each answers in its own community only,
 * the first one hands a reply on to the community where the message stands.
 *
 * @param connectors - of all networks
 * @param communityOf - where a message stands; undefined when the message tells no community
 * @returns the connectors in the same order; each finds the right one
 */
export function routeReplies(
  connectors: readonly Connector[],
  communityOf: (messageKey: MessageKey) => Promise<MessageKey | undefined>,
): readonly Connector[] {
  const byId = new Map(connectors.map((connector) => [connector.id, connector]))
  return connectors.map((connector) => {
    async function chosen(messageKey: MessageKey): Promise<Connector> {
      const community = await communityOf(messageKey)
      return (community === undefined ? undefined : byId.get(community)) ?? connector
    }
    return {
      ...connector,
      async doReply(options: ReplyOptions) {
        const right = await chosen(options.messageKey)
        if (right.doReply === undefined) throw new TypeError(`${right.id} cannot reply`)
        return right.doReply(options)
      },
      async doFindReply(options: FindReplyOptions) {
        return (await chosen(options.messageKey)).doFindReply?.(options)
      },
    }
  })
}
