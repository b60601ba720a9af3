import type { Desk, StoredIncident } from "@otklik/core"

/** Every incident that a filter lets through, page by page. */
export async function allIncidents(
  desk: Desk,
  filter: Omit<Parameters<Desk["find"]>[0], "limit" | "after"> = {},
): Promise<readonly StoredIncident[]> {
  const found: StoredIncident[] = []
  for (let after: string | undefined; ;) {
    const page = await desk.find({ ...filter }, { limit: 500, ...(after === undefined ? {} : { after }) })
    found.push(...page.incidents)
    if (page.next === null) return found
    after = page.next
  }
}
