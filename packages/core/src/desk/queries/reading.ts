import { auditGuidance, type GuidanceFinding, type GuidanceUse } from "../../reply/index.ts"
import type { FoundPage, IncidentFilter, StoredIncident } from "../../storage/index.ts"
import { always } from "../../report/index.ts"
import { authoriseReading, mayRead, readerOf } from "../access/authorise.ts"
import type { Reader } from "../access/authorisation.ts"
import type { DeskContext } from "../context.ts"
import { readRequest } from "../options/request.ts"

/**
 * A page of incidents that the reader may read: full while there are as many, and with a `next` only when another one
 * follows. It looks through as many of the storage as that takes.
 */
export async function find(context: DeskContext, given: IncidentFilter, reader: Reader): Promise<FoundPage> {
  readerOf(context, reader, "find")
  const filter = readRequest("find", given)
  if (context.authorisation === undefined) return context.storage.find(filter)
  // Asked once about no incident: wrong grants of the reader are reported also where there is nothing to read
  // yet.
  await mayRead(context, reader, "find", null)
  const { limit } = filter
  const incidents: StoredIncident[] = []
  let asked = limit
  for (let after = filter.after; ; asked = Math.min(asked * 2, 1000)) {
    const page = await context.storage.find({ ...filter, ...(after === undefined ? {} : { after }), limit: asked })
    for (const stored of page.incidents) {
      if (!(await mayRead(context, reader, "find", stored.incident)).allowed) continue
      // One more may be read: a page goes on after the number of its last incident, as `checkFilter` reads it.
      if (incidents.length === limit) return { incidents, next: String(incidents.at(-1)?.number) }
      incidents.push(stored)
    }
    if (page.next === null) return { incidents, next: null }
    after = page.next
  }
}

/** How often each guidance text was used, and what is wrong with them. */
export interface GuidanceReview {
  /** How often each text was published. */
  readonly uses: readonly GuidanceUse[]
  /** What is wrong with the texts, or soon will be. */
  readonly findings: readonly GuidanceFinding[]
}

/** Looks after the desk's guidance texts: uses, texts that end soon, topics without one. */
export async function guidance(context: DeskContext, given: { readonly soonDays?: number } & Reader): Promise<GuidanceReview> {
  const { actor, ...request } = readRequest("guidance", given)
  await authoriseReading(context, actor === undefined ? {} : { actor }, "guidance", null)
  const rows = await context.storage.counts.figures({
    period: always,
    at: context.clock.now(),
    metrics: ["guidancePublished"],
    by: ["subject"],
  })
  const uses = rows.map(({ keys: [guidanceId], numbers }) => ({ guidanceId: guidanceId ?? "", count: numbers.guidancePublished ?? 0 }))
  const findings = auditGuidance(context.guidance, uses, {
    now: context.clock.now(),
    topics: context.topics.map(({ id }) => id),
    authorityIds: context.routing.authorities.map(({ id }) => id),
    ...(request.soonDays === undefined ? {} : { soonDays: request.soonDays }),
  })
  return { uses, findings }
}
