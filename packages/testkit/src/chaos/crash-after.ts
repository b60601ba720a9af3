import type { Connector, Storage } from "@otklik/core"

/** Thrown in place of a killed process: nothing after it runs. */
export class Killed extends Error {}

/** The doors of a process. */
export interface Doors {
  readonly storage: Storage
  readonly connectors: readonly Connector[]
}

/** A process that is killed after so many calls over its doors. */
export interface Process extends Doors {
  isDead(): boolean
}

/**
 * Wraps the doors of a process: after the fatal call, right before or right after it did its work, nothing gets through
 * any more.
 *
 * @param doors - storage and connectors
 * @param fatal - the call at which it is killed, and on which side of it
 */
export function crashAfter(doors: Doors, fatal: { readonly call: number; readonly isAfter: boolean }): Process {
  let calls = 0
  let dead = false
  function wrap<Door extends object>(door: Door, isCall: (name: string) => boolean): Door {
    const wrapped = { ...door }
    for (const name of Object.keys(door) as (keyof Door & string)[]) {
      const member: unknown = door[name]
      if (typeof member !== "function" || !isCall(name)) continue
      const guarded = async (...given: unknown[]): Promise<unknown> => {
        if (dead) throw new Killed()
        calls += 1
        if (calls === fatal.call) dead = true
        if (dead && !fatal.isAfter) throw new Killed()
        const result: unknown = await Reflect.apply(member, door, given)
        if (dead) throw new Killed()
        return result
      }
      Object.assign(wrapped, { [name]: guarded })
    }
    return wrapped
  }
  return {
    storage: wrap(doors.storage, () => true),
    // What else a connector has tells of itself and goes through no door.
    connectors: doors.connectors.map((connector) => wrap(connector, (name) => /^do[A-Z]/.test(name))),
    isDead: () => dead,
  }
}
