import { readInstant } from "../base/index.ts"
import type { PlannedClock } from "../incident/index.ts"
import type { Calendars } from "./calendars.ts"
import { choosePolicy, type ClockFacts } from "./choose-policy.ts"
import { deadline } from "./deadline.ts"
import type { Policy } from "./policy.ts"
import { isStartMoment } from "./policy-moment.ts"

/**
 * The clocks that start now: for every goal the one policy that {@link choosePolicy} picks, if its start is among the moments given. Give
 * them to the command `register` or `assign`; a goal that runs already is never started again there.
 *
 * @param policies - read with `policySchema`; of equally special ones the first wins
 * @param calendars - by id
 * @param facts - of the incident, with the moments that have come
 * @returns in the order in which the goals first stand in the list
 * @throws DeskError `config` when a policy names a calendar that is not there, or one without enough working time
 */
export function planClocks(policies: readonly Policy[], calendars: Calendars, facts: ClockFacts): readonly PlannedClock[] {
  const goals = new Set(policies.map((policy) => policy.goal))
  return [...goals].flatMap((goal): readonly PlannedClock[] => {
    const { policy } = choosePolicy(policies, goal, facts)
    const given = policy === null ? undefined : facts.moments[policy.startsAt]
    if (policy === null || given === undefined || !isStartMoment(policy.startsAt)) return []
    const startedAt = readInstant(given, `moments.${policy.startsAt}`)
    const { id, version, startsAt } = policy
    return [{ goal, policyId: id, policyVersion: version, startsAt, startedAt, dueAt: deadline(policy, calendars, startedAt) }]
  })
}
