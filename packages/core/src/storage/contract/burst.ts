import type { Instant } from "../../base/index.ts"

/** An incident of a mass event. */
export interface BurstIncident {
  /** Its id. */
  readonly incidentId: string
  /** When its first message was published. */
  readonly publishedAt: Instant
  /** What it is about; null: no topic. */
  readonly topic: string | null
  /** Where it is; null: unknown. */
  readonly territoryId: string | null
  /** Messages of others that were counted in its threads while the event was open. */
  readonly voices: number
}

/** Where more came than is usual: a topic, or a group of topics, at a place. */
export interface BurstCell {
  /** What is counted. */
  readonly level: "topic" | "group"
  /** The topic or the group; null: incidents without a topic. */
  readonly subject: string | null
  /** The place with everything inside; null: incidents whose place is unknown. */
  readonly territoryId: string | null
  /** Incidents published within the window. */
  readonly count: number
  /** How many the habit expects in the same window. */
  readonly usual: number
  /** The length of the window. */
  readonly windowMinutes: number
  /** The chance of so many if nothing has happened. */
  readonly odds: number
}

/** A mass event: many complaints of one kind at one place within hours. It holds no text and no author. */
export interface Burst {
  /** Its id. */
  readonly burstId: string
  /** `over`: three quiet hours have passed since its last message. */
  readonly state: "open" | "over"
  /** Whether a topic or a group of topics raised the alarm. */
  readonly level: "topic" | "group"
  /** The topics of its incidents, in order. */
  readonly topicIds: readonly string[]
  /** The group of these topics; the topic itself where it has none; null: incidents without a topic. */
  readonly group: string | null
  /** The place with everything inside; null: unknown. */
  readonly territoryId: string | null
  /** When its first message was published. */
  readonly since: Instant
  /** When the alarm was raised, by the clock of the desk. */
  readonly foundAt: Instant
  /** When its last message was published, or a voice heard. */
  readonly lastAt: Instant
  /** When it ended; null while it is open. */
  readonly overAt: Instant | null
  /** Incidents and voices so far. */
  readonly count: number
  /** Messages of others, counted in the threads of its incidents. */
  readonly voices: number
  /** The cells that raised the alarm, the first one first. */
  readonly cells: readonly BurstCell[]
  /** Its incidents in the order of their publication, the first 2 000; `count` goes on. */
  readonly incidents: readonly BurstIncident[]
}

/** A mass event as it is stored. */
export interface StoredBurst {
  /** The event. */
  readonly burst: Burst
  /** What of it was reported: `count` 0: nothing yet. */
  readonly told: {
    /** How large it was when that was reported last. */
    readonly count: number
    /** Whether its end was reported. */
    readonly isOver: boolean
  }
  /** Whether it is open, or something of it is still to be reported. */
  readonly pending: boolean
}

/** Which mass events, the last found first; of equal moments by id. */
export interface BurstQuery {
  /** Those with these ids. Absent: any. */
  readonly burstIds?: readonly string[]
  /** Those that are pending, or are not. Absent: all. */
  readonly pending?: boolean
  /** After this one in their order; null: from the first one on. */
  readonly after: Pick<Burst, "foundAt" | "burstId"> | null
  /** At most this many, 1 to 1 000. */
  readonly limit: number
}
