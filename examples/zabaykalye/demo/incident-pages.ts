import type { Desk, StoredIncident } from "@otklik/core"

/**
 * Every incident of a desk in the order of the numbers, page by page, so that memory stays flat.
 *
 * @param desk - a desk without an authorisation
 */
export async function* incidentPages(desk: Desk): AsyncGenerator<readonly StoredIncident[]> {
  for (let after: string | undefined; ;) {
    const page = await desk.find({}, { limit: 1000, ...(after === undefined ? {} : { after }) })
    yield page.incidents
    if (page.next === null) return
    after = page.next
  }
}

/** Every incident of a desk at once. */
export async function allIncidents(desk: Desk): Promise<readonly StoredIncident[]> {
  const all: StoredIncident[] = []
  for await (const incidents of incidentPages(desk)) all.push(...incidents)
  return all
}
