import type { MessagePlace } from "./message-stream.ts"

/** Messages whose first topic is another one now. */
export interface TopicChange {
  /** The topic of the first rule that holds and has one; null when there is none. */
  readonly before: string | null
  /** The same, after. */
  readonly after: string | null
  /** Exact. */
  readonly count: number
  /** The first ones, as many as were asked for. */
  readonly samples: readonly MessagePlace[]
}

/** Counts changes of the first topic. */
export interface TopicTally {
  /** Adds one message. */
  add(place: MessagePlace, before: string | null, after: string | null): void
  /** The most frequent first; equal ones by the topics' names, no topic before all. */
  list(): readonly TopicChange[]
}

/**
 * Starts counting.
 *
 * @param limit - samples a change
 */
export function createTopicTally(limit: number): TopicTally {
  const changes = new Map<string, { before: string | null; after: string | null; count: number; samples: MessagePlace[] }>()
  return {
    add(place, before, after) {
      if (before === after) return
      const name = JSON.stringify([before, after])
      const change = changes.get(name) ?? { before, after, count: 0, samples: [] }
      change.count += 1
      if (change.samples.length < limit) change.samples.push(place)
      changes.set(name, change)
    },
    list: () =>
      [...changes.values()].sort(
        (one, other) => other.count - one.count || byTopic(one.before, other.before) || byTopic(one.after, other.after),
      ),
  }
}

/** By code units, so that the order is the same on every machine. */
export function byTopic(one: string | null, other: string | null): number {
  if (one === other) return 0
  if (one === null || other === null) return one === null ? -1 : 1
  return one < other ? -1 : 1
}
