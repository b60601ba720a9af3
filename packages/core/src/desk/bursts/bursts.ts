import { addMinutes, configError, instantToMillis, millisToInstant, type Instant } from "../../base/index.ts"
import {
  pageLimit,
  type Burst,
  type BurstCell,
  type BurstIncident,
  type BurstQuery,
  type CasePlace,
  type FoundPage,
  type ReachTest,
} from "../../storage/index.ts"
import { reachFor } from "../access/authorise.ts"
import type { Reader } from "../access/authorisation.ts"
import type { DeskContext } from "../context.ts"
import { readRequest } from "../options/request.ts"

/** Which mass events. */
export interface BurstRequest {
  /** True: those that are open; false: those that are over. Absent: all. */
  readonly open?: boolean
  /** The `next` of the page before; null: the last found first. Default null. */
  readonly after?: BurstQuery["after"]
  /** So many events are looked at, 1 to 100. Default 50. */
  readonly limit?: number
}

/** A mass event as its reader may see it: of incidents that are not theirs to read nothing is counted. */
export interface BurstView extends Omit<Burst, "incidents" | "cells"> {
  /** How many incidents were usual in the window that raised the alarm. */
  readonly usual: number
  /** The length of that window. */
  readonly windowMinutes: number
  /** The chance of so many if nothing had happened. */
  readonly odds: number
  /** Its incidents, the first 2 000, in the order of their publication. */
  readonly incidents: readonly string[]
  /** How many incidents were published in each quarter of an hour that had any. */
  readonly curve: readonly {
    /** When the quarter begins. */
    readonly at: Instant
    /** Incidents. */
    readonly count: number
  }[]
  /** The cells that raised the alarm; none for who may read a part of its incidents alone. */
  readonly cells: readonly BurstCell[]
}

/** A page of mass events. */
export interface BurstPage {
  /** May be fewer than asked for although more follow: what the reader may not read is left out. */
  readonly bursts: readonly BurstView[]
  /** For `after`; null at the end. */
  readonly next: BurstQuery["after"]
}

const quarterMinutes = 15

/** Mass events as far as the reader may find their incidents. */
export async function readBursts(context: DeskContext, given: BurstRequest, reader: Reader): Promise<BurstPage> {
  const { open, after = null, limit = 50 } = readRequest("bursts", given)
  const reach = await reachFor(context, reader, "find")
  if (context.bursts === undefined)
    throw configError("desk.bursts", [{ path: "bursts", message: "the desk has no detector: createDesk({ bursts: createBurstWatch(…) })" }])
  const found = await context.storage.learned.readBursts({ after, limit, ...(open === true ? { pending: true } : {}) })
  const wanted = found.filter(({ burst }) => open === undefined || (burst.state === "open") === open)
  const bursts: BurstView[] = []
  for (const { burst } of wanted) {
    const incidents = reach === undefined ? burst.incidents : await reached(context, burst, reach)
    if (reach === undefined || incidents.length > 0) bursts.push(viewOf(burst, incidents))
  }
  const last = found.length === limit ? found.at(-1)?.burst : undefined
  return { bursts, next: last === undefined ? null : { foundAt: last.foundAt, burstId: last.burstId } }
}

/** The incidents that a right reaches, asked of the storage as every list is: by the time of their publication. */
async function reached(
  { storage }: DeskContext,
  { since, lastAt, incidents }: Burst,
  reach: readonly ReachTest[],
): Promise<readonly BurstIncident[]> {
  const ids = new Set<string>()
  let after: CasePlace | null = null
  do {
    const filter = { published: { from: since, to: addMinutes(lastAt, 1) }, reach, limit: pageLimit }
    const page: FoundPage = await storage.find(after === null ? filter : { ...filter, after })
    for (const { facts } of page.incidents) ids.add(facts.incidentId)
    after = page.next
  } while (after !== null)
  return incidents.filter(({ incidentId }) => ids.has(incidentId))
}

function viewOf({ cells, ...burst }: Burst, incidents: readonly BurstIncident[]): BurstView {
  const [first] = cells
  const isWhole = incidents.length === burst.incidents.length
  const voices = incidents.reduce((sum, one) => sum + one.voices, 0)
  const curve = new Map<Instant, number>()
  for (const { publishedAt } of incidents) {
    const at = quarterOf(publishedAt)
    curve.set(at, (curve.get(at) ?? 0) + 1)
  }
  return {
    ...burst,
    topicIds: [...new Set(incidents.flatMap(({ topic }) => topic ?? []))].toSorted(),
    count: isWhole ? burst.count : incidents.length + voices,
    voices: isWhole ? burst.voices : voices,
    usual: first?.usual ?? 0,
    windowMinutes: first?.windowMinutes ?? 0,
    odds: first?.odds ?? 0,
    incidents: incidents.map(({ incidentId }) => incidentId),
    curve: [...curve].map(([at, count]) => ({ at, count })),
    cells: isWhole ? cells : [],
  }
}

function quarterOf(at: Instant): Instant {
  const quarter = quarterMinutes * 60_000
  return millisToInstant(Math.floor(instantToMillis(at) / quarter) * quarter)
}
