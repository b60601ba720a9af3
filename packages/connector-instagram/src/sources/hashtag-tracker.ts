import { edgeSchema, graphIdSchema, type GraphClient } from "@otklik/connector-kit/meta"
import { addMinutes, DeskError, type Instant } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"
import * as z from "zod"

/**
 * Different hashtags that Instagram lets an account ask for within {@link windowMinutes}; asking again within them is
 * free and prolongs nothing.
 */
const mostHashtags = 30
const windowMinutes = 7 * 24 * 60

/** How long to wait when the window is full with what this process did not ask for, minutes. Our choice. */
const unknownMinutes = 24 * 60

const knownSchema = z.looseObject({ id: graphIdSchema, name: z.string() })
const foundSchema = edgeSchema.extend({ data: z.array(z.looseObject({ id: graphIdSchema })).min(1, "a hashtag was expected") })

/** Knows the ids of hashtags, and does not ask for one more than Instagram allows. */
export interface HashtagTracker {
  /**
   * The id of a hashtag.
   *
   * @throws DeskError `rate-limited` while the window is full; `refused` for one that Instagram does not show; as the
   * Graph client
   */
  idOf(name: string, now: Instant, options: CallOptions): Promise<string>
}

/**
 * Makes the tracker of one account. What was asked for before this process, or by other applications, is asked of
 * Instagram: after a restart nothing is counted twice or forgotten.
 *
 * @param graph - Instagram
 * @param accountId - the account
 */
export function createHashtagTracker(graph: GraphClient, accountId: string): HashtagTracker {
  const known = new Map<string, { readonly id: string; readonly until: Instant }>()

  return {
    async idOf(name, now, options) {
      const wanted = name.normalize("NFC").toLowerCase()
      const entry = known.get(wanted)
      if (entry !== undefined && now < entry.until) return entry.id
      const shared = { priority: "discovery", ...options } as const
      const edge = "recently_searched_hashtags"
      const { items } = await graph.page({
        operation: edge,
        node: accountId,
        edge,
        params: { fields: "id,name", limit: mostHashtags },
        ...shared,
      })
      const recent = items.flatMap((item) => knownSchema.safeParse(item).data ?? [])
      const found = recent.find((one) => one.name.normalize("NFC").toLowerCase() === wanted)
      if (found !== undefined) {
        // When it was asked for first is not known: the window is checked again in a day.
        known.set(wanted, { id: found.id, until: addMinutes(now, unknownMinutes) })
        return found.id
      }
      if (recent.length >= mostHashtags) throw full(now, [...known.values()])
      const call = { operation: "ig_hashtag_search", node: "ig_hashtag_search", params: { user_id: accountId, q: wanted }, ...shared }
      const { data } = await graph.call(call, foundSchema)
      const id = data[0]?.id ?? ""
      known.set(wanted, { id, until: addMinutes(now, windowMinutes) })
      return id
    },
  }
}

function full(now: Instant, entries: readonly { readonly until: Instant }[]): DeskError<"rate-limited"> {
  const latest = addMinutes(now, unknownMinutes)
  const retryAt = entries.reduce((first, { until }) => (until > now && until < first ? until : first), latest)
  return new DeskError("rate-limited", `instagram: ${mostHashtags} hashtags were requested within seven days; one more must wait`, {
    retryAt,
  })
}
