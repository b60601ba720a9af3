import { createHash } from "node:crypto"
import {
  addMinutes,
  isDeskError,
  type Actor,
  type CommittedEvent,
  type Desk,
  type DeskCommand,
  type Grant,
  type Instant,
} from "@otklik/core"
import type { EventOf } from "@otklik/core/incident"
import { region } from "../../../zabaykalye/src/region.ts"
import { promise, replyText, shortText } from "../../../zabaykalye/demo/story/reply-text.ts"
import type { DayDesk } from "./day-desk.ts"

/** The people of the authorities on the day so far, played by this program: who took what, and what was answered. */
export interface Staff {
  /** Does what is due by the clock of the day. */
  work(): Promise<void>
}

const prefix = "staff:"

/** What somebody of the played staff may do; none for others. */
export function staffGrants(id: string): readonly Grant[] {
  if (id === editor.id) return [{ role: "approver" }, { role: "moderator" }]
  return id.startsWith(prefix) ? [{ role: "executor", authorityIds: [id.slice(prefix.length)] }] : []
}

/** The names of the played staff, by the ids of actors. */
export function staffNames(): Readonly<Record<string, string>> {
  const names = region.routing.authorities.map(({ id, title }): readonly [string, string] => [`${prefix}${id}`, title])
  return Object.fromEntries<string>([[editor.id, "Центр управления регионом"], ...names])
}

const editor: Actor = { id: "shift", kind: "person" }
/** From then on nobody of the shift approves: what is drafted waits for who sits down at the desk. */
const lunch = "2026-11-24T04:30:00.000Z"
/** After this long without an objection an answered incident is closed. */
const objectionMinutes = 8 * 60

interface Task {
  readonly at: Instant
  readonly act: () => Promise<void>
}

/** Opens the played office: it hears of every assignment. */
export function openStaff({ past: desk, clock }: Pick<DayDesk, "past" | "clock">): Staff {
  const tasks: Task[] = []
  const later = (minutes: number, act: () => Promise<void>): void => void tasks.push({ at: addMinutes(clock.now(), minutes), act })

  desk.events.on("incident-assigned", ({ incidentId, event, incident }) => {
    const chance = chanceOf(incidentId)
    const isRaised = "importance" in incident && incident.importance === "raised"
    // One in nine is left lying: overdue by the time that somebody sits down at the desk.
    if (chance.fate < 11) return
    const executor: Actor = { id: `${prefix}${event.authorityId}`, kind: "person" }
    later(isRaised ? 4 + chance.taking / 5 : 10 + chance.taking, async () => {
      await desk.execute({ type: "take", incidentId }, { actor: executor })
      if (chance.fate < 16) return
      later(isRaised ? 15 + chance.drafting : 30 + 3 * chance.drafting, () => draft(incidentId, executor, chance))
    })
  })

  async function draft(incidentId: string, executor: Actor, chance: Chance): Promise<void> {
    const stored = (await desk.case(incidentId, { actor: executor }))?.incident
    if (stored === undefined) return
    const words = wordsOf(stored.number, stored.state, clock.now(), chance)
    const { incident } = await desk.execute({ type: "submit-draft", incidentId, ...words }, { actor: executor })
    if (incident.status !== "reply-review") return
    const { draftId, textHash } = incident.draft
    later(8 + chance.approving, async () => {
      if (clock.now() > lunch) return
      if (chance.fate > 94) {
        const remark = "Скажите, когда устранят и кто отвечает на месте: без срока ответ не утвердить."
        return void (await desk.execute({ type: "return-draft", incidentId, draftId, remark }, { actor: editor }))
      }
      await desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: editor })
      if (words.replyKind === "final") later(objectionMinutes, () => close(desk, incidentId))
    })
  }

  return {
    async work() {
      const now = clock.now()
      const due = tasks.filter(({ at }) => at <= now)
      for (const task of due) {
        tasks.splice(tasks.indexOf(task), 1)
        await task.act().catch((error: unknown) => {
          // The incident went another way meanwhile: its author wrote, or it was merged.
          if (!isDeskError(error, "illegal-transition") && !isDeskError(error, "missing-fact")) throw error
        })
      }
      await desk.publish()
    },
  }
}

async function close(desk: Desk, incidentId: string): Promise<void> {
  await desk.execute({ type: "close", incidentId, reason: "no-objection" }, { actor: editor })
}

type Chance = Readonly<Record<"fate" | "taking" | "drafting" | "approving", number>>

/** From the incident's own id, so that every run is the same: each 0 to 99. */
function chanceOf(incidentId: CommittedEvent<EventOf<"incident-assigned">>["incidentId"]): Chance {
  const bytes = createHash("sha256").update(incidentId).digest()
  const at = (place: number): number => bytes.readUInt16BE(place) % 100
  return { fate: at(0), taking: at(2), drafting: at(4), approving: at(6) }
}

type Words = Pick<Extract<DeskCommand, { type: "submit-draft" }>, "text" | "variants" | "replyKind" | "outcome" | "waitMinutes">
type Registered = Parameters<typeof replyText>[1]

const questions = [
  "Здравствуйте! Подскажите, пожалуйста, точный адрес: улицу, дом и подъезд.",
  "Здравствуйте! Уточните, пожалуйста, с какого времени это продолжается и обращались ли вы в диспетчерскую.",
]

function wordsOf(number: number, incident: Registered, now: Instant, { fate, approving }: Chance): Words {
  if (fate < 24) return { text: questions[fate % 2] ?? "", replyKind: "clarify", waitMinutes: 24 * 60 }
  const topic = "topic" in incident ? incident.topic : null
  const needsPhoto = region.topics.some(({ id, evidenceRequired }) => id === topic && evidenceRequired === true)
  if (needsPhoto || fate < 55) {
    const until = addMinutes(now, (1 + (approving % 4)) * 24 * 60)
    return { ...textsOf(number, incident, promise(until)), replyKind: "interim", outcome: { value: "planned", until } }
  }
  const isFixed = "importance" in incident && incident.importance === "raised"
  const news = isFixed
    ? "Работы закончены, всё должно работать. Если нет — напишите здесь же."
    : "Разъясняем, что делать и куда обратиться."
  return { ...textsOf(number, incident, news), replyKind: "final", outcome: { value: isFixed ? "fix-claimed" : "explained" } }
}

/** X takes 280 characters and no links, Instagram 300: what fits there is written apart, and approved with the rest. */
function textsOf(number: number, incident: Registered, news: string): Pick<Words, "text" | "variants"> {
  const text = shortText(number, incident, news)
  return { text: replyText(number, incident, news), variants: ["x", "instagram"].map((network) => ({ network, text })) }
}
