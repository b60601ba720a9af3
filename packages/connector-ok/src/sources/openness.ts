import { DeskError, instantToMillis, isDeskError, type Instant } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"
import * as z from "zod"
import type { OkApi } from "../api/client.ts"
import { idSchema } from "../api/schemas.ts"

const listSchema = z.array(z.unknown())
const groupSchema = z.looseObject({ uid: idSchema, private: z.boolean().default(false) })

/** Groups are asked about again after this time, milliseconds. Our choice. */
const trustMillis = 3_600_000

/**
 * So long OK is waited for where it never answered about the groups; then they are read without its word. Where it
 * answers no more, it is asked again as seldom. Milliseconds. Our choice.
 */
const patienceMillis = 600_000

/** What OK says of a group; `untold`: it does not say now, and never did in this process. */
export type GroupState = "open" | "closed" | "unknown" | "untold"

/** Says whether groups are public: closed ones are not read, even where the token's owner is a member. */
export interface Openness {
  /** @throws DeskError what keeps OK from answering, for the first ten minutes */
  stateOf(groupId: string, now: Instant, options: CallOptions): Promise<GroupState>
  /** @throws DeskError `refused` for a group that is closed or not there; as {@link Openness.stateOf} */
  require(groupId: string, now: Instant, options: CallOptions): Promise<void>
  /** That OK does not answer about the groups, and what becomes of it, as sentences for people. */
  problems(): readonly string[]
}

/**
 * Asks `group.getInfo` for all groups at once, and remembers the answer for an hour. All reading waits for this one
 * call, and it takes a field of 2013: where it fails, what OK said last holds on, and where OK never said anything,
 * groups are read after ten minutes all the same, since they are named in the options.
 *
 * @param api - OK
 * @param groupIds - the groups that may be asked for
 */
export function createOpenness(api: OkApi, groupIds: readonly string[]): Openness {
  let known: { readonly until: number; readonly states: ReadonlyMap<string, GroupState> | undefined } | undefined
  let failure: { readonly error: Error; readonly since: number } | undefined

  async function ask({ signal }: CallOptions): Promise<ReadonlyMap<string, GroupState>> {
    const states = new Map<string, GroupState>()
    // A call takes a hundred ids at most, as `group.getUserGroupsByIds` says of its own.
    for (let begin = 0; begin < groupIds.length; begin += 100) {
      const params = { uids: groupIds.slice(begin, begin + 100).join(","), fields: "UID,PRIVATE" }
      const call = { method: "group.getInfo", priority: "discovery", params, ...(signal === undefined ? {} : { signal }) } as const
      const list = await api.call(call, listSchema)
      const groups = list.flatMap((item) => groupSchema.safeParse(item).data ?? [])
      if (groups.length === 0 && list.length > 0)
        throw new DeskError("protocol", "ok: group.getInfo: every group has an unknown shape", { path: "[0]" })
      for (const group of groups) states.set(group.uid, group.private ? "closed" : "open")
    }
    return states
  }

  /** Undefined: OK never answered. */
  async function statesAt(now: Instant, options: CallOptions): Promise<ReadonlyMap<string, GroupState> | undefined> {
    const at = instantToMillis(now)
    if (known !== undefined && at < known.until) return known.states
    try {
      known = { until: at + trustMillis, states: await ask(options) }
      failure = undefined
    } catch (error) {
      if (!isDeskError(error)) throw error
      failure = { error, since: failure?.since ?? at }
      if (known === undefined && at - failure.since < patienceMillis) throw error
      known = { until: at + patienceMillis, states: known?.states }
    }
    return known.states
  }

  const stateOf: Openness["stateOf"] = async (groupId, now, options) => {
    const states = await statesAt(now, options)
    return states === undefined ? "untold" : (states.get(groupId) ?? "unknown")
  }

  return {
    stateOf,
    async require(groupId, now, options) {
      const state = await stateOf(groupId, now, options)
      if (state === "open" || state === "untold") return
      const reason = state === "closed" ? "closed groups are not read" : "OK has no such group"
      throw new DeskError("refused", `ok: group ${groupId}: ${reason}`, { reason })
    },
    problems() {
      if (failure === undefined || known === undefined) return []
      const rest = known.states === undefined ? "they are read as if they were; make sure that they are" : "its last answer is used"
      return [`groups: OK does not say whether they are public (${failure.error.message}); ${rest}`]
    },
  }
}
