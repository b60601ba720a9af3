import { createDesk, isDeskError, type Desk, type Storage } from "@otklik/core"
import { clock } from "./clock.ts"
import { connectorsOf } from "./connectors.ts"
import { region } from "./region.ts"
import type { WorkerSettings } from "./worker-settings.ts"

/** The people: they take what was assigned and missed its acceptance, draft an answer, and approve it. */
export interface Office {
  readonly desk: Desk
  /** Does what can be done now; gives how many incidents it went on with. */
  work(): Promise<number>
}

/** Opens an office on the storage that the workers share. */
export function openOffice(storage: Storage, networks: Pick<WorkerSettings, "vk" | "ok">): Office {
  const desk = createDesk({ ...region, storage, connectors: connectorsOf(networks, storage), clock, workerId: "office" })

  async function take(incidentId: string): Promise<void> {
    await desk.execute({ type: "take", incidentId }, { actor: { id: "executor", kind: "person" } })
    const { incident } = await desk.execute(
      {
        type: "submit-draft",
        incidentId,
        text: `Сделано по обращению ${incidentId}.`,
        replyKind: "final",
        outcome: { value: "explained" },
      },
      { actor: { id: "executor", kind: "person" } },
    )
    if (incident.status !== "reply-review") return
    const { draftId, textHash } = incident.draft
    await desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: { id: "approver", kind: "person" } })
  }

  return {
    desk,
    async work() {
      const { incidents } = await desk.find({ statuses: ["assigned"] }, { limit: 500 })
      const late = incidents.filter(({ incident }) =>
        incident.clocks.some((one) => one.goal === "acceptance" && one.missedNoticedAt !== null),
      )
      for (const { incident } of late) {
        await take(incident.incidentId).catch((error: unknown) => {
          // A worker wrote to it at the same moment: the next round looks again.
          if (!isDeskError(error, "conflict")) throw error
        })
      }
      return late.length
    },
  }
}
