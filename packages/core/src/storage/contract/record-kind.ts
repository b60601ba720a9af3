/** A kind of record, as `TenantRecords` describes each. */
export type RecordKind = "claim" | "message" | "draft" | "outbox" | "cursor" | "sealed-author" | "journal" | "evidence" | "mark"

/** How many things of each kind a tenant has. */
export type TenantCounts = Readonly<Record<RecordKind | "incident" | "event", number>>
