import { compare, configError, DeskError, didYouMean, type Instant } from "../../base/index.ts"
import { clockFactsOf, type ClockFact } from "../../report/index.ts"
import { pageLimit, type CasePlace } from "../../storage/index.ts"
import type { ActorOptions } from "../access/authorisation.ts"
import { authoriseReading, reachFor } from "../access/authorise.ts"
import type { DeskContext } from "../context.ts"
import { readRequest } from "../options/request.ts"
import { ask } from "./find.ts"

/** What one executor has to do now. */
export interface ExecutorWork {
  /** Who was named or took it up; null: nobody yet. */
  readonly executorId: string | null
  /** Incidents that are not over. */
  readonly open: number
  /** Of these: a term that runs is over. */
  readonly overdue: number
}

/** What one body has to do now, and who does it: to share work out. No times, and no order by merit. */
export interface Workload {
  /** The present moment. */
  readonly at: Instant
  /** The body. */
  readonly authorityId: string
  /** Incidents that it owns and that are not over. */
  readonly open: number
  /** Of these: a term that runs is over. */
  readonly overdue: number
  /** By id, nobody last. */
  readonly executors: readonly ExecutorWork[]
}

/**
 * What a body has to do now, for who may share its work out.
 *
 * @throws DeskError `config` for a body that there is not; `forbidden`
 */
export async function workload(context: DeskContext, given: { readonly authorityId: string }, reader: ActorOptions): Promise<Workload> {
  const { authorityId } = readRequest("workload", given)
  const { actor } = readRequest("actor", reader)
  const ids = context.routing.authorities.map(({ id }) => id)
  if (!ids.includes(authorityId))
    throw configError("desk.workload", [
      { path: "authorityId", message: `there is no authority "${authorityId}"${didYouMean(authorityId, ids)}` },
    ])
  const reach = await reachFor(context, { actor }, "workload")
  // Whom another body names is not to be seen through an incident that both work on.
  if (reach?.some(({ authorityIds }) => authorityIds === undefined || authorityIds.includes(authorityId)) === false) {
    await authoriseReading(context, { actor }, "workload", null)
    throw new DeskError("forbidden", `"${actor.id}" may not read the work of "${authorityId}"`, { reason: "authority" })
  }
  const at = context.clock.now()
  const where = { authorityIds: [authorityId], open: true }
  const { filter } = await ask(context, "desk.workload", where, { reader: { actor }, purpose: undefined, reading: "workload" })
  const counts = new Map<string | null, { open: number; overdue: number }>()
  for (let after: CasePlace | null | undefined; filter !== null && after !== null;) {
    const page = await context.storage.find({ ...filter, order: "number", limit: pageLimit, ...(after === undefined ? {} : { after }) })
    // Both numbers of one row: what is taken up or closed meanwhile must not count in one of them alone.
    for (const { facts, incident } of page.incidents) {
      const count = counts.get(facts.executorId) ?? { open: 0, overdue: 0 }
      count.open += 1
      count.overdue += clockFactsOf(incident).some((clock) => isOverdue(clock, at)) ? 1 : 0
      counts.set(facts.executorId, count)
    }
    after = page.next
  }
  const executors = [...counts].map(([executorId, count]) => ({ executorId, ...count }))
  const sum = (of: "open" | "overdue") => executors.reduce((total, count) => total + count[of], 0)
  return {
    at,
    authorityId,
    open: sum("open"),
    overdue: sum("overdue"),
    executors: executors.toSorted(({ executorId: one }, { executorId: other }) =>
      one === null ? 1 : other === null ? -1 : compare(one, other),
    ),
  }
}

/** As `find({ due: { overdue: true } })` judges: the term that ends now has passed. */
function isOverdue({ dueAt, reachedAt, endedAt, pausedAt }: ClockFact, at: Instant): boolean {
  return reachedAt === null && endedAt === null && pausedAt === null && dueAt <= at
}
