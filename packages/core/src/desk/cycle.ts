import type { IncidentEvent } from "../incident/index.ts"
import { createPeriod, cycleFigures, type CycleFigures, type PeriodOptions } from "../report/index.ts"
import type { DeskContext } from "./context.ts"

/** Events of one read of the feed. */
const batch = 1000

/** Counts the cycle from the feed of all events, page by page: the logs are read whole, since what was open before a period began long before it. */
export async function cycle(context: DeskContext, request: { readonly period: PeriodOptions }): Promise<CycleFigures> {
  const period = createPeriod(request.period)
  const logs = new Map<string, IncidentEvent[]>()
  let after: string | null = null
  for (;;) {
    const page = await context.storage.readEvents(after, batch)
    for (const { incidentId, event } of page) {
      const log = logs.get(incidentId)
      if (log === undefined) logs.set(incidentId, [event])
      else log.push(event)
    }
    const last = page.at(-1)
    if (last === undefined || page.length < batch) break
    after = last.position
  }
  return cycleFigures(logs.values(), period)
}
