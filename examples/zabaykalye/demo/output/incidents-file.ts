import type { CasePlace } from "@otklik/core/storage"
import type { Storage } from "@otklik/core"
import { explainAll, type ExplainedIncident } from "./explained-incident.ts"
import { writeWhole } from "./write-whole.ts"

/** The largest page that a storage gives. */
const pageSize = 1000

/**
 * Writes every incident, one JSON object a line, in the order of their numbers. Pages, so that memory stays flat; the
 * whole file or the old one.
 *
 * @param storage - the incidents
 * @param path - the file
 * @returns how many were written
 */
export async function writeIncidents(storage: Storage, path: string): Promise<number> {
  let written = 0
  await writeWhole(path, async (write) => {
    let after: CasePlace | null = null
    do {
      const page: Awaited<ReturnType<Storage["find"]>> = await storage.find({ limit: pageSize, ...(after === null ? {} : { after }) })
      const lines = (await explainAll(storage, page.incidents)).map((incident) => `${JSON.stringify(recordOf(incident))}\n`)
      if (lines.length > 0) await write(lines.join(""))
      written += lines.length
      after = page.next
    } while (after !== null)
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
