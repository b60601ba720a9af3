import { DeskError, isDeskError, type Storage } from "@otklik/core"
import { lostRace, type UnitOfWork, loadOne } from "@otklik/core/storage"
import { byTenant, instead, names, plainMutant, turns, mutant, type Mutants } from "../mutant.ts"

const nothing = () => ({ numbers: new Map<string, number>() })

async function rebased(storage: Storage, unit: UnitOfWork): Promise<UnitOfWork> {
  const appends = await Promise.all(
    (unit.appends ?? []).map(async (append) => ({ ...append, expectedVersion: (await loadOne(storage, append.incidentId)).version })),
  )
  return { ...unit, appends }
}

const isFurther = (unit: UnitOfWork) => (unit.appends ?? []).some((append) => append.expectedVersion > 0)

/** Storages that mishandle the log, the view or the version of an incident. */
export const incidentMutants: Mutants = {
  "incident: its events come back in order, through another handle": plainMutant((storage) => ({
    async loadOne(incidentId) {
      const loaded = await loadOne(storage, incidentId)
      return loaded.version < 10 ? loaded : { ...loaded, events: loaded.events.toReversed() }
    },
  })),
  "incident: events of later commits follow those of earlier ones": mutant(() => {
    const begun = new Map<string, number>()
    return (storage) => ({
      async commit(unit) {
        for (const { incidentId, events } of unit.appends ?? []) if (!begun.has(incidentId)) begun.set(incidentId, events.length)
        return storage.commit(unit)
      },
      async loadOne(incidentId) {
        const loaded = await loadOne(storage, incidentId)
        const first = begun.get(incidentId) ?? 0
        return { ...loaded, events: [...loaded.events.slice(first), ...loaded.events.slice(0, first)] }
      },
    })
  }),
  "incident: its version is the number of its events": plainMutant((storage) => ({
    async loadOne(incidentId) {
      const loaded = await loadOne(storage, incidentId)
      return loaded.version === 7 ? { ...loaded, version: 8 } : loaded
    },
  })),
  "incident: its view comes back as it was given, through another handle": plainMutant((storage) => ({
    async get(incidentId) {
      const stored = await storage.get(incidentId)
      return stored === undefined ? undefined : { ...stored, wakeAt: null }
    },
  })),
  "incident: what was never stored is empty and no error": mutant(() => {
    let written = false
    return (storage) => ({
      async commit(unit) {
        written = true
        return storage.commit(unit)
      },
      async get(incidentId) {
        const stored = await storage.get(incidentId)
        if (stored === undefined && !written) throw new DeskError("not-found", "no incident", { id: incidentId })
        return stored
      },
    })
  }),
  "incident: views come back in the order asked, without those that are not stored": plainMutant((storage) => ({
    readIncidents: (incidentIds) => storage.read("incident", incidentIds.toSorted()),
  })),
  "incident: an append without events changes only the view": mutant(() => {
    let extra = 0
    return (storage) => ({
      async commit(unit) {
        if (unit.appends?.some((append) => append.events.length === 0) === true) extra = 1
        return storage.commit(unit)
      },
      async get(incidentId) {
        const stored = await storage.get(incidentId)
        return stored === undefined ? undefined : { ...stored, version: stored.version + extra }
      },
    })
  }),
  "incident: a stale version fails with conflict": mutant(() => {
    let running = 0
    return (storage) => ({
      async commit(unit) {
        const alone = running === 0
        running += 1
        try {
          const isStale = async () => alone && isFurther(unit) && (await loadOne(storage, unit.appends?.[0]?.incidentId ?? "")).version > 0
          const work = storage.commit(unit)
          return await work.catch(async (error: unknown) => {
            if (isDeskError(error, "conflict") && (await isStale())) return storage.commit(await rebased(storage, unit))
            throw error
          })
        } finally {
          running -= 1
        }
      },
    })
  }),
  "incident: creating one that exists fails with conflict": plainMutant((storage) => ({
    commit: (unit) => instead(storage.commit(unit), "conflict", nothing, () => unit.appends?.[0]?.expectedVersion === 0),
  })),
  "incident: a version that was never reached fails with conflict": plainMutant((storage) => ({
    async commit(unit) {
      const unknown = isFurther(unit) && (await loadOne(storage, unit.appends?.[0]?.incidentId ?? "")).version === 0
      return instead(storage.commit(unit), "conflict", nothing, () => unknown)
    },
  })),
  "incident: of two writers of the same version exactly one wins": plainMutant((storage) => ({
    async commit(unit) {
      const ids = (unit.appends ?? []).map((append) => append.incidentId)
      if (new Set(ids).size < ids.length) return storage.commit(unit)
      for (const { incidentId, expectedVersion } of unit.appends ?? []) {
        if ((await loadOne(storage, incidentId)).version !== expectedVersion)
          throw lostRace("incident", incidentId, "looked, and saw another version")
      }
      await turns(20)
      return instead(storage.commit(unit), "conflict", nothing, () => isFurther(unit))
    },
  })),
  "incident: a duplicate in a unit is refused": plainMutant((storage) => ({
    commit: (unit) => instead(storage.commit(unit), "config", nothing, names("].incidentId")),
  })),
  "incident: a moment in another spelling is refused, since it would not sort": plainMutant((storage) => ({
    commit: (unit) => instead(storage.commit(unit), "config", nothing, names("wakeAt")),
  })),
  "incident: an empty unit is fine": plainMutant((storage) => ({
    async commit(unit) {
      if (Object.keys(unit).length === 0) throw new Error("nothing to do")
      return storage.commit(unit)
    },
  })),
  "number: they grow in the order of the appends, over units and handles": plainMutant((storage) => ({
    async get(incidentId) {
      const stored = await storage.get(incidentId)
      // The first one keeps its own.
      return stored === undefined || stored.number === 1 ? stored : { ...stored, number: 1000 - stored.number }
    },
  })),
  "number: incidents that are created at once get different ones": mutant(() => {
    let running = 0
    const doubled = new Set<string>()
    return (storage) => ({
      async commit(unit) {
        if (running > 0) for (const append of unit.appends ?? []) doubled.add(append.incidentId)
        running += 1
        try {
          return await storage.commit(unit)
        } finally {
          running -= 1
        }
      },
      async get(incidentId) {
        const stored = await storage.get(incidentId)
        return stored === undefined || !doubled.has(incidentId) ? stored : { ...stored, number: 1 }
      },
    })
  }),
  "number: a commit returns those that it gave": plainMutant((storage) => ({
    async commit(unit) {
      const committed = await storage.commit(unit)
      return committed.numbers.size > 1 ? nothing() : committed
    },
  })),
  "number: a commit returns none for an incident that has one": plainMutant((storage) => ({
    async commit(unit) {
      const { numbers } = await storage.commit(unit)
      for (const append of unit.appends ?? []) if (append.expectedVersion > 0) return { numbers: new Map([[append.incidentId, 1]]) }
      return { numbers }
    },
  })),
  "number: it stays for ever": mutant(() => {
    const renumbered = byTenant(() => new Map<string, number>())
    return (storage, tenant) => ({
      async commit(unit) {
        const committed = await storage.commit(unit)
        for (const append of unit.appends ?? []) if (append.expectedVersion > 0) renumbered(tenant).set(append.incidentId, 777)
        return committed
      },
      async get(incidentId) {
        const stored = await storage.get(incidentId)
        return stored === undefined ? undefined : { ...stored, number: renumbered(tenant).get(incidentId) ?? stored.number }
      },
    })
  }),
}
