import type { Instant, Interval } from "../../base/index.ts"
import type { IncidentStatus } from "../../incident/index.ts"
import type { MetricId } from "../../report/index.ts"
import type { StoredIncident } from "./stored-incident.ts"

/**
 * Which incidents; every condition given must hold. An empty list allows nothing: nobody's topics are not everybody's.
 */
export interface IncidentFilter {
  /** In one of these states. Default: any. */
  readonly statuses?: readonly Exclude<IncidentStatus, "none">[]
  /** One of these topics. Default: any. */
  readonly topics?: readonly string[]
  /** Owners; who works beside one is not sought. */
  readonly authorityIds?: readonly string[]
  /** When true: registered, still open (not closed, merged into another or converted), and nobody owns it. */
  readonly unowned?: boolean
  /** When true: an author wrote after an answer of ours, and waits for another (`waitingSince` of the facts). */
  readonly authorWaits?: boolean
  /** In one of these territories. Default: any. */
  readonly territoryIds?: readonly string[]
  /** In one of these networks. Default: any. */
  readonly networks?: readonly string[]
  /** The incidents behind one number of a report. */
  readonly metric?: {
    /** The metric. */
    readonly id: MetricId
    /** The period that it is counted in. */
    readonly period: Interval
    /** The moment that open terms are judged at. */
    readonly at: Instant
  }
  /** A page holds at most this many, 1 to 1 000. */
  readonly limit: number
  /** Where the last page ended. */
  readonly after?: string
}

/** A page of incidents, in the order of their numbers. */
export interface FoundPage {
  /** The incidents of the page, in their order. */
  readonly incidents: readonly StoredIncident[]
  /** Hands on to the next page; null at the end. */
  readonly next: string | null
}
