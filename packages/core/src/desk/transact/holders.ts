import type { Instant } from "../../base/index.ts"
import type { Actor, IncidentCommand, PublishedReply } from "../../incident/index.ts"
import type { MessageKey } from "../../message/index.ts"
import { applyTo, changeOf, loadChanges, type Changes, type IncidentChange } from "./change.ts"
import type { DeskContext } from "../context.ts"

/**
 * The changes of every incident that holds a message: the one that the message was registered with, those that were
 * split off from it, and those that any of them was merged into.
 *
 * @param incidentId - the incident that holds the message's claim
 */
export async function incidentsHolding(
  context: DeskContext,
  changes: Changes,
  incidentId: string,
  key: MessageKey,
): Promise<readonly IncidentChange[]> {
  const found = new Map<string, IncidentChange>()
  const waiting = [incidentId]
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (found.has(next)) continue
    const change = await changeOf(context, changes, next)
    found.set(next, change)
    waiting.push(...change.incident.splitInto)
    if (change.incident.status === "merged") waiting.push(change.incident.into)
  }
  return [...found.values()].filter((change) => change.incident.messageKeys.includes(key))
}

/**
 * Begins the changes of incidents and of all that they were split or merged into, a load for each step from one to the
 * next.
 */
export async function loadHolders(context: DeskContext, changes: Changes, incidentIds: readonly string[]): Promise<void> {
  const seen = new Set<string>()
  for (let next = [...new Set(incidentIds)]; next.length > 0;) {
    await loadChanges(context, changes, next)
    for (const id of next) seen.add(id)
    const found = next.flatMap((id) => {
      const incident = changes.get(id)?.incident
      if (incident === undefined) return []
      return incident.status === "merged" ? [...incident.splitInto, incident.into] : incident.splitInto
    })
    next = [...new Set(found)].filter((id) => !seen.has(id))
  }
}

/** The incident that is active for a message: the one its own was merged into, or its own. */
export async function activeIncidentOf(context: DeskContext, changes: Changes, incidentId: string): Promise<IncidentChange> {
  let change = await changeOf(context, changes, incidentId)
  while (change.incident.status === "merged") change = await changeOf(context, changes, change.incident.into)
  return change
}

/**
 * Informs the incidents that a message came from, along every chain of mergings, what became of it in the incident that
 * they were merged into: their own clock stops by the reply under it.
 *
 * @param commandOf - what to record in a merged incident, by the one that it was merged into
 */
export async function propagateToMergedSources(
  context: DeskContext,
  changes: Changes,
  target: IncidentChange,
  key: MessageKey,
  commandOf: (into: string) => IncidentCommand,
): Promise<void> {
  const waiting = [target]
  for (let holder = waiting.shift(); holder !== undefined; holder = waiting.shift()) {
    for (const from of holder.incident.messages.find((message) => message.messageKey === key)?.joinedFrom ?? []) {
      const source = await changeOf(context, changes, from)
      if (source.incident.status !== "merged") continue
      applyTo(source, commandOf(holder.incident.incidentId))
      waiting.push(source)
    }
  }
}

/** {@link propagateToMergedSources} of a published reply. */
export async function tellOfReply(
  context: DeskContext,
  changes: Changes,
  target: IncidentChange,
  reply: Omit<PublishedReply, "cycle">,
  stamp: { readonly at: Instant; readonly by: Actor },
): Promise<void> {
  await propagateToMergedSources(context, changes, target, reply.messageKey, (into) => ({
    type: "record-joint-reply",
    ...stamp,
    into,
    ...reply,
  }))
}
