import { houseRules } from "./houses.ts"
import { housingRules } from "./housing.ts"
import { improvementRules } from "./improvement.ts"
import { natureRules } from "./nature.ts"
import { ruleOrder } from "./order.ts"
import { otherRules } from "./other.ts"
import { peopleRules } from "./people.ts"
import { plainHomeRules } from "./plain-homes.ts"
import { plainServiceRules } from "./plain-services.ts"
import { plainStreetRules } from "./plain-streets.ts"
import { roadRules } from "./roads.ts"
import type { RegionRule } from "./rule.ts"
import { serviceRules } from "./services.ts"
import { shortRules } from "./short.ts"

const rank = new Map(ruleOrder.map((id, index) => [id, index]))

/** Every keyword rule of the region, in the order of `order.ts`; a rule that the order forgot stands last. */
export const rules: readonly RegionRule[] = [
  ...housingRules,
  ...houseRules,
  ...roadRules,
  ...improvementRules,
  ...natureRules,
  ...peopleRules,
  ...serviceRules,
  ...shortRules,
  ...plainStreetRules,
  ...plainHomeRules,
  ...plainServiceRules,
  ...otherRules,
].toSorted((a, b) => (rank.get(a.id) ?? rank.size) - (rank.get(b.id) ?? rank.size))
