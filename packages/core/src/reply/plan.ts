import { stableId } from "../base/index.ts"
import type { Connector, ReplyPhoto, ReplyPlacement } from "../connector/index.ts"
import { isByHand, networkOf, type Message, type MessageKey, type Network } from "../message/index.ts"
import { repliersOf, replyObstacle, type ReplyToPlace } from "./replier.ts"
import { replyFallback, type ClosedWay, type RefusedWay, type ReplyStep, type ReplyWay } from "./way.ts"

/** Which way a reply goes to one message. */
export interface ReplyPlan {
  /**
   * The idempotency key: the same draft on the same way to the same message is one reply, however often it is tried.
   */
  readonly outboxId: string
  /** The message that is answered. */
  readonly messageKey: MessageKey
  /**
   * The text for this message's network: the draft's, or the one that was written for that network. Never shortened.
   */
  readonly text: string
  /** The step that is taken now. */
  readonly step: ReplyStep
  /** The connector that will publish; null: a person publishes by hand and records the link. */
  readonly connectorId: string | null
  /** Why by hand; null when a connector does it. */
  readonly why: string | null
  /** All ways that are open, in order; the first is the one that is taken. */
  readonly ways: readonly ReplyWay[]
  /** The ways that are closed for this message, and why. */
  readonly closed: readonly ClosedWay[]
}

/** What is to be published. */
export interface ReplyDraft {
  /** The draft. */
  readonly draftId: string
  /** The usual text. */
  readonly text: string
  /** Photos to publish with it. */
  readonly photos: readonly ReplyPhoto[]
  /** Texts that somebody wrote for a network where the usual one does not fit. The approver sees each. */
  readonly variants?: readonly {
    /** The network that the text is for. */
    readonly network: Network
    /** The text. */
    readonly text: string
  }[]
}

/** What a plan may know besides. */
export interface PlanOptions {
  /** The order of the ways. Default {@link replyFallback}. */
  readonly fallback?: readonly ReplyStep[]
  /** Ways that the network refused before. */
  readonly refused?: readonly RefusedWay[]
  /** Messages that are gone: nothing can be published under them, and nobody is mentioned who took a message back. */
  readonly deleted?: readonly MessageKey[]
  /** Whether the host has a public page of answers. Default false. */
  readonly publicPage?: boolean
  /**
   * The messages as they are stored, as far as they are at hand: the connector of a message's own community comes
   * before the others of its network.
   */
  readonly messages?: readonly Pick<Message, "key" | "communityKey">[]
}

/**
 * Plans a reply against capabilities: one publication for each message, through the connector of its community or else
 * the first that can do it, else by hand; and where the message cannot be answered, on the next way of the fallback.
 * Nothing is dropped and nothing is cut: a text that is too long is planned by hand, with the reason.
 *
 * @param draft - the approved text
 * @param messageKeys - the messages to answer; one that is given twice is answered once
 * @param connectors - the host's connectors
 * @param options - refusals, deletions, the order of the ways
 */
export function planReplies(
  draft: ReplyDraft,
  messageKeys: readonly MessageKey[],
  connectors: readonly Connector[],
  options: PlanOptions = {},
): readonly ReplyPlan[] {
  return [...new Set(messageKeys)].map((messageKey) => {
    const network = networkOf(messageKey)
    const text = draft.variants?.find((variant) => variant.network === network)?.text ?? draft.text
    const communityKey = options.messages?.find(({ key }) => key === messageKey)?.communityKey ?? null
    const closed: ClosedWay[] = []
    const ways: ReplyWay[] = []
    for (const step of isByHand(messageKey) ? byHand : (options.fallback ?? replyFallback)) {
      const obstacle = closedBecause(step, messageKey, options)
      if (obstacle !== null) closed.push({ step, why: obstacle })
      else ways.push(wayOf(step, { ...draft, text, messageKey, communityKey }, network, connectors))
    }
    const way = ways[0] ?? { step: "unpublishable", by: "nobody", connectorId: null, why: "no route is open" }
    const { step, connectorId, why } = way
    // The first way keeps the key that it had before there were others.
    const parts = step === "under-message" ? [draft.draftId, messageKey] : [draft.draftId, messageKey, step]
    return { outboxId: stableId("out", ...parts), messageKey, text, step, connectorId, why, ways: ways.length > 0 ? ways : [way], closed }
  })
}

/** Who came by phone or with a letter is answered there, by a person. */
const byHand: readonly ReplyStep[] = ["by-hand"]

/** Why a way is closed for a message; null when it is open. */
function closedBecause(step: ReplyStep, messageKey: MessageKey, options: PlanOptions): string | null {
  const refused = options.refused?.find((way) => way.messageKey === messageKey && way.step === step)
  if (refused !== undefined) return `refused: ${refused.reason}`
  const isPlacement = step === "under-message" || step === "official-post"
  if (isPlacement && options.deleted?.includes(messageKey) === true) return "the message was deleted"
  if (step === "public-page" && options.publicPage !== true) return "there is no public page of answers"
  return null
}

function wayOf(step: ReplyStep, reply: ReplyToPlace, network: Network, connectors: readonly Connector[]): ReplyWay {
  if (step === "by-hand") return { step, by: "person", connectorId: null, why: `it arrived by ${network}, and is answered there` }
  if (step === "public-page") return { step, by: "host", connectorId: null, why: "the host puts it on its page of answers" }
  if (step === "unpublishable")
    return { step, by: "nobody", connectorId: null, why: "it is recorded as unpublishable, and the supervisor is notified" }
  const reasons: string[] = []
  for (const connector of repliersOf(connectors, step, reply)) {
    const obstacle = replyObstacle(reply, connector)
    if (obstacle === null) return { step, by: "connector", connectorId: connector.id, why: null }
    reasons.push(`${connector.id}: ${obstacle}`)
  }
  return { step, by: "person", connectorId: null, why: reasons.length > 0 ? reasons.join("; ") : noConnector(step, network) }
}

function noConnector(step: ReplyPlacement, network: Network): string {
  return step === "under-message" ? `no connector can reply in "${network}"` : `no connector can post in "${network}"`
}
