import { stableId } from "../base/index.ts"
import type { Connector } from "../connector/index.ts"
import { networkOf, type MessageKey } from "../message/index.ts"

/** Which way a reply goes to one message. */
export interface ReplyPlan {
  /** The idempotency key: the same draft under the same message is one reply, however often it is tried. */
  readonly outboxId: string
  readonly messageKey: MessageKey
  /** The connector that will publish; null: a person publishes by hand and records the link. */
  readonly connectorId: string | null
  /** Why by hand; null when a connector does it. */
  readonly why: string | null
}

/** What is to be published. */
export interface ReplyDraft {
  readonly draftId: string
  readonly text: string
  readonly photoUrls: readonly string[]
}

/**
 * Plans a reply against capabilities: one publication for each message, through the first connector that can do it, else by hand.
 *
 * @param draft - the approved text
 * @param messageKeys - the messages to answer
 * @param connectors - the host's connectors
 */
export function planReplies(draft: ReplyDraft, messageKeys: readonly MessageKey[], connectors: readonly Connector[]): readonly ReplyPlan[] {
  return messageKeys.map((messageKey) => {
    const plan = { outboxId: stableId("out", draft.draftId, messageKey), messageKey }
    const network = networkOf(messageKey)
    const reasons: string[] = []
    for (const connector of connectors) {
      const { capabilities } = connector
      if (!capabilities.reply || (connector.network !== network && !capabilities.relay)) continue
      const obstacle = obstacleOf(draft, connector)
      if (obstacle === null) return { ...plan, connectorId: connector.id, why: null }
      reasons.push(`${connector.id}: ${obstacle}`)
    }
    return { ...plan, connectorId: null, why: reasons.length > 0 ? reasons.join("; ") : `no connector can reply in "${network}"` }
  })
}

function obstacleOf(draft: ReplyDraft, { capabilities }: Connector): string | null {
  if (capabilities.replyLimit !== null && draft.text.length > capabilities.replyLimit) {
    return `the text has ${draft.text.length} characters, at most ${capabilities.replyLimit} are allowed`
  }
  if (draft.photoUrls.length > 0 && !capabilities.replyPhoto) return "photos cannot be attached"
  return null
}
