import { compare, configError, DeskError, didYouMean, type Instant } from "../../base/index.ts"
import { pageLimit, type CasePlace } from "../../storage/index.ts"
import type { ActorOptions } from "../access/authorisation.ts"
import { authoriseReading, reachFor } from "../access/authorise.ts"
import type { DeskContext } from "../context.ts"
import { readRequest } from "../options/request.ts"
import type { CaseConditions } from "./case-conditions.ts"
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
  const countBy = async (more: CaseConditions): Promise<Map<string | null, number>> => {
    const where = { authorityIds: [authorityId], open: true, ...more }
    const { filter } = await ask(context, "desk.workload", where, { reader: { actor }, purpose: undefined, reading: "workload" })
    const found = new Map<string | null, number>()
    for (let after: CasePlace | null | undefined; filter !== null && after !== null;) {
      const page = await context.storage.find({ ...filter, order: "number", limit: pageLimit, ...(after === undefined ? {} : { after }) })
      for (const { facts } of page.incidents) found.set(facts.executorId, (found.get(facts.executorId) ?? 0) + 1)
      after = page.next
    }
    return found
  }
  const [open, overdue] = [await countBy({}), await countBy({ due: { overdue: true } })]
  const executors = [...open.keys()].toSorted((one, other) => (one === null ? 1 : other === null ? -1 : compare(one, other)))
  const sum = (counts: ReadonlyMap<string | null, number>) => [...counts.values()].reduce((total, count) => total + count, 0)
  return {
    at,
    authorityId,
    open: sum(open),
    overdue: sum(overdue),
    executors: executors.map((executorId) => ({ executorId, open: open.get(executorId) ?? 0, overdue: overdue.get(executorId) ?? 0 })),
  }
}
