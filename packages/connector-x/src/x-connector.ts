import { createSilenceWatch, createSourceList, createUnreadReader, type SourceReader, type CapabilityNote } from "@otklik/connector-kit"
import { readOptions, type Connector, type IncomingMessage } from "@otklik/core"
import type { PullOptions } from "@otklik/core/connector"
import { createReadBudget } from "./api/budget.ts"
import { createXApi } from "./api/client.ts"
import { keyOfUrl } from "./api/keys.ts"
import { createXLists, type ListCall, type TimelineRange } from "./api/lists.ts"
import type { XPage } from "./api/schemas.ts"
import { answerabilityOf, canRead, capabilitiesOf, describeCapabilities, type XAnswerability, checkHealth } from "./health.ts"
import { xConnectorOptionsSchema, type XConnectorOptions } from "./options.ts"
import { createReplier } from "./reply/reply.ts"
import { createConversationWalk, searchReach } from "./sources/conversations.ts"
import { createMessageReader } from "./sources/one-message.ts"
import { buildQueries, queryLimit } from "./sources/query.ts"
import { createTimelineReader } from "./sources/timeline.ts"
import { createReceiver } from "./webhook/receive.ts"

/** A connector to X. */
export interface XConnector extends Connector {
  /** What the tokens at hand allow, what is missing and how to get it, and what X demands: sentences for people. */
  describeCapabilities(): readonly CapabilityNote[]
  /** Whether X will let the account answer a message, as far as the message shows. */
  answerability(message: Pick<IncomingMessage, "text" | "attachments">): XAnswerability
}

/** How many of the newest mentions X shows. */
const mentionsReach = 800

/**
 * X takes a post once in a UTC day into account, so a recheck of known ones is worth a call every half hour. Minutes,
 * our choice.
 */
const conversationMinutes = 30

/** Replies that came within a day before their incident was registered are still found. */
const conversationOverlap = 86_400

/**
 * A connector to X (API v2): searches by keywords, mentions of the official account, the conversations of open
 * incidents, the webhook of the X Activity API, and replies as the account.
 *
 * What it can follows from the tokens: a source that no token can read is not listed, and `describeCapabilities` says
 * why.
 *
 * @param options - see {@link XConnectorOptions}
 * @throws DeskError `config` for wrong options, for a keyword that fits into no query, and for a clock that cannot wait
 */
export function createXConnector(options: XConnectorOptions): XConnector {
  const read = readOptions(xConnectorOptionsSchema, options, "createXConnector options")
  const { account, webhook, plan, lagSeconds, maxCalls } = read
  const api = createXApi(read)
  const lists = createXLists(api, read.spelling)
  const watch = createSilenceWatch({ isPushed: () => webhook !== undefined, channel: "the webhook" })
  const budget = createReadBudget(api, read.monthlyReads)
  const sources = createSourceList("x")
  const list = (id: string, title: string, reader: SourceReader, everyMinutes = read.everyMinutes): void => {
    sources.add({ id, title, everyMinutes }, reader)
  }
  const times = { backfillSeconds: read.backfillHours * 3600, lagSeconds, maxCalls }
  const timeline = (
    ask: (range: TimelineRange, call: ListCall) => Promise<XPage>,
    reach: { readonly reachSeconds?: number; readonly reachItems?: number },
  ): SourceReader =>
    createTimelineReader({
      ...times,
      ...reach,
      async list(range, call) {
        await budget(read.clock.now(), call)
        return ask(range, { priority: "discovery", ...call })
      },
    })

  if (canRead(read)) {
    for (const [index, { id, keywords, filter, title = id }] of read.searches.entries()) {
      const queries = buildQueries(keywords, filter, queryLimit[plan], `searches[${index}].keywords`)
      for (const [part, query] of queries.entries()) {
        const name = part === 0 ? id : `${id}:${part + 1}`
        const reader = timeline((range, call) => lists.search(query, range, call), { reachSeconds: searchReach })
        list(`search:${name}`, part === 0 ? title : `${title} (${part + 1})`, reader)
      }
    }
    if (read.mentions && account !== undefined)
      list(
        "mentions",
        `mentions of @${account.username}`,
        timeline((range, call) => lists.mentions(account.id, range, call), { reachItems: mentionsReach }),
      )
    if (read.conversations) {
      const allow = ({ now, signal }: PullOptions) => budget(now, signal === undefined ? {} : { signal })
      const walk = createConversationWalk({ lists, maxCalls, allow })
      const reader = createUnreadReader({
        format: "xc1",
        walk,
        backfillSeconds: times.backfillSeconds,
        overlapSeconds: conversationOverlap,
      })
      list("conversations", "conversations of open incidents", reader, Math.max(conversationMinutes, read.everyMinutes))
    }
  }

  const capabilities = capabilitiesOf(read, sources.listed.length)
  const { replyPhoto: canPhoto } = capabilities
  const { replyLimit } = read
  const replier =
    capabilities.reply && account !== undefined ? createReplier({ api, lists, accountId: account.id, canPhoto, replyLimit }) : undefined
  const receive = webhook === undefined ? undefined : createReceiver(webhook, watch)

  return {
    specificationVersion: "v1",
    id: read.id ?? (account === undefined ? "x" : `x:${account.id}`),
    network: "x",
    capabilities,
    sources: sources.listed,
    async doPull(pull) {
      const page = await sources.pull(pull)
      if (pull.sourceId === "mentions") watch.found(page.messages, pull.now)
      return page
    },
    ...(receive === undefined ? {} : { doReceive: (request, { now }) => receive(request, now) }),
    keyOf: keyOfUrl,
    ...(canRead(read) ? { doRead: createMessageReader(lists, budget) } : {}),
    ...replier,
    doCheck: (check) => checkHealth(read, api, () => [...sources.problems(), ...watch.problems()], check),
    describeCapabilities: () => describeCapabilities(read, capabilities),
    answerability: (message) => answerabilityOf(read, capabilities, message),
  }
}
