import type { Actor, Desk, MessageKey, StoredIncident } from "@otklik/core"
import type { ExistingIncident } from "@otklik/core/incident"
import { sha256 } from "@otklik/core/internal"
import type { Position } from "@otklik/core/storage"
import { allIncidents } from "./all-incidents.ts"
import { isGone, type Written } from "./citizens.ts"

/** A message that is answered, and what was approved for it: in other words where the network refused. */
export interface Answered {
  readonly messageKey: MessageKey
  readonly texts: readonly string[]
}

/** Those who answer. */
export interface Office {
  /** By the incident. */
  readonly approved: ReadonlyMap<string, Answered>
  /**
   * Brings the incidents that are answered one step further: a draft, its approval, or a decision where a network
   * refused.
   */
  work(desk: Desk): Promise<void>
}

const executor: Actor = { id: "executor", kind: "person" }
const approver: Actor = { id: "approver", kind: "person" }

/** One incident in so many is answered. */
const answeredShare = 8

/** So much is asked for at once, as much as a desk gives. */
const pageSize = 1000

/** Somebody of the office has to act. */
const actedStatuses = ["assigned", "in-work", "reply-review", "publishing"] as const

/**
 * Makes the office of a run.
 *
 * @param written - what is true of the messages, for whoever goes and looks
 */
export function createOffice(written: ReadonlyMap<MessageKey, Written>): Office {
  const approved = new Map<string, Answered>()

  /** Nobody can answer there any more. */
  function isWithdrawn(key: MessageKey): boolean {
    const message = written.get(key)
    return message !== undefined && (isGone(message) || message.thread.isClosed)
  }

  async function step(desk: Desk, incident: ExistingIncident, number: number, messageKey: MessageKey): Promise<void> {
    const { incidentId } = incident
    const { texts } = approved.get(incidentId) ?? { texts: [] }
    let state = incident
    if (state.status === "assigned") state = (await desk.execute({ type: "take", incidentId }, { actor: executor })).incident
    if (state.status === "in-work") {
      // Written down before it is sent: a process may be killed in between.
      const text = `Ответ ${texts.length + 1} на обращение ${number}: дорожная служба уже едет.`
      approved.set(incidentId, { messageKey, texts: [...texts, text] })
      const draft = { type: "submit-draft", incidentId, text, replyKind: "final", outcome: { value: "explained" } } as const
      state = (await desk.execute(draft, { actor: executor })).incident
    }
    if (state.status === "reply-review" && !state.draft.approved) {
      const { draftId, textHash } = state.draft
      await desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })
    } else if (state.status === "reply-review" && !isWithdrawn(messageKey)) {
      // The network refused it: somebody writes it in other words.
      const { draftId } = state.draft
      await desk.execute({ type: "return-draft", incidentId, draftId, remark: "refused" }, { actor: approver })
    } else if (state.status === "reply-review" || (state.status === "publishing" && state.draft.unpublishable.length > 0)) {
      await desk.execute({ type: "waive-reply", incidentId, messageKey, reason: "unpublishable" }, { actor: approver })
    }
  }

  /** By their numbers the incidents that are answered, and that changed or are open. */
  const desktop = new Set<number>()
  let after: Position | null = null

  /** Follows the feed: a list of all that is open, of which most is never answered, would be longer each time. */
  async function readFeed(desk: Desk): Promise<void> {
    for (;;) {
      const { items, next } = await desk.feed({ after, limit: pageSize })
      for (const { incidentId, number } of items) {
        if (Number.parseInt(sha256(incidentId).slice(0, 6), 16) % answeredShare === 0) desktop.add(number)
      }
      if (next === after) return
      after = next
    }
  }

  return {
    approved,
    async work(desk) {
      await readFeed(desk)
      const numbers = [...desktop]
      const open: StoredIncident[] = []
      for (let from = 0; from < numbers.length; from += pageSize)
        open.push(...(await allIncidents(desk, { numbers: numbers.slice(from, from + pageSize), statuses: actedStatuses })))
      desktop.clear()
      for (const { number } of open) desktop.add(number)
      for (const { incident, number } of open) {
        const complaint = incident.messages.find(({ role }) => role === "complaint")
        if (complaint === undefined || complaint.waiver !== null) continue
        await step(desk, incident, number, complaint.messageKey)
      }
    },
  }
}
