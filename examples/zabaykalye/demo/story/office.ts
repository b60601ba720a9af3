import { addMinutes, type Actor, type DeskCommand, type CommittedEvent, type Instant } from "@otklik/core"
import { evidenceRequired } from "@otklik/core/evidence"
import type { EventOf } from "@otklik/core/incident"
import { createHash } from "node:crypto"
import { region } from "../../src/region.ts"
import type { OpenDesk } from "../open-desk.ts"
import { promise, replyText, shortText } from "./reply-text.ts"

/**
 * The people of the authorities, played by this program: who answers, when, and what. Everything else in the demo is
 * the real desk.
 */
export interface Office {
  /** Does what is due by the replay's clock. */
  work(): Promise<void>
  /** Leaves an incident to another party. */
  leave(incidentId: string): void
  /** How many were answered and closed so far. */
  done(): { readonly answered: number; readonly closed: number }
}

interface Task {
  readonly incidentId: string
  readonly at: Instant
}

const executor: Actor = { id: "executor-of-the-authority", kind: "person" }
const editor: Actor = { id: "editor-of-the-region", kind: "person" }

/** After this long without an objection an answered incident is closed. */
const objectionMinutes = 8 * 60

/** Opens the office: it hears of every assignment. */
export function openOffice({ desk, clock }: OpenDesk): Office {
  let answers: Task[] = []
  let closings: Task[] = []
  const done = { answered: 0, closed: 0 }
  desk.events.on("incident-assigned", (news) => {
    const minutes = delayOf(news)
    if (minutes !== null) answers.push({ incidentId: news.incidentId, at: addMinutes(news.event.at, minutes) })
  })

  async function answer(incidentId: string): Promise<void> {
    const stored = (await desk.case(incidentId, { actor: executor }))?.incident
    if (stored === undefined) return
    await desk.execute({ type: "take", incidentId }, { actor: executor })
    const words = draftOf(stored.number, stored.state, clock.now())
    const { incident } = await desk.execute({ type: "submit-draft", incidentId, ...words }, { actor: executor })
    if (incident.status !== "reply-review") return
    const { draftId, textHash } = incident.draft
    await desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: editor })
    done.answered += 1
    if (words.replyKind === "final") closings.push({ incidentId, at: addMinutes(clock.now(), objectionMinutes) })
  }

  return {
    async work() {
      const now = clock.now()
      const [due, later] = split(answers, now)
      answers = later
      for (const { incidentId } of due) await answer(incidentId)
      await desk.publish()
      const [over, open] = split(closings, now)
      closings = open
      for (const { incidentId } of over) {
        if ((await desk.case(incidentId, { actor: editor }))?.incident.state.status !== "replied-final") {
          closings.push({ incidentId, at: addMinutes(now, objectionMinutes) })
          continue
        }
        await desk.execute({ type: "close", incidentId, reason: "no-objection" }, { actor: editor })
        done.closed += 1
      }
    },
    leave(incidentId) {
      answers = answers.filter((task) => task.incidentId !== incidentId)
    },
    done: () => ({ ...done }),
  }
}

function split(tasks: readonly Task[], now: Instant): [due: Task[], later: Task[]] {
  return [tasks.filter((task) => task.at <= now), tasks.filter((task) => task.at > now)]
}

/**
 * Minutes until the answer, from the incident's own id so that every run is the same: most in time, some late, one in
 * ten never.
 */
function delayOf({ incidentId, incident }: CommittedEvent<EventOf<"incident-assigned">>): number | null {
  const chance = Number.parseInt(createHash("sha256").update(incidentId).digest("hex").slice(0, 8), 16)
  if (chance % 10 === 0) return null
  const raised = "importance" in incident && incident.importance === "raised"
  return raised ? 40 + (chance % 230) : 60 + (chance % 1500)
}

type Words = Pick<Extract<DeskCommand, { type: "submit-draft" }>, "text" | "variants" | "replyKind" | "outcome">

/** Where a photo must prove the fix, the first answer names a date; elsewhere it says what was done. */
function draftOf(number: number, incident: Parameters<typeof replyText>[1], now: Instant): Words {
  const topic = "topic" in incident ? incident.topic : null
  if (evidenceRequired(region.topics, topic)) {
    const until = addMinutes(now, 2 * 24 * 60)
    return { ...textsOf(number, incident, promise(until)), replyKind: "interim", outcome: { value: "planned", until } }
  }
  const fixed = "importance" in incident && incident.importance === "raised"
  const news = fixed ? "Работы закончены, всё должно работать. Если нет — напишите здесь же." : "Разъясняем, что делать и куда обратиться."
  return { ...textsOf(number, incident, news), replyKind: "final", outcome: { value: fixed ? "fix-claimed" : "explained" } }
}

/** X takes 280 characters and no links, Instagram 300: what fits there is written apart, and approved with the rest. */
function textsOf(number: number, incident: Parameters<typeof replyText>[1], news: string): Pick<Words, "text" | "variants"> {
  const text = shortText(number, incident, news)
  return { text: replyText(number, incident, news), variants: ["x", "instagram"].map((network) => ({ network, text })) }
}
