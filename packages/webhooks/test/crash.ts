import assert from "node:assert/strict"
import type { Storage } from "@otklik/core"
import { openTown, runUntil, upTo } from "./town.ts"

/** A process that is killed at one of its calls: from there on nothing of it works. */
interface Doomed {
  readonly storage: Storage
  readonly fetch: typeof globalThis.fetch
  isKilled(): boolean
}

function doom(storage: Storage, fetch: typeof globalThis.fetch, atCall: number): Doomed {
  let calls = 0
  const pass = (): void => {
    calls += 1
    if (calls >= atCall) throw new Error("killed")
  }
  const members = Object.entries(storage).map(([name, member]: [string, unknown]) => {
    if (typeof member !== "function") return [name, member]
    const guarded = async (...values: unknown[]): Promise<unknown> => {
      pass()
      const answer: unknown = await Reflect.apply(member as () => unknown, storage, values)
      // Killed behind it: it was done, and nobody knows.
      pass()
      return answer
    }
    return [name, guarded]
  })
  return {
    storage: { ...storage, ...(Object.fromEntries(members) as Partial<Storage>) },
    async fetch(input, init) {
      pass()
      const response = await fetch(input, init)
      pass()
      return response
    },
    isKilled: () => calls >= atCall,
  }
}

/**
 * Kills a sender before and behind every call of storage and `fetch` that it makes to send some events, and has another
 * one go on each time.
 *
 * @param open - a fresh storage each time
 * @param options - how many incidents, of some four events each; how long a lease holds, for storages with a clock of
 * their own
 * @returns how many calls there were
 */
export async function crashEverywhere(
  open: () => Promise<Storage>,
  { incidents = 1, feedMinutes = 2 }: { readonly incidents?: number; readonly feedMinutes?: number } = {},
): Promise<number> {
  for (let call = 1; ; call += 1) {
    const town = await openTown({ storage: await open(), desk: { leases: { feedMinutes } } })
    const last = await town.happen(incidents)
    const { receiver } = town
    const doomed = doom(town.storage, receiver.fetch, call)
    const first = town.restart({ storage: doomed.storage, sender: { fetch: doomed.fetch } })
    const isServed = async () => (await town.sender.status())[0]?.position === String(last)
    await runUntil(first, async () => doomed.isKilled() || (await isServed()))
    if (!doomed.isKilled()) {
      assert.deepEqual(receiver.positions(), upTo(last))
      return call
    }
    const before = receiver.positions().length
    // What the killed one held has run out when the next one comes.
    const second = town.restart({ at: "2026-11-24T05:00:00.000Z" })
    await runUntil(second, isServed)
    const positions = receiver.positions()
    const at = `killed at call ${call}`
    assert.deepEqual(positions.slice(0, before), upTo(before), at)
    const [next = last + 1] = positions.slice(before)
    // At most the one under way comes again.
    assert.ok(next === before || next === before + 1, `${at}: then came ${next} after ${before}`)
    assert.deepEqual(positions.slice(before), upTo(last).slice(next - 1), at)
    await town.storage.close()
  }
}
