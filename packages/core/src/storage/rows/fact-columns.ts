import type { IncidentFacts } from "../../report/index.ts"

type Field = Exclude<keyof IncidentFacts, "incidentId">

/** The name of a column that holds a fact. */
export type FactColumn =
  | "status"
  | "problem"
  | "intake"
  | "topic"
  | "authority_id"
  | "executor_id"
  | "territory_id"
  | "network"
  | "kind"
  | "importance"
  | "published_at"
  | "detected_at"
  | "registered_at"
  | "due_at"
  | "answered_at"
  | "answered_working_minutes"
  | "final_at"
  | "window_until"
  | "open_since"
  | "closed_at"
  | "closing"
  | "dismissed_at"
  | "dismissal"
  | "cycle"
  | "repeat_of"
  | "voices"
  | "score"
  | "waits_for"
  | "waiting_since"
  | "next_due_at"
  | "next_goal"
  | "updated_at"

/** The column of each fact. A fact that is added to an incident fails to compile until it has one here. */
const columnOf: Readonly<Record<Field, FactColumn>> = {
  status: "status",
  problem: "problem",
  intake: "intake",
  topic: "topic",
  authorityId: "authority_id",
  executorId: "executor_id",
  territoryId: "territory_id",
  network: "network",
  kind: "kind",
  importance: "importance",
  publishedAt: "published_at",
  detectedAt: "detected_at",
  registeredAt: "registered_at",
  dueAt: "due_at",
  answeredAt: "answered_at",
  answeredWorkingMinutes: "answered_working_minutes",
  finalAt: "final_at",
  windowUntil: "window_until",
  openSince: "open_since",
  closedAt: "closed_at",
  closing: "closing",
  dismissedAt: "dismissed_at",
  dismissal: "dismissal",
  cycle: "cycle",
  repeatOf: "repeat_of",
  voices: "voices",
  score: "score",
  waitsFor: "waits_for",
  waitingSince: "waiting_since",
  nextDueAt: "next_due_at",
  nextGoal: "next_goal",
  updatedAt: "updated_at",
}

const fields = Object.keys(columnOf) as readonly Field[]

/**
 * The column that holds a fact.
 *
 * @param field - the name of the fact
 */
export function columnOfFact(field: Exclude<keyof IncidentFacts, "incidentId">): FactColumn {
  return columnOf[field]
}

/** The facts that are whole numbers; the others are texts. */
const numbers: readonly string[] = ["answered_working_minutes", "cycle", "voices", "score"] satisfies FactColumn[]

/** The columns that hold an incident's facts in a table, in the order in which storages write and read them. */
export const factColumns: readonly FactColumn[] = fields.map((field) => columnOf[field])

/**
 * Whether a column of facts holds whole numbers; one that does not holds texts. Both may be null.
 *
 * @param column - one of {@link factColumns}
 */
export function isNumberColumn(column: FactColumn): boolean {
  return numbers.includes(column)
}

/**
 * Facts as a row of a table.
 *
 * @param facts - of one incident
 * @returns the value of every column of {@link factColumns}, in their order
 */
export function factRow(facts: IncidentFacts): Readonly<Record<FactColumn, string | number | null>> {
  return Object.fromEntries(fields.map((field) => [columnOf[field], facts[field]])) as Record<FactColumn, string | number | null>
}

/**
 * Facts as a row has them that {@link factRow} gave.
 *
 * @param incidentId - whose
 * @param valueOf - the value of a column, of numbers as any driver gives them; null where there is none
 */
export function factsOfRow(incidentId: string, valueOf: (column: FactColumn) => string | number | bigint | null): IncidentFacts {
  // Written from the same type, behind checkUnit: the columns hold no other values.
  const pairs = fields.map((field): [string, string | number | null] => {
    const column = columnOf[field]
    const value = valueOf(column)
    return [field, value === null ? null : isNumberColumn(column) ? Number(value) : String(value)]
  })
  return Object.fromEntries([["incidentId", incidentId], ...pairs]) as { [Name in keyof IncidentFacts]: never }
}
