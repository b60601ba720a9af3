import { isDeskError, type Actor, type Case, type DeskCommand, type Executed } from "@otklik/core"
import { describeEvidence } from "@otklik/core/evidence"
import { readFile } from "node:fs/promises"
import { shortMoment, timeOfDay } from "../local-time.ts"
import { matchedWords, placeText, routeText } from "../output/why-text.ts"
import type { OpenDesk } from "../open-desk.ts"
import { topicTitle } from "../titles.ts"
import { photo, photoUrl } from "./photo.ts"
import { replyText } from "./reply-text.ts"

/** One incident from the message to its closing, told step by step while it happens. */
export interface Story {
  /** Goes one step on; after the last one nothing happens. */
  step(): Promise<void>
  /** Ends the handling: the last step, taken when the day is over. */
  finish(): Promise<void>
  lines(): readonly string[]
}

const executor: Actor = { id: "executor-of-the-authority", kind: "person" }
const editor: Actor = { id: "editor-of-the-region", kind: "person" }

/**
 * Begins the story of an incident that has just been assigned.
 *
 * @param open - the desk
 * @param incidentId - whose story
 */
export function beginStory({ desk, clock }: OpenDesk, incidentId: string): Story {
  const lines: string[] = []
  const say = (text: string): void => {
    lines.push(`${timeOfDay(clock.now())}  ${text}`)
  }
  const more = (text: string): void => {
    lines.push(`       ${text}`)
  }
  const act = (command: DeskCommand, actor: Actor): Promise<Executed> => desk.execute(command, { actor })

  /** Does what the desk must refuse, and tells the refusal. */
  async function refused(command: DeskCommand, actor: Actor, explain: string): Promise<void> {
    try {
      await act(command, actor)
    } catch (error) {
      if (!isDeskError(error)) throw error
      more(`Система отказала: ${explain} (${error.code}).`)
      return
    }
    throw new Error("the desk did what it must refuse")
  }

  async function found(): Promise<Case> {
    const opened = await desk.case(incidentId, { actor: editor })
    if (opened === undefined) throw new Error("the story's incident is not stored")
    return opened
  }

  async function registered(): Promise<void> {
    const { incident, messages, explanation } = await found()
    const [message] = messages
    const explained = { stored: { ...incident, incident: incident.state }, message, explanation }
    say(`Житель написал: «${message?.text}»`)
    more(`Сработали слова: ${matchedWords(explained)}. Тема: ${topicTitle(incident.facts.topic)}.`)
    more(`Где: ${placeText(explained)}.`)
    more(`Кому: ${routeText(explained)}.`)
    const { dueAt } = incident.facts
    more(`Обращение № ${incident.number}. ${dueAt === null ? "Срока нет." : `Ответить до ${shortMoment(dueAt)}.`}`)
  }

  async function taken(): Promise<void> {
    await act({ type: "take", incidentId }, executor)
    say("Исполнитель взял обращение в работу и пробует сразу написать «исправлено».")
    await refused(await fixDraft([]), executor, "по этой теме нельзя написать «исправлено» без снимка")
  }

  async function proved(): Promise<void> {
    const { evidenceId, shows, contentHash } = describeEvidence({ incidentId, shows: "fix", url: photoUrl, content: await readFile(photo) })
    await act({ type: "attach-evidence", incidentId, evidenceId, shows, contentHash }, executor)
    say(`Исполнитель приложил снимок исправленного (контрольная сумма ${contentHash.slice(0, 12)}…) и отдал ответ на проверку.`)
    const { incident } = await act(await fixDraft([photoUrl]), executor)
    if (incident.status !== "reply-review") throw new Error("the draft does not wait for its approver")
    const { draftId, textHash } = incident.draft
    more("Он же пробует его утвердить.")
    await refused({ type: "approve-draft", incidentId, draftId, textHash }, executor, "автор ответа не может утвердить его сам")
  }

  async function answered(): Promise<void> {
    const { drafts, incident } = await found()
    const draft = drafts.at(-1)
    if (draft?.state !== "in-review") throw new Error("the draft does not wait for its approver")
    const { draftId, textHash } = draft
    await act({ type: "approve-draft", incidentId, draftId, textHash }, editor)
    await desk.publish()
    const publishedAt = (await found()).replies[0]?.publishedAt
    if (typeof publishedAt !== "string") throw new Error("the reply was not handed over")
    say("Редактор утвердил ответ. Он передан в соцсеть под тем же сообщением:")
    for (const line of (draft.text ?? "").split("\n")) more(`│ ${line}`)
    const due = incident.facts.dueAt
    if (due !== null) more(publishedAt <= due ? "Ответ дан в срок." : "Ответ дан позже срока, и это останется видно.")
  }

  async function fixDraft(photoUrls: string[]): Promise<DeskCommand> {
    const { incident } = await found()
    const text = replyText(incident.number, incident.state, "Крышка установлена, колодец закрыт. Снимок приложен.")
    return { type: "submit-draft", incidentId, text, replyKind: "final", outcome: { value: "fix-claimed" }, photoUrls }
  }

  const steps = [registered, taken, proved, answered]
  return {
    async step() {
      await steps.shift()?.()
    },
    async finish() {
      while (steps.length > 0) await steps.shift()?.()
      await act({ type: "close", incidentId, reason: "no-objection" }, editor)
      say("Возражений не было: обращение закрыто. «Отвечено» и «исправлено» записаны отдельно.")
    },
    lines: () => lines,
  }
}
