import Table from "cli-table3"
import { shortMoment } from "./local-time.ts"
import type { ExplainedIncident } from "./output/explained-incident.ts"
import { whyText } from "./output/why-text.ts"
import { authorityTitle, networkShort, topicTitle } from "./titles.ts"

/** With borders and padding these make 120 columns. */
const widths = [6, 6, 26, 34, 13, 28]

/** Lines without colours: the table is read in logs, too. */
export const plainStyle = { head: [], border: [], compact: true }

/**
 * Incidents as a table of 120 columns.
 *
 * @param incidents - in the order in which they are shown
 */
export function incidentTable(incidents: readonly ExplainedIncident[]): string {
  const table = new Table({
    head: ["№", "Сеть", "Тема", "Ответственный", "Ответить до", "Почему"],
    colWidths: widths,
    wordWrap: true,
    style: plainStyle,
  })
  for (const incident of incidents) {
    const { facts, number } = incident.stored
    const due = facts.dueAt === null ? "без срока" : shortMoment(facts.dueAt)
    table.push([
      String(number),
      networkShort(facts.network),
      topicTitle(facts.topic),
      authorityTitle(facts.authorityId),
      due,
      whyText(incident),
    ])
  }
  return table.toString()
}
