import { overStatuses, type ExistingIncident, type RegisteredIncident } from "./state.ts"

/**
 * In which cycle an incident is: 1, and one more for each reopening.
 *
 * @param incident - the state
 */
export function cycleOf(incident: ExistingIncident): number {
  return isRegistered(incident) ? incident.reopenings.length + 1 : 1
}

/** Whether an incident was taken on: everything but candidates and rejected ones. */
export function isRegistered(incident: ExistingIncident): incident is RegisteredIncident {
  return incident.status !== "candidate" && incident.status !== "rejected"
}

/**
 * Whether an incident that was taken on is in the backlog: not closed, converted, dismissed or merged into another.
 *
 * @param incident - that was registered
 */
export function isInWork({ status, conversion, closure }: Pick<RegisteredIncident, "status" | "conversion" | "closure">): boolean {
  return conversion === null && closure === null && !over.includes(status)
}

const over: readonly string[] = overStatuses

/**
 * Whether an authority owned an incident before, or owns it now.
 *
 * @param incident - with all its owners
 * @param authorityId - who
 */
export function wasOwner({ owners }: Pick<RegisteredIncident, "owners">, authorityId: string): boolean {
  return owners.some((span) => span.authorityId === authorityId)
}
