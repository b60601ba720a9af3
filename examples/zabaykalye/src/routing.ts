import type { RoutingInput } from "@otklik/core"
import { authorities } from "./authorities.ts"
import { routingCases } from "./routing-cases/index.ts"
import { districts } from "./territories/district-table.ts"
import { territories } from "./territories/index.ts"

type RuleInput = RoutingInput["rules"][number]

/** Topics of the region's own bodies: the owner is known even when the place is not. */
const regional: readonly (readonly [authorityId: string, topics: readonly string[]])[] = [
  ["ministry-health", ["health-care", "medicines", "vaccination"]],
  ["ministry-social", ["social-benefits"]],
  ["ministry-education", ["schools"]],
  ["ministry-culture", ["culture"]],
  ["ministry-sport", ["sport"]],
  ["ministry-nature", ["air", "water-pollution", "tree-felling", "wildfires"]],
  ["road-agency", ["regional-roads", "bridges"]],
  ["inspection-housing", ["management-companies", "utility-bills", "roofs-and-entrances", "elevators"]],
  ["inspection-construction", ["construction"]],
  ["inspection-sanitary", ["sanitary", "trade"]],
  ["inspection-labour", ["labour"]],
  ["services-centre", ["public-services"]],
  ["telecom-region", ["internet-and-mobile"]],
  ["post-region", ["post"]],
  ["rail-suburban", ["rail"]],
  ["police", ["noise"]],
]

/** Topics that another party owns in every place. */
const byRole: readonly (readonly [role: string, topics: readonly string[]])[] = [
  ["heating", ["heating"]],
  ["water", ["water", "sewage"]],
  ["electricity", ["electricity", "broken-wires"]],
  ["gas", ["gas", "gas-leak"]],
  ["waste", ["waste-collection"]],
  ["transit", ["public-transport", "passenger-shelters"]],
]

/** Where one company serves the whole region, the owner is known without the place. */
const wholeRegion: readonly (readonly [role: string, authorityId: string])[] = [
  ["electricity", "grid-zabaykalye"],
  ["gas", "gas-zabaykalye"],
  ["waste", "waste-operator"],
]

/** Topics of the local administration. */
export const municipalTopics: readonly string[] = [
  "road-repair",
  "unpaved-roads",
  "snow-and-ice",
  "traffic-lights",
  "road-signs",
  "pedestrian-crossings",
  "school-routes",
  "parking",
  "road-lighting",
  "open-manholes",
  "street-lights",
  "fallen-trees",
  "grass",
  "yard-snow",
  "sidewalks",
  "storm-drains",
  "playgrounds",
  "parks",
  "yards",
  "digging",
  "street-cleaning",
  "buildings",
  "advertising",
  "cemeteries",
  "dumps",
  "stray-animals",
  "unsafe-housing",
  "kindergartens",
  "other",
]

/**
 * Administrations of districts speak on VK and OK only: on X the region's management centre answers for them. Chita and
 * the other urban okrugs answer everywhere.
 */
const onX: RuleInput = {
  id: "municipal-on-x",
  when: { networks: ["x"], topics: [...municipalTopics], territoryIds: districts.map((district) => district.id) },
  assign: { authorityId: "region-centre" },
}

/** The networks on which administrations answer themselves. */
const spoken = ["vk", "ok", "facebook", "instagram"] as const

/** Where somebody may be run over, the traffic inspectorate works on it beside the administration. */
const dangerousTraffic: RuleInput = {
  id: "dangerous-traffic",
  when: { networks: [...spoken], topics: ["traffic-lights", "road-signs", "pedestrian-crossings", "school-routes"], importance: "raised" },
  assign: { role: "administration" },
  coExecutors: [{ authorityId: "inspection-traffic" }],
}

/** How places are given is the ministry's to explain; a broken roof stays the administration's. */
const kindergartenQuestions: RuleInput = {
  id: "kindergarten-questions",
  when: { networks: [...spoken], topics: ["kindergartens"], kinds: ["question"] },
  assign: { authorityId: "ministry-education" },
  coExecutors: [{ role: "administration" }],
}

/**
 * The first rule that fits and finds an owner decides. A municipal topic without a place finds none and stays in the
 * visible no-owner queue.
 */
const rules: readonly RuleInput[] = [
  onX,
  dangerousTraffic,
  kindergartenQuestions,
  ...regional.map(([authorityId, topics]): RuleInput => ({
    id: `to-${authorityId}`,
    when: { topics: [...topics] },
    assign: { authorityId },
  })),
  ...byRole.map(([role, topics]): RuleInput => ({ id: `by-${role}`, when: { topics: [...topics] }, assign: { role } })),
  ...wholeRegion.map(([role, authorityId]): RuleInput => {
    const topics = byRole.find(([name]) => name === role)?.[1] ?? []
    return { id: `${role}-anywhere`, when: { topics: [...topics] }, assign: { authorityId } }
  }),
  { id: "by-administration", when: { topics: [...municipalTopics] }, assign: { role: "administration" } },
]

/** Everything that routing knows of the region. */
export const routing: RoutingInput = {
  authorities: [...authorities],
  territories: [...territories],
  rules: [...rules],
  cases: [...routingCases],
}
