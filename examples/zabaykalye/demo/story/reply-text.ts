import { findGuidance, renderReply, type ExistingIncident, type Instant } from "@otklik/core"
import { region } from "../../src/region.ts"
import { longMoment } from "../local-time.ts"
import { authorityTitle } from "../titles.ts"

const greeting = "Здравствуйте! Ваше сообщение зарегистрировано под номером {number}. Отвечает {authority}."

/**
 * An answer: what was done or when it will be, and what the citizen can do meanwhile.
 *
 * @param number - of the incident
 * @param incident - registered and owned
 * @param news - what is said of the problem itself
 * @throws DeskError `missing-fact` when nobody owns it
 */
export function replyText(number: number, incident: ExistingIncident, news: string): string {
  const registered = "registeredAt" in incident ? incident : null
  const authorityId = registered?.assignment?.authorityId ?? null
  const facts = { number: String(number), authority: authorityId === null ? null : authorityTitle(authorityId), news }
  const advice = registered === null ? undefined : adviceFor(registered.topic, registered.territory.territoryId, incident.updatedAt)
  return renderReply(`${greeting}\n{news}${advice === undefined ? "" : "\n\n{advice}"}`, { ...facts, advice })
}

/** A date in the answer: "до 26 ноября 2026 года, 12:00". */
export function promise(until: Instant): string {
  return `Устраним до ${longMoment(until)} и сообщим здесь же.`
}

function adviceFor(topic: string | null, territoryId: string | null, at: Instant): string | undefined {
  if (topic === null) return undefined
  return findGuidance(region.guidance, { topic, territoryIds: territoryId === null ? [] : [territoryId], at })?.text
}
