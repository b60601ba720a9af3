import type { Storage, StoredEvent } from "../../storage/index.ts"
import type { BurstFact } from "./burst-watch.ts"

/**
 * What a detector takes of the feed: complaints and questions, no thanks and no suggestions.
 *
 * @param storage - has the incidents
 * @param events - a page of the feed
 */
export async function burstFactsOf(storage: Storage, events: readonly StoredEvent[]): Promise<readonly BurstFact[]> {
  const ids = new Set(events.flatMap(({ incidentId, event }) => (event.type === "incident-registered" ? [incidentId] : [])))
  const stored = ids.size === 0 ? [] : await storage.read("incident", [...ids])
  const published = new Map(stored.map(({ facts }) => [facts.incidentId, facts.publishedAt]))
  return events.flatMap(({ incidentId, event }): readonly BurstFact[] => {
    const { at } = event
    switch (event.type) {
      case "incident-registered": {
        const { topic, territory, kind } = event
        if (!isCounted(kind)) return []
        const publishedAt = published.get(incidentId) ?? at
        return [{ kind: "registered", incidentId, topic, territoryId: territory.territoryId, publishedAt, at }]
      }
      case "incident-reclassified": {
        const { topic, territory, kind } = event
        if (!isCounted(kind)) return [{ kind: "dismissed", incidentId, at }]
        return [{ kind: "reclassified", incidentId, topic, territoryId: territory.territoryId, at }]
      }
      case "incident-dismissed":
        return [{ kind: "dismissed", incidentId, at }]
      case "voice-added":
        return [{ kind: "voices", incidentId, count: event.count, at }]
      default:
        return []
    }
  })
}

function isCounted(kind: string): boolean {
  return kind === "problem" || kind === "question"
}
