import type { Connector, Storage } from "@otklik/core"
import { Killed } from "../../road/scripted-connector.ts"
import { createPlay, outcomeOf, playAll, work, type Play } from "./play.ts"
import type { ConversationNetwork } from "./connectors.ts"

const storageCalls = ["commit", "lease", "settle", "load", "read"] as const satisfies readonly (keyof Storage)[]
const connectorCalls = ["doPull", "doReceive", "doReply", "doFindReplies"] as const satisfies readonly (keyof Connector)[]

/** How a conversation is played, and where the process dies in it. */
export interface KilledPlay {
  readonly network: ConversationNetwork
  readonly open: () => Storage
  /** The call that kills, from 1; 0: none. Every later one of as many more kills again. */
  readonly every: number
  readonly when: "before" | "after"
}

/** Plays a whole conversation while the office dies again and again, and gives the outcome and the calls there were. */
export async function playKilled({
  network,
  open,
  every,
  when,
}: KilledPlay): Promise<{ readonly calls: number; readonly outcome: Awaited<ReturnType<typeof outcomeOf>> }> {
  const play = await createPlay(network, open())
  let calls = 0
  const day = async (one: Play): Promise<void> => {
    let isDead = false
    const guard = <Door extends object>(door: Door, names: readonly (keyof Door)[]): Door => {
      const guarded = { ...door }
      for (const name of names) {
        const member: unknown = door[name]
        if (typeof member !== "function") continue
        const call = async (...given: unknown[]): Promise<unknown> => {
          if (isDead) throw new Killed()
          calls += 1
          isDead = every > 0 && calls % every === 0
          const isFatal = isDead
          if (isFatal && when === "before") throw new Killed()
          const result: unknown = await Reflect.apply(member, door, given)
          if (isFatal) throw new Killed()
          return result
        }
        Object.assign(guarded, { [name]: call })
      }
      return guarded
    }
    const desk = one.start({ storage: guard(one.storage, storageCalls), connector: guard(one.network.connect(), connectorCalls) })
    await work(one, desk).catch((error: unknown) => {
      if (!isDead) throw error
    })
    // What a dead process held is free again after a minute.
    one.clock.advance(2)
  }
  await playAll(play, day)
  return { calls, outcome: await outcomeOf(play) }
}
