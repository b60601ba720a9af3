import { DeskError, instantToMillis, type Instant } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"
import * as z from "zod"
import type { VkApi } from "../api/client.ts"
import { idSchema } from "../api/schemas.ts"

/** A community is asked about again after this time, milliseconds. Our choice. */
const trustMillis = 3_600_000

const groupsSchema = z.looseObject({ groups: z.array(z.looseObject({ id: idSchema, is_closed: z.number().int() })) })

/** Says whether communities are public: closed ones are not read, even where the token's owner is a member. */
export interface Openness {
  /**
   * Lets the reading of a wall go on.
   *
   * @param ownerId - of the wall; a person's page passes
   * @throws DeskError `refused` for a closed community; what keeps VK from answering
   */
  require(ownerId: number, now: Instant, options: CallOptions): Promise<void>
}

/**
 * Asks `groups.getById` about each community once an hour, where a user token reads: a service key sees what everybody
 * sees, and VK refuses it the rest.
 *
 * @param api - VK
 */
export function createOpenness(api: VkApi): Openness {
  const known = new Map<string, { readonly until: number; readonly isClosed: boolean }>()
  return {
    async require(ownerId, now, { signal }) {
      if (ownerId > 0 || api.has("service")) return
      const id = String(-ownerId)
      const at = instantToMillis(now)
      let state = known.get(id)
      if (state === undefined || at >= state.until) {
        const call = {
          method: "groups.getById",
          tokens: ["user"],
          priority: "discovery",
          params: { group_id: id },
          ...(signal === undefined ? {} : { signal }),
        } as const
        const group = (await api.call(call, groupsSchema)).groups.find((one) => one.id === id)
        if (group === undefined) throw api.shapeFailure("vk: groups.getById", "response.groups")
        state = { until: at + trustMillis, isClosed: group.is_closed !== 0 }
        known.set(id, state)
      }
      if (!state.isClosed) return
      const reason = "closed communities are not read"
      throw new DeskError("refused", `vk: wall ${ownerId}: ${reason}`, { reason })
    },
  }
}
