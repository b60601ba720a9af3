import type { IncidentFacts } from "../../report/index.ts"

type Field = Exclude<keyof IncidentFacts, "incidentId">

/** The name of a column that holds a fact. */
export type FactColumn =
  | "status"
  | "problem"
  | "intake"
  | "topic"
  | "authority_id"
  | "territory_id"
  | "network"
  | "kind"
  | "importance"
  | "published_at"
  | "detected_at"
  | "registered_at"
  | "due_at"
  | "answered_at"
  | "closed_at"
  | "dismissed_at"
  | "waiting_since"
  | "next_due_at"
  | "updated_at"

/** The column of each fact. A fact that is added to an incident fails to compile until it has one here. */
const columnOf: Readonly<Record<Field, FactColumn>> = {
  status: "status",
  problem: "problem",
  intake: "intake",
  topic: "topic",
  authorityId: "authority_id",
  territoryId: "territory_id",
  network: "network",
  kind: "kind",
  importance: "importance",
  publishedAt: "published_at",
  detectedAt: "detected_at",
  registeredAt: "registered_at",
  dueAt: "due_at",
  answeredAt: "answered_at",
  closedAt: "closed_at",
  dismissedAt: "dismissed_at",
  waitingSince: "waiting_since",
  nextDueAt: "next_due_at",
  updatedAt: "updated_at",
}

const fields = Object.keys(columnOf) as readonly Field[]

/**
 * The columns that hold an incident's facts in a table, in the order in which storages write and read them; all are
 * text or null.
 */
export const factColumns: readonly FactColumn[] = fields.map((field) => columnOf[field])

/**
 * Facts as a row of a table.
 *
 * @param facts - of one incident
 * @returns the value of every column of {@link factColumns}, in their order
 */
export function factRow(facts: IncidentFacts): Readonly<Record<FactColumn, string | null>> {
  return Object.fromEntries(fields.map((field) => [columnOf[field], facts[field]])) as Record<FactColumn, string | null>
}

/**
 * Facts as they stand in a row that {@link factRow} gave.
 *
 * @param incidentId - whose
 * @param valueOf - the value of a column; null where there is none
 */
export function factsOfRow(incidentId: string, valueOf: (column: FactColumn) => string | null): IncidentFacts {
  // Written from the same type, behind checkUnit: the columns hold no other values.
  const pairs = fields.map((field): [string, string | null] => [field, valueOf(columnOf[field])])
  return Object.fromEntries([["incidentId", incidentId], ...pairs]) as { [Name in keyof IncidentFacts]: never }
}
