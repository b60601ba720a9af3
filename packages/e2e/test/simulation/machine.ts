import { DeskError, isDeskError, millisToInstant, type Clock, type Storage } from "@otklik/core"
import type { Engine } from "./engine.ts"
import type { CallKind, Fault } from "./fault.ts"

/** What a fault can hit. */
export type Strike = Exclude<Fault, { readonly kind: "clock" }>

/** A machine with a clock. It outlives the processes that run on it. */
export interface Host {
  readonly name: string
  /** How far its clock is ahead, milliseconds. */
  ahead: number
}

/** A process on a machine: everything that it does to the world goes through here, and the engine decides when. */
export interface Process {
  readonly clock: Required<Clock>
  readonly isAlive: boolean
  /** Whether it runs at this moment. */
  readonly isUp: boolean
  /** The storage as the process has it. */
  storage(storage: Storage): Storage
  /** A network as the process has it. */
  fetch(server: Server): typeof globalThis.fetch
  pause(millis: number): void
  /** Nothing of it runs any more. */
  kill(): void
}

/** A network as processes reach it. */
export interface Server {
  readonly fetch: typeof globalThis.fetch
  /** Names a call. */
  nameOf(request: Request, body: string): { readonly what: string; readonly kind: CallKind }
  /** Makes the next call go wrong. */
  fail(): void
}

/** What the process asks of whoever hands out faults. */
export interface ProcessOptions {
  readonly engine: Engine
  readonly host: Host
  /** The fault that hits a call, if one does. */
  strike(kind: CallKind): Strike | undefined
  /** It was killed by a fault, and is to begin anew after so many milliseconds. */
  killed(millis: number): void
}

/** A call on its way. */
interface Call<Result> {
  readonly door: "storage" | "network"
  readonly what: string
  readonly kind: CallKind
  perform(): Promise<Result>
  /** What is thrown where the connection breaks. */
  broken(): Error
  /** Makes the other side say no. */
  refuse?(): void
}

/** Begins a process. */
export function createProcess({ engine, host, strike, killed }: ProcessOptions): Process {
  let isAlive = true
  let pausedUntil = 0

  const note = (line: string): void => engine.note(`${host.name} ${line}`)

  /** Does something in the process, as soon as it runs. */
  function within(millis: number, happen: () => void): () => void {
    let cancel = engine.at(engine.present + millis, wake)
    function wake(): void {
      if (!isAlive) return
      if (engine.present < pausedUntil) cancel = engine.at(pausedUntil, wake)
      else happen()
    }
    return () => cancel()
  }

  function pause(millis: number): void {
    pausedUntil = Math.max(pausedUntil, engine.present + millis)
    note(`stands still for ${millis / 1000} s`)
  }

  function kill(): void {
    isAlive = false
    note("is killed")
  }

  function call<Result>({ door, what, kind, perform, broken, refuse }: Call<Result>): Promise<Result> {
    engine.stir()
    return new Promise((resolve, reject) => {
      const [quick, slow, often] = door === "network" ? ([20, 250, 0.05] as const) : ([1, 12, 0.03] as const)
      const latency = (): number => engine.between(quick, slow) * (engine.random() < often ? 40 : 1)
      const answer = (settle: () => void): void => void within(latency(), settle)
      const arrive = (fault: Strike | undefined, millis: number): void => {
        engine.at(engine.present + millis, async () => {
          if (fault?.kind === "failed") {
            if (refuse === undefined) {
              note(`${what}: the connection breaks`)
              return answer(() => reject(broken()))
            }
            refuse()
          }
          const performed = perform()
          const outcome = await performed.then(
            () => "is done",
            (error: unknown) => `fails: ${wordOf(error)}`,
          )
          const settle = (): void => void performed.then(resolve, reject)
          note(`${what} ${outcome}`)
          if (fault?.kind === "twice") {
            engine.at(engine.present + latency(), async () => {
              await perform()
              note(`${what} is done a second time`)
            })
          }
          if (fault?.kind !== "answer-lost") return answer(settle)
          note(`${what}: the answer is lost`)
          if (door === "storage") answer(() => reject(broken()))
        })
      }
      const leave = (): void => {
        const fault = strike(kind)
        if (fault !== undefined) note(`${what}: ${fault.kind}`)
        const holds = fault?.kind === "pause" || fault?.kind === "kill"
        const hit = (): void => {
          if (fault?.kind === "pause") pause(fault.seconds * 1000)
          if (fault?.kind !== "kill") return
          kill()
          killed(fault.seconds * 1000)
        }
        if (fault?.kind === "lost") {
          if (door === "storage") answer(() => reject(broken()))
        } else if (holds && !fault.isAfter) {
          hit()
          within(0, () => arrive(undefined, latency()))
        } else {
          arrive(fault, fault?.kind === "late" ? fault.seconds * 1000 : latency())
          if (holds) hit()
        }
      }
      within(0, leave)
    })
  }

  const clock: Required<Clock> = {
    now() {
      engine.stir()
      return millisToInstant(engine.present + host.ahead)
    },
    // Waits go by a clock that nobody sets, as those of the operating system do.
    sleep: (millis, signal) =>
      new Promise((resolve) => {
        engine.stir()
        if (!isAlive) return
        const done = (): void => {
          signal?.removeEventListener("abort", leave)
          resolve()
        }
        const cancel = within(millis, done)
        const leave = (): void => {
          cancel()
          done()
        }
        if (signal?.aborted === true) leave()
        else signal?.addEventListener("abort", leave)
      }),
  }

  return {
    clock,
    get isAlive() {
      return isAlive
    },
    get isUp() {
      return isAlive && engine.present >= pausedUntil
    },
    pause,
    kill,
    storage(storage) {
      const broken = (): Error => new DeskError("network", "the connection to the database broke", {})
      const wrapped = <Part extends object>(part: Part): Part => {
        const members = Object.entries(part).map(([name, member]: [string, unknown]) => {
          if (typeof member === "object" && member !== null) return [name, wrapped(member)]
          if (typeof member !== "function" || name === "staging") return [name, member]
          const kind = name === "commit" ? "commit" : name === "lease" || name === "settle" ? "lease" : "look"
          const guarded = async (...given: unknown[]): Promise<unknown> => {
            const perform = async (): Promise<unknown> => Reflect.apply(member, part, given)
            return call({ door: "storage", what: name, kind, perform, broken })
          }
          return [name, guarded]
        })
        return Object.fromEntries(members) as Part
      }
      return wrapped(storage)
    },
    fetch: (server) => async (input, init) => {
      const request = new Request(input, init)
      const { url, method, headers, signal } = request
      const body = new Uint8Array(await request.arrayBuffer())
      const { what, kind } = server.nameOf(request, new TextDecoder().decode(body))
      const broken = (): Error => Object.assign(new TypeError("fetch failed"), { code: "ECONNRESET" })
      const perform = async (): Promise<Response> => {
        const given = { method, headers, ...(method === "GET" ? {} : { body }) }
        const response = await server.fetch(new Request(url, given))
        const bytes = await response.arrayBuffer()
        return new Response(bytes, { status: response.status, headers: response.headers })
      }
      const answered = call({ door: "network", what, kind, perform, broken, refuse: () => server.fail() })
      return new Promise((resolve, reject) => {
        const leave = (): void => reject(signal.reason as Error)
        if (signal.aborted) leave()
        signal.addEventListener("abort", leave, { once: true })
        answered.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave))
      })
    },
  }
}

function wordOf(error: unknown): string {
  if (isDeskError(error)) return error.code
  return error instanceof Error ? error.name : typeof error
}
