import type { Instant } from "../../base/index.ts"
import type { Burst } from "../../storage/index.ts"

/** What the desk tells a detector, in the order of its feed. No text and no author is among it. */
export type BurstFact =
  | {
      /** An incident was registered. */
      readonly kind: "registered"
      /** The incident. */
      readonly incidentId: string
      /** Its topic; null: none. */
      readonly topic: string | null
      /** Its place; null: unknown. */
      readonly territoryId: string | null
      /** When its first message was published. */
      readonly publishedAt: Instant
      /** When the desk registered it. */
      readonly at: Instant
    }
  | {
      /** A person corrected what it is about or where. */
      readonly kind: "reclassified"
      /** The incident. */
      readonly incidentId: string
      /** Its topic; null: none. */
      readonly topic: string | null
      /** Its place; null: unknown. */
      readonly territoryId: string | null
      /** When. */
      readonly at: Instant
    }
  | {
      /** It is no complaint for this desk. */
      readonly kind: "dismissed"
      /** The incident. */
      readonly incidentId: string
      /** When. */
      readonly at: Instant
    }
  | {
      /** Others wrote in its threads. */
      readonly kind: "voices"
      /** The incident. */
      readonly incidentId: string
      /** How many messages. */
      readonly count: number
      /** When they were heard. */
      readonly at: Instant
    }

/** What a detector needs to know of the region. */
export interface BurstRegion {
  /** Topics with their groups; a topic without one is a group by itself. */
  readonly topics: readonly {
    /** The topic. */
    readonly id: string
    /** Its group. */
    readonly group?: string | undefined
  }[]
  /** The tree of places. */
  readonly territories: readonly {
    /** The place. */
    readonly id: string
    /** What it is, as `district`; incidents all over a `region` are no event at a place. */
    readonly kind: string
    /** The place that it lies in. */
    readonly parentId?: string | undefined
  }[]
}

/** The habit and the open events of one desk, in memory. */
export interface BurstMemory {
  /**
   * Takes in what happened.
   *
   * @param fact - the next one of the feed
   */
  take(fact: BurstFact): void
  /**
   * Ends the events that have been quiet for long enough. Called when the feed is read to its end.
   *
   * @param now - the present moment
   */
  pass(now: Instant): void
  /** The events that changed since this was asked last; of a new memory none. */
  changed(): readonly Burst[]
  /** Everything that it knows, for `open` of the same format. Equal facts give equal bytes. */
  save(): Uint8Array
}

/** The contract of a detector of mass events, version 1: `createBurstWatch` of `@otklik/bursts` makes one. */
export interface BurstWatchV1 {
  readonly specificationVersion: "v1"
  /** Names how `save` writes; a state of another format is not read, and the feed is read anew. */
  readonly format: string
  /**
   * Goes on where it was saved.
   *
   * @param saved - what `save` gave; null: nothing is known yet
   * @param region - topics and places, as they are now
   */
  open(saved: Uint8Array | null, region: BurstRegion): BurstMemory
}

/** The newest version of the contract. */
export type BurstWatch = BurstWatchV1
