import type { BurstPage, BurstRequest } from "@otklik/core/desk"
import * as z from "zod"
import type { Json } from "../route.ts"

const moment = z.iso.datetime()
const id = z.string()
const count = z.int().min(0)
const level = z.enum(["topic", "group"])

const burstSchema = z
  .strictObject({
    burstId: id,
    state: z.enum(["open", "over"]),
    /** Whether a topic or a group of topics raised the alarm. */
    level,
    topicIds: z.array(id),
    group: id.nullable(),
    /** The place with everything inside; null: unknown. */
    territoryId: id.nullable(),
    since: moment,
    foundAt: moment,
    lastAt: moment,
    overAt: moment.nullable(),
    /** Incidents and voices. */
    count,
    voices: count,
    usual: z.number(),
    windowMinutes: z.number(),
    /** The chance of so many if nothing had happened. */
    odds: z.number(),
    incidents: z.array(id),
    /** Incidents in each quarter of an hour that had any. */
    curve: z.array(z.strictObject({ at: moment, count })),
    cells: z.array(
      z.strictObject({
        level,
        subject: id.nullable(),
        territoryId: id.nullable(),
        count,
        usual: z.number(),
        windowMinutes: z.number(),
        odds: z.number(),
      }),
    ),
  })
  .meta({ id: "Burst" })

/** A page of mass events, the last found first. */
export const burstsSchema = z.strictObject({ items: z.array(burstSchema), next: z.string().nullable() }).meta({ id: "BurstPage" })

/** The place of the last event as one text. */
export function burstsView({ bursts, next }: BurstPage): Json<z.input<typeof burstsSchema>> {
  return { items: bursts, next: next === null || next === undefined ? null : `${next.foundAt}/${next.burstId}` }
}

/** The text of {@link burstsView}; what is none is refused by the desk. */
export function placeOf(after: string | undefined): Pick<BurstRequest, "after"> {
  if (after === undefined) return {}
  const at = after.indexOf("/")
  return { after: { foundAt: after.slice(0, Math.max(0, at)), burstId: after.slice(at + 1) } }
}
