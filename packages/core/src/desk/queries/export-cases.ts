import { DeskError } from "../../base/index.ts"
import type { Actor } from "../../incident/index.ts"
import type { Message } from "../../message/index.ts"
import type { CasePlace, StoredCase } from "../../storage/index.ts"
import { recordReading } from "../access/access-log.ts"
import { mayRead } from "../access/authorise.ts"
import type { DeskContext } from "../context.ts"
import { readRequest } from "../options/request.ts"
import type { CaseConditions } from "./case-conditions.ts"
import { ask } from "./find.ts"

/** Which incidents are taken out. */
export type ExportConditions = CaseConditions

/** An incident with everything that belongs to it, of one moment. */
export interface ExportedCase extends StoredCase {
  /** Notes of the office whose texts are left, in the order in which they were written. */
  readonly notes: readonly Message[]
}

/** So many incidents are processed at a time while they are counted. Our choice. */
const pageSize = 1000

/**
 * Gives incidents with everything that belongs to them, by number: those that the reader may take out. They are counted
 * first, and the access log has an entry before the first one is given.
 */
export async function* exportCases(
  context: DeskContext,
  where: ExportConditions,
  given: { readonly actor: Actor },
): AsyncGenerator<ExportedCase, void, undefined> {
  const { actor } = readRequest("actor", given)
  const whole = await mayRead(context, { actor }, "export", null)
  // Whoever is given a part of the region may take that out.
  if (!whole.allowed && (whole.reason === "role" || whole.reason === "personal-data")) {
    throw new DeskError("forbidden", `"${actor.id}" may not export incidents: ${whole.reason}`, { reason: whole.reason })
  }
  const { filter } = await ask(context, "exportCases", where, { reader: { actor }, purpose: undefined, reading: "export" })
  const incidentIds: string[] = []
  for (let after: CasePlace | undefined; filter !== null;) {
    const page = await context.storage.find({ ...filter, limit: pageSize, ...(after === undefined ? {} : { after }) })
    incidentIds.push(...page.incidents.map(({ incident }) => incident.incidentId))
    if (page.next === null) break
    after = page.next
  }
  await recordReading(context, actor, { what: "export", conditions: { ...where }, count: incidentIds.length })
  for (const incidentId of incidentIds) {
    const found = await context.storage.readCase(incidentId)
    if (found === undefined || !(await mayRead(context, { actor }, "export", found.incident)).allowed) continue
    const noteIds = found.incident.notes.map(({ noteId }) => noteId)
    const notes = noteIds.length === 0 ? [] : (await context.storage.read("message", noteIds)).filter(({ text }) => text !== null)
    yield { ...found, notes }
  }
}
