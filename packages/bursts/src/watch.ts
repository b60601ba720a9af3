import { readOptions } from "@otklik/core"
import type { BurstWatch } from "@otklik/core/desk"
import { zoneSchema } from "@otklik/core/internal"
import * as z from "zod"
import { createPlaces } from "./habit.ts"
import { createMemory } from "./memory.ts"

/** How a desk's mass events are found. */
export interface BurstWatchOptions {
  /** Where the office is, as `Asia/Chita`: by its clocks the hours of the habit are counted. */
  readonly zone: string
  /** Groups of topics, by topic, in the place of the groups that the desk's topics name. */
  readonly groups?: Readonly<Record<string, string>>
  /** Whether a rise all over a territory of the kind `region` is an event too. Default false. */
  readonly region?: boolean
  /**
   * What the chances below which there is an alarm are multiplied with: more than 1 finds more, less makes fewer false
   * alarms. `rehearseBursts` finds it out. Default 1, which is for 150 incidents a day; more are allowed for.
   */
  readonly chanceFactor?: number
}

const optionsSchema = z.strictObject({
  zone: zoneSchema,
  groups: z.record(z.string().min(1), z.string().min(1)).default({}),
  region: z.boolean().default(false),
  chanceFactor: z.number().positive().max(1e6).default(1),
})

/**
 * Makes a detector of mass events: more incidents of a topic, or a group of topics, at a place than its own habit of
 * the hour and weekday makes likely. It takes topic, place and time alone; no text and no person.
 *
 * @param options - see {@link BurstWatchOptions}
 * @throws DeskError `config` with the field path of everything that is wrong
 *
 * @example
 * createDesk({ ..., bursts: createBurstWatch({ zone: "Asia/Chita" }) })
 */
export function createBurstWatch(options: BurstWatchOptions): BurstWatch {
  const { zone, groups, region, chanceFactor } = readOptions(optionsSchema, options, "createBurstWatch options")
  return {
    specificationVersion: "v1",
    format: "1",
    open: (saved, places) => createMemory(saved, { places: createPlaces(places, groups, region), zone, chanceFactor }),
  }
}
