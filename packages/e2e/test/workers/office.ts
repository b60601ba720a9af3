import { createDesk, isDeskError, type Actor, type Storage } from "@otklik/core"
import type { ExistingIncident } from "@otklik/core/incident"
import { clock } from "../../../../examples/workers/clock.ts"
import { connectorsOf } from "../../../../examples/workers/connectors.ts"
import { region } from "../../../../examples/workers/region.ts"
import type { City } from "./city.ts"

const executor: Actor = { id: "executor", kind: "person" }
const approver: Actor = { id: "approver", kind: "person" }

/** The text of the one reply that an incident gets. */
export function replyText(incidentId: string): string {
  return `Ответ по обращению ${incidentId}`
}

/** People who go on with every incident from whatever state it is in, however their last command ended. */
export interface Office {
  /** One round; gives how many incidents are closed. An error that is worth repeating ends the round. */
  work(): Promise<number>
}

/** Opens the office of a city on the storage that the workers share. */
export function openOffice(storage: Storage, city: City): Office {
  const desk = createDesk({ ...region, storage, connectors: connectorsOf(city.settings(), storage), clock, workerId: "office" })

  /**
   * Taken only when nothing of it depends on the hour any more: its acceptance is missed, and its author has said
   * everything, in an earlier second. Networks date replies by whole seconds: a word that was read in the second of the
   * reply is later than it, and waits for a person.
   */
  function isRipe(incident: ExistingIncident): boolean {
    const origin = city.origins.get(incident.messageKeys[0] ?? "")
    const isMissed = incident.clocks.some((one) => one.goal === "acceptance" && one.missedNoticedAt !== null)
    const second = clock.now().slice(0, 19)
    const isSaid = incident.messages.every(({ seenAt }) => seenAt.slice(0, 19) < second)
    return isMissed && isSaid && (origin === undefined || incident.messageKeys.length >= (city.messages.get(origin) ?? 1))
  }

  async function goOn(incident: ExistingIncident): Promise<void> {
    const { incidentId } = incident
    if (incident.status === "assigned") {
      if (isRipe(incident)) await desk.execute({ type: "take", incidentId }, { actor: executor })
    } else if (incident.status === "in-work") {
      const draft = { text: replyText(incidentId), replyKind: "final", outcome: { value: "explained" } } as const
      await desk.execute({ type: "submit-draft", incidentId, ...draft }, { actor: executor })
    } else if (incident.status === "reply-review") {
      const { draftId, textHash } = incident.draft
      await desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })
    }
  }

  return {
    async work() {
      try {
        const { incidents } = await desk.find({ statuses: ["assigned", "in-work", "reply-review"] }, { limit: 1000 })
        for (const { incident } of incidents) {
          await goOn(incident).catch((error: unknown) => {
            // What others did meanwhile is looked at in the next round.
            if (!isDeskError(error, "conflict") && !isDeskError(error, "illegal-transition")) throw error
          })
        }
        return (await desk.find({ statuses: ["closed"] }, { limit: 1000 })).incidents.length
      } catch (error) {
        // The server is away for a moment.
        if (isDeskError(error) && error.retryable) return -1
        throw error
      }
    },
  }
}
