/** The columns of an incident that hold its facts, in the order in which they are read. */
export const factColumns = [
  "status",
  "problem",
  "topic",
  "authority_id",
  "territory_id",
  "network",
  "kind",
  "importance",
  "published_at",
  "detected_at",
  "registered_at",
  "due_at",
  "answered_at",
  "closed_at",
  "updated_at",
] as const

/** A column of {@link factColumns}. */
export type FactColumn = (typeof factColumns)[number]
