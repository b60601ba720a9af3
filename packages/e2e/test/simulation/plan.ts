import { createRandom } from "@otklik/testkit"
import type { CallKind, Fault } from "./fault.ts"
import { networkNames, type NetworkName } from "./networks.ts"

/**
 * Something that a citizen does. What it refers to and is not there leaves it undone, so that any part of a plan is a
 * plan.
 */
export type Act = { readonly minute: number } & (
  | { readonly kind: "complain"; readonly complaint: number; readonly network: NetworkName }
  /** The author adds something below the complaint; with a word of the rules in it, or without. */
  | { readonly kind: "add"; readonly complaint: number; readonly matches: boolean }
  | { readonly kind: "edit"; readonly complaint: number }
  | { readonly kind: "remove"; readonly complaint: number }
)

/** Everything that is decided before a run: the rest follows from the seed. */
export interface Plan {
  readonly seed: number
  readonly workers: number
  readonly networks: readonly NetworkName[]
  /** How long citizens write and things go wrong. */
  readonly minutes: number
  /**
   * How long everybody goes on afterwards, when nothing goes wrong any more: longer than the longest pause between two
   * tries.
   */
  readonly calmMinutes: number
  /** How long leases hold, minutes. */
  readonly leaseMinutes: number
  /** What a worker waits between two rounds, seconds. */
  readonly pauseSeconds: number
  readonly acts: readonly Act[]
  readonly faults: readonly Fault[]
}

/** What may go wrong in a run. */
export interface PlanOptions {
  readonly seed: number
  readonly minutes?: number
  readonly calmMinutes?: number
  readonly networks?: readonly NetworkName[]
}

type Some<Item> = readonly [Item, ...Item[]]

const calls: Some<CallKind> = ["reply", "reply", "reply", "reading", "commit", "commit", "lease", "look"]

const everything: Some<Fault["kind"]> = ["pause", "kill", "late", "lost", "answer-lost", "failed", "twice", "clock"]

/** What most of a run's faults are. */
const themes: Some<Some<Fault["kind"]>> = [
  everything,
  ["pause"],
  ["late", "lost", "answer-lost", "twice"],
  ["kill", "failed"],
  ["clock", "pause"],
]

/** Plans a run. */
export function createPlan({ seed, minutes = 60, calmMinutes = 150, networks }: PlanOptions): Plan {
  const random = createRandom(seed ^ 0x5eed)
  const below = (limit: number): number => Math.floor(random() * limit)
  const oneOf = <Item>(items: Some<Item>): Item => items[below(items.length)] ?? items[0]
  const first = networks?.[0] ?? networkNames[below(networkNames.length)] ?? "ok"
  const second = networks?.[1] ?? networkNames.filter((name) => name !== first)[below(networkNames.length - 1)] ?? "vk"
  const places: Some<NetworkName> = networks?.length === 1 ? [first] : [first, second]
  const workers = 2 + below(2)

  const acts: Act[] = []
  const complaints = 8 + below(13)
  for (let complaint = 0; complaint < complaints; complaint += 1) {
    const minute = below(minutes * 0.8)
    acts.push({ minute, kind: "complain", complaint, network: oneOf(places) })
    const later = (): number => minute + 1 + below(minutes - minute - 1)
    if (random() < 0.3) acts.push({ minute: later(), kind: "add", complaint, matches: random() < 0.5 })
    if (random() < 0.15) acts.push({ minute: later(), kind: "edit", complaint })
    if (random() < 0.1) acts.push({ minute: later(), kind: "remove", complaint })
  }

  const theme = oneOf(themes)
  const faults: Fault[] = []
  const drawn = 6 + below(20)
  for (let index = 0; index < drawn; index += 1) {
    const place = { minute: below(minutes), worker: random() < 0.6 ? null : below(workers) }
    const on = oneOf(calls)
    const isAfter = random() < 0.4
    const kind = random() < 0.6 ? oneOf(theme) : oneOf(everything)
    const seconds = oneOf([2, 8, 20, 90, 200, 400])
    if (kind === "pause" || kind === "kill") faults.push({ ...place, kind, on, isAfter, seconds })
    else if (kind === "twice") faults.push({ ...place, kind, on: "reply" })
    else if (kind === "late") faults.push({ ...place, kind, on, seconds })
    else if (kind === "clock") {
      const bySeconds = oneOf([2, 20, 60, 600, 7200, 86_400, 20 * 86_400]) * (random() < 0.6 ? 1 : -1)
      faults.push({ ...place, worker: place.worker ?? below(workers), kind, bySeconds, seconds: oneOf([30, 200, 900]) })
    } else faults.push({ ...place, kind, on })
  }
  const byMinute = (one: { readonly minute: number }, other: { readonly minute: number }): number => one.minute - other.minute
  return {
    seed,
    workers,
    networks: places,
    minutes,
    calmMinutes,
    leaseMinutes: oneOf([0.1, 0.5, 2, 5]),
    pauseSeconds: oneOf([20, 60, 60]),
    acts: acts.toSorted(byMinute),
    faults: faults.toSorted(byMinute),
  }
}
