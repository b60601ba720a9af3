import { incidentPages } from "../incident-pages.ts"
import type { OpenDesk } from "../open-desk.ts"
import { explainAll, type ExplainedIncident } from "./explained-incident.ts"
import { writeWhole } from "./write-whole.ts"

/**
 * Writes every incident, one JSON object a line, in the order of their numbers. Pages, so that memory stays flat; the
 * whole file or the old one.
 *
 * @param open - the desk with the incidents
 * @param path - the file
 * @returns how many were written
 */
export async function writeIncidents({ desk, storage }: OpenDesk, path: string): Promise<number> {
  let written = 0
  await writeWhole(path, async (write) => {
    for await (const incidents of incidentPages(desk)) {
      const lines = (await explainAll(storage, incidents)).map((incident) => `${JSON.stringify(recordOf(incident))}\n`)
      if (lines.length > 0) await write(lines.join(""))
      written += lines.length
    }
  })
  return written
}

/** An incident as a line of `incidents.ndjson`: ids, not titles, so that programs can work with it. */
function recordOf({ stored, explanation }: ExplainedIncident) {
  const { facts, incident, number } = stored
  return {
    incidentId: incident.incidentId,
    number,
    messageKeys: incident.messageKeys,
    network: incident.network,
    topic: facts.topic,
    authority: facts.authorityId,
    territory: facts.territoryId,
    status: incident.status,
    registeredAt: facts.registeredAt,
    matches: explanation.matches.map(({ ruleId, clauses }) => ({
      ruleId,
      clauses: clauses.map(({ term, start, end, text }) => ({ term, start, end, text })),
    })),
    route: { ruleId: explanation.route?.ruleId ?? null, why: explanation.route?.why ?? null },
    deadlines: explanation.deadlines.map(({ goal, dueAt, policyId, policyVersion }) => ({
      goal,
      dueAt,
      policy: `${policyId}@${policyVersion}`,
    })),
  }
}
