import { addMinutes } from "@otklik/core"
import type { Lease, LeaseKind, LeaseOptions, OutboxEntry } from "@otklik/core/storage"
import { byTenant, plainMutant, mutant, type Mutant, type Mutants } from "../mutant.ts"

/** Asks for the work of another moment. */
function shifting(kind: LeaseKind, millis: number): Mutant {
  return plainMutant((storage) => ({
    lease: (options) => storage.lease(options.kind === kind ? { ...options, now: addMinutes(options.now, millis / 60_000) } : options),
  }))
}

function giving(kind: LeaseKind, change: (leases: readonly Lease[], options: LeaseOptions) => readonly Lease[]): Mutant {
  return plainMutant((storage) => ({
    async lease(options) {
      const leases = await storage.lease(options)
      return options.kind === kind ? change(leases, options) : leases
    },
  }))
}

const madeUp = (options: LeaseOptions, id: string, reply: OutboxEntry | null): Lease => ({
  kind: options.kind,
  id,
  token: 1,
  until: addMinutes(options.now, 1),
  takenOver: false,
  reply,
})

/** Storages that give work too early, too late or in another order. */
export const dueMutants: Mutants = {
  "due: sources come in the order in which they are named": giving("source", (leases) =>
    leases.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
  ),
  "due: slots come in the order in which they are named, whatever sources of these names are held": giving("slot", (leases) =>
    leases.toReversed(),
  ),
  "due: without names there is no source": giving("source", (leases, options) =>
    options.among === undefined ? [madeUp(options, "any", null)] : leases,
  ),
  "due: a clock is due from its very moment on": shifting("clock", -1),
  "due: a clock that is not due, or that does not run, is left": shifting("clock", 1),
  "due: clocks come by their moments": giving("clock", (leases) => leases.toReversed()),
  "due: a clock goes by the view of the last commit": plainMutant((storage) => ({
    async commit(unit) {
      const appends = await Promise.all(
        (unit.appends ?? []).map(async (append) => {
          const stored = await storage.get(append.incidentId)
          return stored === undefined ? append : { ...append, view: { ...append.view, wakeAt: stored.wakeAt } }
        }),
      )
      return storage.commit({ ...unit, appends })
    },
  })),
  "due: a reply is due from its next try on": shifting("reply", -1),
  "due: a reply that is to be tried later is left": mutant(() => {
    const readBack = byTenant(() => new Set<string>())
    return (storage, tenant) => ({
      async commit(unit) {
        const committed = await storage.commit(unit)
        for (const { state, outboxId } of unit.outbox ?? []) if (state === "read-back") readBack(tenant).add(outboxId)
        return committed
      },
      lease: (options) =>
        storage.lease(
          options.kind === "reply" && readBack(tenant).size === 0 ? { ...options, now: addMinutes(options.now, 1 / 60_000) } : options,
        ),
    })
  }),
  "due: a reply that is not planned for a connector is left": mutant(() => {
    const other = byTenant<OutboxEntry[]>(() => [])
    return (storage, tenant) => ({
      async commit(unit) {
        const committed = await storage.commit(unit)
        other(tenant).push(...(unit.outbox ?? []).filter(({ state }) => state !== "planned" && state !== "read-back"))
        return committed
      },
      async lease(options) {
        const leases = await storage.lease(options)
        return options.kind === "reply" ? [...leases, ...other(tenant).map((entry) => madeUp(options, entry.outboxId, entry))] : leases
      },
    })
  }),
  "due: a published reply that is to be read back is due at its moment, after those that are planned": giving("reply", (leases) =>
    leases.filter(({ reply }) => reply?.state !== "read-back"),
  ),
  "due: replies of other connectors than those named are left": plainMutant((storage) => ({
    async lease(options) {
      const { among, ...rest } = options
      return options.kind === "reply" && among !== undefined ? storage.lease(rest) : storage.lease(options)
    },
  })),
  "due: replies come by the term of the incident, those without one last, then by planning": giving("reply", (leases, options) =>
    options.among === undefined && leases.every(({ reply }) => reply?.state !== "read-back") ? leases.toReversed() : leases,
  ),
  "due: a reply comes whole, as it is stored now": giving("reply", (leases) =>
    leases.map((lease) => (lease.reply === null ? lease : { ...lease, reply: { ...lease.reply, attempts: 0 } })),
  ),
}
