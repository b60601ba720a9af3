import type { Instant } from "../../base/index.ts"
import type { RegisteredIncident } from "../../incident/index.ts"
import { choosePolicy } from "../choose-policy.ts"
import type { Policy } from "../policy.ts"
import type { ReplayedClock } from "./replayed-clock.ts"
import { factsOf, momentsOf, startPolicies } from "./start-plans.ts"

/** The policy that a running clock has by the facts of now: of one that began at a later stage, among the policies of that stage. */
export function presentPolicy(policies: readonly Policy[], clock: ReplayedClock, state: RegisteredIncident, at: Instant): Policy | null {
  const facts = factsOf(state)
  const pinned = policies.find(({ id, version }) => id === clock.policyId && version === clock.policyVersion)
  const stage = pinned?.startsAt
  if (stage === "draft-submitted" || stage === "interim-published" || stage === "reopened") {
    const ofStage = policies.filter((policy) => policy.startsAt === stage)
    return choosePolicy(ofStage, clock.goal, { ...facts, moments: { [stage]: at } }).policy
  }
  return choosePolicy(startPolicies(policies), clock.goal, { ...facts, moments: momentsOf(state) }).policy
}
