import type { Instant } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"

/** What a call is for; in the order in which calls are let through. */
export type QuotaPriority = "reply" | "incident" | "discovery"

/** A call that wants to be made. */
export interface QuotaJob extends CallOptions {
  /** The call's name, as `wall.get`. */
  readonly operation: string
  /** How urgent it is. */
  readonly priority: QuotaPriority
  /** When it must be done: among calls of one priority the nearest goes first, and those without one last. */
  readonly dueAt?: Instant
}

/** From 0, the most urgent. */
export const order: Readonly<Record<QuotaPriority, number>> = { reply: 0, incident: 1, discovery: 2 }
