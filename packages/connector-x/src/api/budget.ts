import { addMinutes, DeskError, type Instant } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"
import * as z from "zod"
import type { XApi } from "./client.ts"

const countSchema = z.union([z.string().regex(/^\d{1,15}$/), z.number().int().min(0)]).transform(Number)

const usageSchema = z.looseObject({
  data: z.looseObject({ project_usage: countSchema, project_cap: countSchema, cap_reset_day: z.number().int().optional() }),
})

/** What was read in this billing cycle, by X's own count: over all apps of the project. */
export interface XUsage {
  readonly used: number
  readonly cap: number
  /** The day of the month on which X begins to count anew. */
  readonly resetDay: number | undefined
}

/** Asks X for its count; only the app's token is reported. */
export async function readUsage(api: XApi, call: CallOptions): Promise<XUsage> {
  const { data } = await api.call(
    {
      operation: "getUsage",
      path: "usage/tweets",
      query: { "usage.fields": "cap_reset_day,project_cap,project_usage" },
      tokens: ["app"],
      priority: "discovery",
      ...call,
    },
    usageSchema,
  )
  return { used: data.project_usage, cap: data.project_cap, resetDay: data.cap_reset_day }
}

/** So long a count is relied on; between two of them the connector's own reads are added. Minutes, our choice. */
const trustMinutes = 60

/**
 * Keeps reading within what the host wants to pay for. Replies are not held back: what they search for is little, and
 * it is what the desk is for.
 *
 * @param api - X
 * @param monthlyReads - the host's limit; absent: there is none
 * @returns throws DeskError `auth` with what a person must do when the limit is reached
 */
export function createReadBudget(api: XApi, monthlyReads: number | undefined): (now: Instant, call: CallOptions) => Promise<void> {
  let known: { readonly at: Instant; readonly used: number; readonly resetDay: number | undefined; readonly reads: number } | undefined
  return async (now, call) => {
    if (monthlyReads === undefined) return
    if (known === undefined || addMinutes(known.at, trustMinutes) <= now)
      known = { ...(await readUsage(api, call)), at: now, reads: api.reads() }
    if (known.used + api.reads() - known.reads < monthlyReads) return
    const day = known.resetDay === undefined ? "" : ` (day ${known.resetDay} of the month)`
    const action = `raise monthlyReads, or wait until X counts anew${day}`
    throw new DeskError("auth", `x: the ${monthlyReads} posts that may be read in a billing cycle are read; ${action}`, { action })
  }
}
