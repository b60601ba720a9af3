import { createDesk, type Connector, type Desk, type DeskOptions, type Storage } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createRandom } from "@otklik/testkit"
import { createCity } from "./city.ts"
import { createEngine } from "./engine.ts"
import type { Fault } from "./fault.ts"
import { createProcess, type Host, type Process, type Server, type Strike } from "./machine.ts"
import { openPlace } from "./networks.ts"
import { createOffice } from "./office.ts"
import type { Plan } from "./plan.ts"
import { createPromises, Broken } from "./promises.ts"

/** Parts of the crew that are replaced, to see whether a promise that breaks is noticed. */
export interface Sabotage {
  readonly storage?: (storage: Storage) => Storage
  readonly server?: (server: Server) => Server
  readonly connector?: (connector: Connector) => Connector
  readonly options?: Partial<DeskOptions>
}

/** How a run ended. */
export interface Run {
  /** The promise that did not hold, and how; null when all did. */
  readonly broken: Broken | null
  readonly steps: number
  readonly hash: string
  readonly lines: readonly string[]
  readonly counts: { readonly incidents: number; readonly replies: number; readonly strikes: number }
}

const start = Date.parse("2026-11-24T03:00:00.000Z")
const minute = 60_000

/** When the office ends its work before the end, minutes: what it approved last must be published. */
const idleMinutes = 70

/** Authors are asked soon, so that it happens in a run. */
const survey = { delayMinutes: 5, text: "Помогли ли вам? {surveyUrl}", url: "https://help.example/s/{code}" }

/**
 * Plays a plan: workers, office and citizens in one process, where the engine decides when anything happens. All
 * promises are looked at after each step, and once more at the end.
 */
export async function simulate(plan: Plan, sabotage: Sabotage = {}): Promise<Run> {
  const engine = createEngine(plan.seed, start)
  const clock = { now: () => engine.now() }
  const places = plan.networks.map((name) => openPlace(name, clock))
  const stored = createMemoryStorage({ clock })
  const city = createCity(places, engine)
  const whole = sabotage.storage?.(stored) ?? stored
  const promises = createPromises({ engine, storage: whole, places, city })
  const storage: Storage = {
    ...whole,
    async commit(unit) {
      promises.stored()
      return whole.commit(unit)
    },
    async settle(settlement) {
      promises.stored()
      return whole.settle(settlement)
    },
  }
  const armed: Strike[] = []
  let strikes = 0

  function strikeFor(worker: number): (kind: Strike["on"]) => Strike | undefined {
    return (kind) => {
      const index = armed.findIndex((fault) => fault.on === kind && (fault.worker === null || fault.worker === worker))
      if (index < 0) return undefined
      strikes += 1
      return armed.splice(index, 1)[0]
    }
  }

  const options: Omit<DeskOptions, "clock" | "storage" | "connectors"> = {
    rules: [{ id: "pit", query: "яма", topic: "roads" }],
    routing: {
      authorities: [{ id: "roads", title: "Roads", kind: "administration" }],
      territories: [],
      rules: [{ id: "all", when: { topics: ["roads"] }, assign: { authorityId: "roads" } }],
    },
    policies: [
      { id: "accept", version: "1", goal: "acceptance", startsAt: "assigned", term: { minutes: 3, time: "wall" } },
      { id: "answer", version: "1", goal: "first-reply", startsAt: "registered", term: { minutes: 8, time: "wall" } },
      { id: "object", version: "1", goal: "objection", startsAt: "final-published", term: { minutes: 30, time: "wall" } },
    ],
    accounts: places.map(({ account }) => account),
    tags: [{ id: "noted", title: "Noted" }],
    authorKey: new Uint8Array(32).fill(7),
    leases: { sourceMinutes: Math.max(1, plan.leaseMinutes), clockMinutes: plan.leaseMinutes, replyMinutes: plan.leaseMinutes },
    // A mutant is to break its own promise: what the desk publishes by itself would hide it behind another one.
    ...(Object.keys(sabotage).length === 0 ? { survey } : {}),
    ...sabotage.options,
  }

  function open(
    host: Host,
    worker: number,
    killed: (millis: number) => void,
    name: string,
  ): { readonly process: Process; readonly desk: Desk } {
    const process = createProcess({ engine, host, strike: strikeFor(worker), killed })
    const connectors = places.map((place, index) => {
      const server = sabotage.server?.(place.server) ?? place.server
      const connector = place.connect({
        clock: process.clock,
        fetch: process.fetch(server),
        random: createRandom(plan.seed + 31 * worker + index),
      })
      return sabotage.connector?.(connector) ?? connector
    })
    const desk = createDesk({ ...options, storage: process.storage(storage), connectors, clock: process.clock, workerId: name })
    promises.attend(desk, connectors)
    return { process, desk }
  }

  const calmAt = start + plan.minutes * minute
  const endAt = calmAt + plan.calmMinutes * minute
  /** A process on a machine, and another one in its place when it is killed. */
  function begin(host: Host, worker: number, work: (process: Process, desk: Desk) => void, life = 0): void {
    const killed = (millis: number): void => void engine.at(engine.present + millis, () => begin(host, worker, work, life + 1))
    const { desk, process } = open(host, worker, killed, `${host.name}.${life}`)
    engine.note(`${host.name} begins`)
    work(process, desk)
  }

  const hosts = Array.from({ length: plan.workers }, (_, index): Host => ({ name: `worker ${index}`, ahead: 0 }))
  for (const [worker, host] of hosts.entries()) {
    begin(host, worker, (process, desk) => {
      promises.employ(process)
      const { signal } = new AbortController()
      desk.run({ signal, pauseMillis: plan.pauseSeconds * 1000 }).then(
        () => promises.stopped("a worker's run came to an end"),
        (error: unknown) => promises.stopped(`a worker's run ended: ${sentenceOf(error)}`),
      )
    })
  }

  const office = createOffice(engine)
  begin({ name: "office", ahead: 0 }, plan.workers, (process, desk) => {
    const day = async (): Promise<void> => {
      while (engine.present < endAt - idleMinutes * minute) {
        await process.clock.sleep(2 * minute)
        await office.work(desk)
      }
    }
    day().catch((error: unknown) => promises.stopped(`a command was answered with what nobody expects: ${sentenceOf(error)}`))
  })

  for (const act of plan.acts) engine.at(start + act.minute * minute, () => city.act(act))
  for (const fault of plan.faults) engine.at(start + fault.minute * minute, () => arm(fault))
  function arm(fault: Fault): void {
    if (fault.kind !== "clock") return void armed.push(fault)
    const host = hosts[fault.worker]
    if (host === undefined) return
    strikes += 1
    const set = (seconds: number): void => {
      host.ahead += seconds * 1000
      engine.note(`${host.name} its clock is set by ${seconds} s`)
    }
    set(fault.bySeconds)
    engine.at(Math.min(engine.present + fault.seconds * 1000, calmAt), () => set(-fault.bySeconds))
  }
  engine.at(calmAt, () => {
    armed.length = 0
    engine.note("nothing goes wrong any more")
  })

  let broken: Broken | null = null
  try {
    await engine.run(endAt, () => promises.look())
    await promises.atLast()
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    broken = error
    engine.note(`broken: ${error.message}`)
  }
  return { broken, steps: engine.steps, hash: engine.hash(), lines: engine.lines, counts: { ...promises.counts(), strikes } }
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : "something was thrown that is no error"
}
