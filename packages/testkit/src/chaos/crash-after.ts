import type { Connector, Storage } from "@otklik/core"

/** Thrown in place of a killed process: nothing after it runs. */
export class Killed extends Error {}

/** Everything that a process calls outside itself. */
export interface Outside {
  readonly storage: Storage
  readonly connectors: readonly Connector[]
}

/** A process that is killed after so many calls. */
export interface Process extends Outside {
  isDead(): boolean
}

/**
 * Wraps what a process calls: after the fatal call, right before or right after it did its work, nothing gets through
 * any more.
 *
 * @param outside - storage and connectors
 * @param fatal - the call at which it is killed, and on which side of it
 */
export function crashAfter(outside: Outside, fatal: { readonly call: number; readonly isAfter: boolean }): Process {
  let calls = 0
  let dead = false
  function wrap<Part extends object>(part: Part, isCall: (name: string) => boolean): Part {
    const wrapped = { ...part }
    for (const name of Object.keys(part) as (keyof Part & string)[]) {
      const member: unknown = part[name]
      if (typeof member !== "function" || !isCall(name)) continue
      const guarded = async (...given: unknown[]): Promise<unknown> => {
        if (dead) throw new Killed()
        calls += 1
        if (calls === fatal.call) dead = true
        if (dead && !fatal.isAfter) throw new Killed()
        const result: unknown = await Reflect.apply(member, part, given)
        if (dead) throw new Killed()
        return result
      }
      Object.assign(wrapped, { [name]: guarded })
    }
    return wrapped
  }
  return {
    storage: wrap(outside.storage, () => true),
    // The other members of a connector only describe it: they are no calls.
    connectors: outside.connectors.map((connector) => wrap(connector, (name) => /^do[A-Z]/.test(name))),
    isDead: () => dead,
  }
}
