/** What can go wrong at a network, in words that fit every network; each answers it in its own way. */
export type SimulatedFaultKind =
  /** Too many calls within a moment. */
  | "rate-limit"
  /** The calls of the day are used up. */
  | "daily-limit"
  /** What was paid for is used up; no moment frees it. */
  | "cap-spent"
  | "captcha"
  | "token-expired"
  | "token-revoked"
  /** The same action was repeated too often. */
  | "flood"
  | "comments-closed"
  | "links-forbidden"
  | "too-many-replies"
  /** The network's own failure: nothing is known. */
  | "server-error"
  /** The network answers with its error of the number `code`; at X, a status of HTTP. */
  | "error-code"
  /** The connection breaks before the network has done anything. */
  | "cut-before"
  /** The connection breaks after the network has done what was asked. */
  | "cut-after"
  /** The connection breaks, and what was sent arrives all the same: not before `arriveLate` of the simulator. */
  | "late"
  /** The answer takes `millis` by the simulator's clock. */
  | "slow"
  /** The answer is no JSON. */
  | "malformed"
  /** The answer is JSON of another shape than the network documents. */
  | "changed-shape"
  /** Items of a list, and pushes, come twice. */
  | "duplicate"
  /** Items of a list, and pushes, come in the reverse order. */
  | "reorder"
  /** Whoever asks for more than `most` items at a time gets an error that asks for less. */
  | "too-much"
  /** Lists name their next page by time, and give no cursor. */
  | "paged-by-time"
  /** Something happens right before the call is answered: `action`. A list that is read shifts so. */
  | "meanwhile"
  /** A stream of events forgot what happened before. */
  | "events-lost"
  /** The key of a stream of events ran out. */
  | "key-lost"

/** A fault to inject. */
export interface SimulatedFault {
  /** What goes wrong. */
  readonly kind: SimulatedFaultKind
  /** Only calls of this operation, as the network names it, or `push`; absent: all. */
  readonly operation?: string
  /** Only calls about this thing, by its id: a post's, for calls about what is below it. Absent: about anything. */
  readonly about?: string
  /** How many calls it hits. Default 1; `Infinity` until healed. */
  readonly times?: number
  /** It hits each n-th of the calls, the n-th first. Default 1: every one. */
  readonly every?: number
  /** How long a slow answer takes, milliseconds. Default 60 000. */
  readonly millis?: number
  /** Items that are not too much. Default 0: any number is. */
  readonly most?: number
  /** The number of an `error-code`. Default 1, which most networks call unknown. */
  readonly code?: number
  /** What happens meanwhile. */
  readonly action?: () => void
}

/** The faults of one simulator. */
export interface FaultTracker {
  inject(fault: SimulatedFault): void
  heal(): void
  /** How many calls a fault hit so far. */
  readonly hits: number
  /** The faults that hit this call about something; each is counted. */
  hit(operation: string, about?: string): readonly SimulatedFault[]
  /** Keeps what a request does that is late. */
  keep(arrive: () => unknown): void
  /**
   * Has everything that is late arrive, in the order in which it was sent.
   *
   * @returns how many requests that were
   */
  arriveLate(): number
}

/** Makes a list without faults. */
export function createFaultTracker(): FaultTracker {
  let total = 0
  const late: (() => unknown)[] = []
  let entries: { readonly fault: SimulatedFault; calls: number; left: number }[] = []
  return {
    get hits() {
      return total
    },
    inject(fault) {
      entries.push({ fault, calls: 0, left: fault.times ?? 1 })
    },
    heal() {
      entries = []
    },
    keep(arrive) {
      late.push(arrive)
    },
    arriveLate() {
      const arrived = late.splice(0)
      for (const arrive of arrived) arrive()
      return arrived.length
    },
    hit(operation, about) {
      const hits: SimulatedFault[] = []
      for (const entry of entries) {
        if (entry.fault.operation !== undefined && entry.fault.operation !== operation) continue
        if (entry.fault.about !== undefined && entry.fault.about !== about) continue
        entry.calls += 1
        if (entry.left <= 0 || entry.calls % (entry.fault.every ?? 1) !== 0) continue
        entry.left -= 1
        hits.push(entry.fault)
      }
      entries = entries.filter((entry) => entry.left > 0)
      if (hits.length > 0) total += 1
      return hits
    },
  }
}
