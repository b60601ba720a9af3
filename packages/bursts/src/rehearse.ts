import { instantToMillis, readOptions, type Instant, type Storage } from "@otklik/core"
import type { Burst, BurstFact, BurstRegion } from "@otklik/core/desk"
import { burstFactsOf } from "@otklik/core/internal"
import * as z from "zod"
import { createBurstWatch, type BurstWatchOptions } from "./watch.ts"

/** What is rehearsed. */
export interface RehearsalRequest {
  /** The desk's storage: its feed is read, and nothing is written. */
  readonly storage: Storage
  /** The detector as it would be switched on. */
  readonly options: BurstWatchOptions
  /** The desk's topics, with their groups, and its territories. */
  readonly region: BurstRegion
  /** Alarms of this time count; what was before is habit. Half-open. */
  readonly period: {
    /** From this moment on. */
    readonly from: Instant
    /** Before this moment. */
    readonly to: Instant
  }
  /** How many false alarms a month the office bears. Default 2. */
  readonly falseAlarmsAMonth?: number
  /** Whether something had really happened. Default: every alarm counts as false, which asks for more caution. */
  readonly isReal?: (burst: Burst) => boolean
}

/** What a detector would have done in a time that is over. */
export interface BurstRehearsal {
  /** The alarms of the period, the first one first, each as it was in the end. */
  readonly alarms: readonly Burst[]
  /** How many of them were false, a month of 30 days. */
  readonly falseAlarmsAMonth: number
  /** The largest `chanceFactor`, up to 1 000, at which there are no more false alarms than the office bears. */
  readonly chanceFactor: number
}

const moment = z.iso.datetime({ offset: true })
const requestSchema = z.strictObject({
  storage: z.custom<Storage>((value) => typeof value === "object" && value !== null && "readEvents" in value, "a storage was expected"),
  options: z.looseObject({}),
  region: z.strictObject({ topics: z.array(z.looseObject({ id: z.string() })), territories: z.array(z.looseObject({ id: z.string() })) }),
  period: z.strictObject({ from: moment, to: moment }).refine(({ from, to }) => from < to, "`from` must come before `to`"),
  falseAlarmsAMonth: z.number().min(0).max(1000).default(2),
  isReal: z.custom((value) => value === undefined || typeof value === "function", "a function was expected").optional(),
})

/** Factors are tried between these powers of ten, so often: to a hundredth of a power. */
const [leastPower, greatestPower, tries] = [-9, 3, 10]

const month = 30 * 86_400_000

/**
 * Plays the desk's own past to a detector before it is switched on: which alarms there would have been, and the factor
 * at which there are as many false ones as the office bears. Some 20 µs an incident and try.
 *
 * @param request - see {@link RehearsalRequest}
 * @throws DeskError `config`, and what the storage throws
 */
export async function rehearseBursts(request: RehearsalRequest): Promise<BurstRehearsal> {
  const { falseAlarmsAMonth } = readOptions(requestSchema, request, "rehearseBursts")
  const { storage, options, region, period, isReal = () => false } = request
  createBurstWatch(options)
  const facts = await factsUntil(storage, period.to)
  const play = (chanceFactor: number): readonly Burst[] => {
    const memory = createBurstWatch({ ...options, chanceFactor }).open(null, region)
    const found = new Map<string, Burst>()
    const note = (): void => {
      for (const burst of memory.changed()) found.set(burst.burstId, burst)
    }
    facts.forEach((fact, index) => {
      memory.take(fact)
      if (index % 1000 === 0) note()
    })
    memory.pass(period.to)
    note()
    return [...found.values()].filter(({ foundAt }) => foundAt >= period.from && foundAt < period.to)
  }
  const months = (instantToMillis(period.to) - instantToMillis(period.from)) / month
  const falseOf = (alarms: readonly Burst[]): number => alarms.filter((burst) => !isReal(burst)).length / months
  const alarms = play(options.chanceFactor ?? 1)
  let [low, high] = [leastPower, greatestPower]
  if (falseOf(play(10 ** high)) <= falseAlarmsAMonth) low = high
  for (let attempt = 0; attempt < tries && low < high; attempt += 1) {
    const middle = (low + high) / 2
    if (falseOf(play(10 ** middle)) <= falseAlarmsAMonth) low = middle
    else high = middle
  }
  return { alarms, falseAlarmsAMonth: falseOf(alarms), chanceFactor: 10 ** low }
}

async function factsUntil(storage: Storage, to: Instant): Promise<readonly BurstFact[]> {
  const facts: BurstFact[] = []
  for (let after: string | null = null; ;) {
    const events = await storage.readEvents(after, 1000)
    facts.push(...(await burstFactsOf(storage, events)))
    const last = events.at(-1)
    if (last === undefined || last.event.at >= to) return facts.filter(({ at }) => at < to)
    after = last.position
  }
}
