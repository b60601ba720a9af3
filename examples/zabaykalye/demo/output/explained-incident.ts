import type { IncidentExplanation, Message, Storage, StoredIncident } from "@otklik/core"
import { explainIncident } from "@otklik/core/incident"

/** An incident with its reasons. */
export interface ExplainedIncident {
  readonly stored: Pick<StoredIncident, "facts" | "incident" | "number">
  readonly message: Pick<Message, "text" | "url"> | undefined
  readonly explanation: IncidentExplanation
}

/**
 * Explains a page of incidents with one look into the messages.
 *
 * @param storage - where the messages are
 * @param incidents - at most a page
 */
export async function explainAll(storage: Storage, incidents: readonly StoredIncident[]): Promise<readonly ExplainedIncident[]> {
  const keys = [...new Set(incidents.flatMap(({ incident }) => incident.messageKeys.slice(0, 1)))]
  const messages = new Map((await storage.read("message", keys)).map((message) => [message.key, message]))
  return incidents.map((stored) => {
    const message = messages.get(stored.incident.messageKeys[0] ?? "")
    return { stored, message, explanation: explainIncident(stored.incident, message === undefined ? [] : [message]) }
  })
}
