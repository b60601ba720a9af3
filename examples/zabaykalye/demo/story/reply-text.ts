import type { Instant } from "@otklik/core"
import type { ExistingIncident } from "@otklik/core/incident"
import { findGuidance, renderReply } from "@otklik/core/replies"
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
  const advice = adviceFor(incident)
  return renderReply(`${greeting}\n{news}${advice === undefined ? "" : "\n\n{advice}"}`, { ...factsOf(number, incident, news), advice })
}

/** The same without advice, for a network that takes no more. */
export function shortText(number: number, incident: ExistingIncident, news: string): string {
  return renderReply("№ {number}. {authority}.\n{news}", factsOf(number, incident, news))
}

function factsOf(number: number, incident: ExistingIncident, news: string) {
  const authorityId = "registeredAt" in incident ? (incident.assignment?.authorityId ?? null) : null
  return { number: String(number), authority: authorityId === null ? null : authorityTitle(authorityId), news }
}

/** A date in the answer: "до 26 ноября 2026 года, 12:00". */
export function promise(until: Instant): string {
  return `Устраним до ${longMoment(until)} и сообщим здесь же.`
}

function adviceFor(incident: ExistingIncident): string | undefined {
  if (!("registeredAt" in incident) || incident.topic === null) return undefined
  const { topic, territory, updatedAt: at } = incident
  const territoryIds = territory.territoryId === null ? [] : [territory.territoryId]
  return findGuidance(region.guidance, { topic, territoryIds, at })?.text
}
