/** Title, topic, territory, network, owner, rule, and a piece of the reason. */
export type CaseRow = readonly [
  title: string,
  topic: string | null,
  territoryId: string | null,
  network: string,
  owner: string | null,
  ruleId: string | null,
  why: string,
]
