import type { Instant } from "../../base/index.ts"

/** What one process remembers of its checks of the sources. */
export interface SourceWatch {
  /** When it checked last. */
  lookedAt: Instant | null
  /** When sources that were never read were seen first. */
  readonly seenAt: Map<string, Instant>
  /** Which of them were reported. */
  readonly reported: Set<string>
}

/** Makes the memory of a process. */
export function createSourceWatch(): SourceWatch {
  return { lookedAt: null, seenAt: new Map(), reported: new Set() }
}
