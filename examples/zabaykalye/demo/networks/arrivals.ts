import type { Connector, IncomingMessage, MessageKey } from "@otklik/core"

/** How messages came to the desk first. */
export interface IncomingBatch {
  /** A connector whose messages are counted. */
  count(connector: Connector): Connector
  readonly pushed: ReadonlySet<MessageKey>
  readonly swept: ReadonlySet<MessageKey>
}

/**
 * Counts by which way a message came first: pushed by its network, or read by a sweep.
 *
 * @param isCounted - whether a message is a citizen's
 */
export function createArrivals(isCounted: (key: MessageKey) => boolean): IncomingBatch {
  const pushed = new Set<MessageKey>()
  const swept = new Set<MessageKey>()
  const note = (messages: readonly IncomingMessage[], way: Set<MessageKey>): void => {
    for (const { key } of messages) if (isCounted(key) && !pushed.has(key) && !swept.has(key)) way.add(key)
  }
  return {
    pushed,
    swept,
    count(connector) {
      const { doReceive } = connector
      return {
        ...connector,
        async doPull(options) {
          const page = await connector.doPull(options)
          note(page.messages, swept)
          return page
        },
        ...(doReceive === undefined
          ? {}
          : {
              async doReceive(request: Request, options: Parameters<typeof doReceive>[1]) {
                const received = await doReceive(request, options)
                note(received.messages, pushed)
                return received
              },
            }),
      }
    },
  }
}
