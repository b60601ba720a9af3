import type { Instant } from "../../base/index.ts"
import type { Suggester, SuggesterModel } from "./suggester.ts"

/** A model, and what it is the model of. */
export interface Opened {
  /** What is stored: null where nothing is. */
  readonly position: string | null
  readonly model: SuggesterModel
  /** Whether it was learned from the beginning of the feed up to that position; else it knows nothing yet. */
  readonly isRead: boolean
  /** Whether it was given the texts of the last incidents since it was opened. */
  readonly isReminded: boolean
}

/** What this process has in memory of what is stored. */
export interface Learning {
  readonly suggester: Suggester
  /** Null until something was read. */
  known: Opened | null
  /** When it was compared with what is stored. */
  readAt: Instant | null
  /** When this process learned last. */
  learnedAt: Instant | null
}

/** What a desk has in memory of its suggester, before anything was read; undefined without one. */
export function createLearning(suggester: Suggester | undefined): Learning | undefined {
  return suggester === undefined ? undefined : { suggester, known: null, readAt: null, learnedAt: null }
}
