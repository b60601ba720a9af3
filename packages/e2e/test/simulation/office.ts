import { isDeskError, type Actor, type Desk } from "@otklik/core"
import type { ExistingIncident } from "@otklik/core/incident"
import type { Engine } from "./engine.ts"

const executor: Actor = { id: "executor", kind: "person" }
const approver: Actor = { id: "approver", kind: "person" }

/** People who take incidents up, write replies and approve them, and now and then change their minds. */
export interface Office {
  /**
   * Goes through what is open once; what others did meanwhile, and what the database did not take, waits for the next
   * time.
   */
  work(desk: Desk): Promise<void>
}

/** Opens the office. */
export function createOffice({ random }: Pick<Engine, "random">): Office {
  let texts = 0

  async function goOn(desk: Desk, incident: ExistingIncident): Promise<void> {
    const { incidentId } = incident
    if (incident.status === "assigned") {
      if (random() < 0.7) await desk.execute({ type: "take", incidentId }, { actor: executor })
    } else if (incident.status === "in-work") {
      texts += 1
      if (texts % 3 === 0) {
        await desk.execute({ type: "add-note", incidentId, text: `Записка ${texts}`, mentions: [approver.id] }, { actor: executor })
        await desk.execute({ type: "tag", incidentId, add: ["noted"] }, { actor: executor })
      }
      const text = `Ответ ${texts}: дорожная служба уже едет.`
      await desk.execute(
        { type: "submit-draft", incidentId, text, replyKind: "final", outcome: { value: "explained" } },
        { actor: executor },
      )
    } else if (incident.status === "reply-review") {
      const { draftId, textHash, approved } = incident.draft
      if (!approved && random() < 0.85) await desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })
      else await desk.execute({ type: "return-draft", incidentId, draftId, remark: "Иначе" }, { actor: approver })
    } else if (incident.status === "publishing") {
      for (const messageKey of incident.draft.unpublishable)
        await desk.execute({ type: "waive-reply", incidentId, messageKey, reason: "unpublishable" }, { actor: approver })
    }
  }

  return {
    async work(desk) {
      // The database may be away, and another may have been faster, also by an erasure: the next round looks again.
      const pass = (error: unknown): void => {
        const isErased = isDeskError(error, "missing-fact") && error.details.facts.includes("message.text")
        if (!isDeskError(error) || !(error.retryable || isErased || error.code === "illegal-transition")) throw error
      }
      const page = await desk.find({ statuses: ["assigned", "in-work", "reply-review", "publishing"] }, { limit: 1000 }).catch(pass)
      for (const { incident } of page?.incidents ?? []) await goOn(desk, incident).catch(pass)
    },
  }
}
