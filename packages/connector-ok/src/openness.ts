import { DeskError, instantToMillis, type CallOptions, type Instant } from "@otklik/core"
import { z } from "zod"
import type { OkApi } from "./api.ts"
import { idSchema } from "./shape.ts"

const groupsSchema = z.array(z.looseObject({ uid: idSchema, private: z.boolean().default(false) }))

/** Groups are asked about again after this time, milliseconds. Our choice. */
const trustMillis = 3_600_000

/** What OK says of a group. */
export type GroupState = "open" | "closed" | "unknown"

/** Tells whether groups are public: closed ones are not read, even where the token's owner is a member. */
export interface Openness {
  stateOf(groupId: string, now: Instant, options: CallOptions): Promise<GroupState>
  /** @throws DeskError `refused` for a group that is closed or not there */
  require(groupId: string, now: Instant, options: CallOptions): Promise<void>
}

/**
 * Asks `group.getInfo` for all groups at once, and remembers the answer for an hour.
 *
 * @param api - OK
 * @param groupIds - the groups that may be asked for
 */
export function createOpenness(api: OkApi, groupIds: readonly string[]): Openness {
  let known: { readonly at: number; readonly states: ReadonlyMap<string, GroupState> } | undefined

  async function ask(now: Instant, { signal }: CallOptions): Promise<ReadonlyMap<string, GroupState>> {
    const at = instantToMillis(now)
    if (known !== undefined && at - known.at < trustMillis) return known.states
    const states = new Map<string, GroupState>()
    // A call takes a hundred ids at most, as `group.getUserGroupsByIds` says of its own.
    for (let begin = 0; begin < groupIds.length; begin += 100) {
      const params = { uids: groupIds.slice(begin, begin + 100).join(","), fields: "UID,PRIVATE" }
      const call = { method: "group.getInfo", priority: "discovery", params, ...(signal === undefined ? {} : { signal }) } as const
      for (const group of await api.call(call, groupsSchema)) states.set(group.uid, group.private ? "closed" : "open")
    }
    known = { at, states }
    return states
  }

  const stateOf: Openness["stateOf"] = async (groupId, now, options) => (await ask(now, options)).get(groupId) ?? "unknown"
  return {
    stateOf,
    async require(groupId, now, options) {
      const state = await stateOf(groupId, now, options)
      if (state === "open") return
      const reason = state === "closed" ? "closed groups are not read" : "OK knows no such group"
      throw new DeskError("refused", `ok: group ${groupId}: ${reason}`, { reason })
    },
  }
}
