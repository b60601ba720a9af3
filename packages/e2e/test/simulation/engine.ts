import { createHash } from "node:crypto"
import { setImmediate as turn } from "node:timers/promises"
import { millisToInstant, type Instant } from "@otklik/core"
import { createRandom } from "@otklik/testkit"

/** A time of its own in which nothing happens but what was planned, in one order that follows from the seed. */
export interface Engine {
  /** Milliseconds since 1970, by the clock of the networks and of the database. */
  readonly present: number
  /** The same as text. */
  now(): Instant
  /** A number of [0, 1), from the seed. */
  random(): number
  /** A whole number of milliseconds from the first up to, without, the second. */
  between(from: number, to: number): number
  /**
   * Plans something.
   *
   * @param millis - the moment; one that is over is the present one
   * @returns takes it back
   */
  at(millis: number, happen: () => void | Promise<void>): () => void
  /** Somebody asked for the time or called something: work is going on that nobody planned. */
  stir(): void
  /** Writes a line of the trace: what happened, and to whom. */
  note(line: string): void
  readonly lines: readonly string[]
  readonly steps: number
  /** Of the whole trace. Two runs of one plan have the same. */
  hash(): string
  /**
   * Lets time pass.
   *
   * @param until - the moment to stop at
   * @param look - after each step, once all that follows from it by itself has happened
   */
  run(until: number, look: () => void | Promise<void>): Promise<void>
}

interface Planned {
  readonly at: number
  readonly order: number
  readonly happen: () => void | Promise<void>
  isOff: boolean
}

/** Makes an engine that begins at a moment. */
export function createEngine(seed: number, start: number): Engine {
  const random = createRandom(seed)
  const heap: Planned[] = []
  const lines: string[] = []
  const hash = createHash("sha256")
  let present = start
  let order = 0
  let steps = 0
  let stirred = 0

  const isBefore = (one: Planned, other: Planned): boolean => one.at < other.at || (one.at === other.at && one.order < other.order)

  function push(item: Planned): void {
    let index = heap.push(item) - 1
    while (index > 0) {
      const above = (index - 1) >> 1
      const parent = heap[above]
      if (parent === undefined || !isBefore(item, parent)) break
      heap[index] = parent
      heap[above] = item
      index = above
    }
  }

  function pop(): Planned | undefined {
    const [first] = heap
    const last = heap.pop()
    if (first === undefined || last === undefined || first === last) return first
    let index = 0
    for (;;) {
      const left = 2 * index + 1
      const [one, other] = [heap[left], heap[left + 1]]
      if (one === undefined) break
      const [child, place] = other !== undefined && isBefore(other, one) ? [other, left + 1] : [one, left]
      if (!isBefore(child, last)) break
      heap[index] = child
      index = place
    }
    heap[index] = last
    return first
  }

  /**
   * Everything that runs by itself has run: promises, and the streams of bodies. No thread and no timer takes part, so
   * turns of the event loop are enough.
   */
  async function rest(): Promise<void> {
    for (let before = -1; before !== stirred;) {
      before = stirred
      await turn()
    }
  }

  return {
    get present() {
      return present
    },
    now: () => millisToInstant(present),
    random,
    between: (from, to) => from + Math.floor(random() * (to - from)),
    at(millis, happen) {
      const item: Planned = { at: Math.max(millis, present), order: (order += 1), happen, isOff: false }
      push(item)
      return () => {
        item.isOff = true
      }
    },
    stir() {
      stirred += 1
    },
    note(line) {
      const whole = `${millisToInstant(present).slice(8, 23)} ${line}`
      lines.push(whole)
      hash.update(whole)
    },
    lines,
    get steps() {
      return steps
    },
    hash: () => hash.copy().digest("hex"),
    async run(until, look) {
      for (;;) {
        const next = heap[0]
        if (next === undefined || next.at > until) break
        pop()
        if (next.isOff) continue
        present = next.at
        steps += 1
        await next.happen()
        await rest()
        await look()
      }
      present = until
    },
  }
}
