import type { Instant } from "../base/index.ts"
import type { PlannedClock, StageMoment } from "../incident/index.ts"
import type { Calendars } from "./calendars.ts"
import { choosePolicy, type ClockFacts } from "./choose-policy.ts"
import { deadline } from "./deadline.ts"
import type { Policy } from "./policy.ts"

/**
 * The clocks that a later stage starts: for every goal the one policy that `choosePolicy` picks among those of that stage. A term from another
 * stage never takes part.
 *
 * @param policies - read with `policySchema`; of equally special ones the first wins
 * @param calendars - by id
 * @param facts - of the incident, its owner included
 * @param stage - which moment has come
 * @param at - when
 * @throws DeskError `config` as {@link deadline}
 */
export function planStageClocks(
  policies: readonly Policy[],
  calendars: Calendars,
  facts: Omit<ClockFacts, "moments">,
  stage: StageMoment,
  at: Instant,
): readonly PlannedClock[] {
  const fitting = policies.filter((policy) => policy.startsAt === stage)
  const goals = new Set(fitting.map((policy) => policy.goal))
  return [...goals].flatMap((goal): readonly PlannedClock[] => {
    const { policy } = choosePolicy(fitting, goal, { ...facts, moments: { [stage]: at } })
    if (policy === null) return []
    const { id, version } = policy
    return [{ goal, policyId: id, policyVersion: version, startsAt: stage, startedAt: at, dueAt: deadline(policy, calendars, at) }]
  })
}
