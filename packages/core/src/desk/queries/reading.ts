import { auditGuidance, type GuidanceFinding, type GuidanceUse } from "../../reply/index.ts"
import { always } from "../../report/index.ts"
import { authoriseReading } from "../access/authorise.ts"
import type { Reader } from "../access/authorisation.ts"
import type { DeskContext } from "../context.ts"
import { readRequest } from "../options/request.ts"

/** How often each guidance text was used, and what is wrong with them. */
export interface GuidanceReview {
  /** How often each text was published. */
  readonly uses: readonly GuidanceUse[]
  /** What is wrong with the texts, or soon will be. */
  readonly findings: readonly GuidanceFinding[]
}

/** Reviews the desk's guidance texts: uses, texts that end soon, topics without one. */
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
