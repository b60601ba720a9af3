import { addMinutes, isDeskError, type Storage } from "@otklik/core"
import { lostRace, type Lease, type LeaseKind, type LeaseOptions, movingOf } from "@otklik/core/storage"
import { byTenant, instead, names, plainMutant, turns, mutant, type Mutant, type Mutants } from "../mutant.ts"

/** Changes the leases that are given. */
function giving(change: (leases: readonly Lease[], options: LeaseOptions) => readonly Lease[]): Mutant {
  return plainMutant((storage) => ({ lease: async (options) => change(await storage.lease(options), options) }))
}

/** Gives what is held to another party too. */
function doubling(kind: LeaseKind): Mutant {
  return mutant(() => {
    const live = byTenant(() => new Map<string, Lease>())
    return (storage, tenant) => ({
      async lease(options) {
        const leases = await storage.lease(options)
        for (const lease of leases) if (lease.kind === kind) live(tenant).set(lease.id, lease)
        const asksForOne = options.kind === kind && options.limit > 1 && (options.among?.length ?? 1) === 1
        return leases.length > 0 || !asksForOne ? leases : [...live(tenant).values()]
      },
      async settle(settlement) {
        await storage.settle(settlement)
        live(tenant).delete(settlement.lease.id)
      },
      async commit(unit) {
        const committed = await storage.commit(unit)
        for (const lease of unit.leases ?? []) live(tenant).delete(lease.id)
        return committed
      },
    })
  })
}

/** Renews leases of one kind for a moment only. */
function renewingBriefly(kind: LeaseKind): Mutant {
  return plainMutant((storage) => ({
    renew(renewal) {
      const isUnlike = renewal.lease.kind !== kind || renewal.now > renewal.lease.until || renewal.ttlMillis < 1
      return storage.renew(isUnlike ? renewal : { ...renewal, ttlMillis: 1 })
    },
  }))
}

/** Does not mind that a lease of one kind was lost. */
function careless(kind: LeaseKind): Mutant {
  return plainMutant((storage) => ({
    commit: (unit) =>
      instead(
        storage.commit(unit),
        "conflict",
        () => storage.commit({ ...unit, leases: (unit.leases ?? []).filter((lease) => lease.kind !== kind) }),
        (error) => isLost(error, kind),
      ),
  }))
}

const isLost = (error: unknown, kind: LeaseKind) =>
  isDeskError(error, "conflict") && error.details.what === "lease" && error.details.id.startsWith(`${kind}:`)

/** Takes a source at once again, for nobody, for a short while. */
async function holdAgain(storage: Storage, lease: Lease): Promise<void> {
  if (lease.kind === "source") {
    await storage.lease({ kind: "source", owner: "nobody", now: "2026-03-02T20:00:00.000Z", ttlMillis: 30, limit: 1, among: [lease.id] })
  }
}

const turned = (lease: Lease): Lease => ({ ...lease, token: 1_000_000 - lease.token })

/** Storages that mishandle leases. */
export const leaseMutants: Mutants = {
  "lease: a source is held by one worker at a time, and not given even to its holder again": doubling("source"),
  "lease: a clock is held by one worker at a time, and not given even to its holder again": doubling("clock"),
  "lease: a reply is held by one worker at a time, and not given even to its holder again": doubling("reply"),
  "lease: a slot is held by one worker at a time, and not given even to its holder again": doubling("slot"),
  "lease: a feed is held by one worker at a time, and not given even to its holder again": doubling("feed"),
  "lease: of workers that ask at the same time one gets each": mutant(() => {
    const held = new Set<string>()
    return (storage) => ({
      async lease(options) {
        const { among = [], limit, kind, now } = options
        if (among.length < 10) return storage.lease(options)
        const free = among.filter((id) => !held.has(id)).slice(0, limit)
        await turns(20)
        for (const id of free) held.add(id)
        return free.map((id) => ({ kind, id, token: 1, until: addMinutes(now, 10), takenOver: false, reply: null }))
      },
    })
  }),
  "lease: it gives no more than asked": plainMutant((storage) => ({
    lease: (options) => storage.lease(options.limit > 1 && options.kind === "source" ? { ...options, limit: 1000 } : options),
  })),
  "lease: none is given while the lease named in `unless` is held": plainMutant((storage) => ({
    lease: ({ unless = [], ...options }) => storage.lease(unless.length === 1 ? { ...options, unless } : options),
  })),
  "lease: the lease named in `unless` blocks nothing when it expired, or is held as another kind": mutant(() => {
    const ever = new Set<string>()
    return (storage) => ({
      async lease(options) {
        if (options.unless?.some((id) => ever.has(id) && id === "mark") === true) return []
        for (const id of options.among ?? []) ever.add(id)
        return storage.lease(options)
      },
    })
  }),
  "lease: it gives the moment until which it is held": giving((leases, options) =>
    leases.map((lease) => ({ ...lease, until: options.now })),
  ),
  "lease: an expired one is given to the next worker that asks": plainMutant((storage) => ({
    // Slots are left to the count of work.
    lease: (options) =>
      storage.lease({ ...options, ttlMillis: options.ttlMillis * (options.kind === "slot" || options.kind === "feed" ? 1 : 1_000_000) }),
  })),
  "lease: one that was taken over from a worker that never ended its work is marked as taken over": giving((leases) =>
    leases.map((lease) => ({ ...lease, takenOver: false })),
  ),
  "lease: one that was given back before, or never given, is not taken over": mutant(() => {
    const given = byTenant(() => new Set<string>())
    return (storage, tenant) => ({
      async lease(options) {
        const leases = await storage.lease(options)
        const known = given(tenant)
        const marked = leases.map((lease) => ({ ...lease, takenOver: lease.takenOver || known.has(`${lease.kind}:${lease.id}`) }))
        for (const lease of leases) known.add(`${lease.kind}:${lease.id}`)
        return marked
      },
    })
  }),
  "lease: its token grows with every lease of the same id": plainMutant((storage) => ({
    lease: async (options) => (await storage.lease(options)).map(turned),
    renew: (renewal) => storage.renew({ ...renewal, lease: turned(renewal.lease) }),
    settle: (settlement) => storage.settle({ ...settlement, lease: turned(settlement.lease) }),
    commit: (unit) => storage.commit({ ...unit, leases: (unit.leases ?? []).map(turned) }),
  })),
  "lease: a commit under it goes through while it is held": plainMutant((storage) => ({
    async commit(unit) {
      if (unit.leases !== undefined && unit.drafts !== undefined) throw lostRace("lease", "clock", "no")
      return storage.commit(unit)
    },
  })),
  "lease: a commit under it gives it back": plainMutant((storage) => ({
    async commit(unit) {
      const committed = await storage.commit(unit)
      for (const lease of unit.leases ?? []) await holdAgain(storage, lease)
      return committed
    },
  })),
  "lease: settling gives it back": plainMutant((storage) => ({
    async settle(settlement) {
      await storage.settle(settlement)
      await holdAgain(storage, settlement.lease)
    },
  })),
  "lease: a lost source lease allows no commit": careless("source"),
  "lease: a lost clock lease allows no commit": careless("clock"),
  "lease: a lost reply lease allows no commit": careless("reply"),
  // One that was lost with everything else is left to that case.
  "lease: a lost one cannot be settled": mutant(() => {
    let isEmptied = false
    return (storage) => ({
      async deleteEverything() {
        isEmptied = true
        await movingOf(storage).deleteEverything()
      },
      settle: (settlement) => (isEmptied ? storage.settle(settlement) : instead(storage.settle(settlement), "conflict", () => {})),
    })
  }),
  "lease: a source that is renewed is held as long as the renewal says": renewingBriefly("source"),
  "lease: a clock that is renewed is held as long as the renewal says": renewingBriefly("clock"),
  "lease: a reply that is renewed is held as long as the renewal says": renewingBriefly("reply"),
  "lease: a slot that is renewed is held as long as the renewal says": renewingBriefly("slot"),
  "lease: a feed that is renewed is held as long as the renewal says": renewingBriefly("feed"),
  "lease: one that ran out unnoticed can be renewed": plainMutant((storage) => ({
    async renew(renewal) {
      await storage.renew(renewal)
      if (renewal.now > renewal.lease.until) throw lostRace("lease", `${renewal.lease.kind}:${renewal.lease.id}`, "it ran out")
    },
  })),
  "lease: a lost one cannot be renewed, and trying takes it from nobody": plainMutant((storage) => ({
    renew: (renewal) => instead(storage.renew(renewal), "conflict", () => {}),
  })),
  "lease: a renewal that makes no sense is refused": plainMutant((storage) => ({
    renew: (renewal) => instead(storage.renew(renewal), "config", () => {}),
  })),
  "lease: settling a reply notes the try and when to try next": plainMutant((storage) => ({
    // A first try is left to the count of work.
    settle: ({ lease, retry }) => storage.settle(retry?.attempts === 1 ? { lease, retry } : { lease }),
  })),
  "lease: one that cannot be given is refused": plainMutant((storage) => ({
    lease: (options) => instead(storage.lease(options), "config", () => [], names("limit")),
  })),
}
