import type { ExplainedIncident } from "./explained-incident.ts"
import { authorityTitle, territoryTitle } from "../titles.ts"

/** How the place was found, said to people. */
const bases: Readonly<Record<string, string>> = {
  place: "отметка места",
  community: "сообщество",
  text: "текст сообщения",
  person: "указал человек",
}

/** More words than these make a line that nobody reads. */
const wordsShown = 4

/**
 * The words that made a rule hold, as the citizen wrote them: «батареи», «холодные».
 *
 * @param incident - with its message
 * @param limit - how many at most; absent: all of them
 */
export function matchedWords({ explanation, message }: ExplainedIncident, limit = Number.POSITIVE_INFINITY): string {
  if (message === undefined || message.text === null) return ""
  const { text } = message
  const clauses = explanation.matches[0]?.clauses.filter((clause) => clause.text !== null) ?? []
  // A word that stands inside of a longer find says nothing more.
  const widest = clauses.filter(
    (one) =>
      !clauses.some(
        (other) => other !== one && other.start <= one.start && other.end >= one.end && other.end - other.start > one.end - one.start,
      ),
  )
  const words = [...new Set(widest.map(({ start, end }) => `«${text.slice(start, end).replaceAll(/\s+/g, " ")}»`))]
  return words.length > limit ? `${words.slice(0, limit).join(", ")}…` : words.join(", ")
}

/**
 * Why an incident was caught and where it went, in a line of Russian; the desk's own sentence stands in
 * `incidents.ndjson`.
 */
export function whyText(incident: ExplainedIncident): string {
  const { explanation, stored } = incident
  const words = matchedWords(incident, wordsShown)
  const caught = words === "" ? `правило ${explanation.matches[0]?.ruleId ?? "—"}` : words
  return `${caught} → ${placeText(incident)}${stored.facts.authorityId === null ? "; правила маршрута никого не назвали" : ""}`
}

/** Where it is and how that was found. */
export function placeText({ stored }: ExplainedIncident): string {
  const { incident } = stored
  if (!("territory" in incident) || incident.territory.territoryId === null) return "место неизвестно"
  const { territoryId, basis } = incident.territory
  return `${territoryTitle(territoryId)} (${bases[basis] ?? basis})`
}

/** Which routing rule named the owner. */
export function routeText({ explanation }: ExplainedIncident): string {
  const { route } = explanation
  if (route === null || route.authorityId === null) return "ни одно правило не нашло ответственного: обращение в очереди без ответственного"
  const owner = `${authorityTitle(route.authorityId)} (${route.ruleId === null ? "указал человек" : `правило ${route.ruleId}`})`
  const beside = route.coExecutors.map(({ authorityId }) => authorityTitle(authorityId))
  return beside.length === 0 ? owner : `${owner}; соисполнители: ${beside.join(", ")}`
}
