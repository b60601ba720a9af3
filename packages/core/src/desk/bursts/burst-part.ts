import type { BurstMemory, BurstRegion, BurstWatch } from "./burst-watch.ts"

/** What this process knows of mass events, as of the position at which it was stored. */
export interface KnownBursts {
  readonly memory: BurstMemory
  /** As it is stored; null: nothing is. */
  stored: string | null
  /** The last event of the feed that was taken in; null: none. */
  feed: string | null
  /** Makes every stored position another one. */
  writes: number
  /** How many of them are open or still to be reported. */
  pending: number
}

/** The detector of a desk, with what this process knows. */
export interface BurstPart {
  readonly watch: BurstWatch
  readonly region: BurstRegion
  known: KnownBursts | null
}
