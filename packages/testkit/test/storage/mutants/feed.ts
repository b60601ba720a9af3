import { movingOf } from "@otklik/core/storage"
import type { StoredEvent } from "@otklik/core"
import { byTenant, instead, plainMutant, turns, mutant, type Mutants } from "../mutant.ts"

/** Storages that mishandle the feed. */
export const feedMutants: Mutants = {
  "feed: it holds every event in the order of the commits, and of the appends in them": plainMutant((storage) => ({
    async readEvents(after, limit) {
      const events = await storage.readEvents(after, limit)
      // Only whole reads: a reader that goes on by such an order would lose events as well, which is another promise.
      return after === null && limit === 100
        ? events.toSorted((one, other) => (one.incidentId < other.incidentId ? -1 : one.incidentId > other.incidentId ? 1 : 0))
        : events
    },
  })),
  "feed: each event comes as it was given, with its place in its incident": plainMutant((storage) => ({
    readEvents: async (after, limit) =>
      (await storage.readEvents(after, limit)).map((stored) => ({ ...stored, version: stored.version - 1 })),
  })),
  "feed: it goes on after a position, through another handle, without loss or repetition": plainMutant((storage) => {
    const own = new Set<string | null>([null])
    return {
      async readEvents(after, limit) {
        const events = await storage.readEvents(after, limit)
        for (const stored of events) own.add(stored.position)
        return own.has(after) ? events : events.slice(1)
      },
    }
  }),
  "feed: it gives no more than asked": plainMutant((storage) => ({
    readEvents: (after, limit) => storage.readEvents(after, limit === 0 ? 0 : limit + 1),
  })),
  "feed: at its end there is nothing, and what comes later follows": plainMutant((storage) => ({
    async readEvents(after, limit) {
      const events = await storage.readEvents(after, limit)
      return events.length === 0 && limit === 100 ? storage.readEvents(null, limit) : events
    },
  })),
  "feed: a reader that follows concurrent writers misses nothing": mutant(() => {
    // Counts positions when a unit begins and shows its events when it has ended: as a sequence of a database does.
    const feeds = byTenant(() => ({ next: 1, events: [] as StoredEvent[] }))
    let isOver = false
    return (storage, tenant) => ({
      async commit(unit) {
        const feed = feeds(tenant)
        const events = (unit.appends ?? []).flatMap(({ incidentId, expectedVersion, events: given }) =>
          structuredClone(given).map((event, index) => ({
            position: String(feed.next++),
            incidentId,
            version: expectedVersion + index + 1,
            event,
          })),
        )
        if (events.length > 3) await turns(events.length * 10)
        const committed = await storage.commit(unit)
        feed.events.push(...events)
        return committed
      },
      async takeStaged(progress) {
        isOver = true
        return movingOf(storage).takeStaged(progress)
      },
      async readEvents(after, limit) {
        if (isOver) return storage.readEvents(after, limit)
        await storage.readEvents(after, limit)
        const later = feeds(tenant).events.filter((stored) => Number(stored.position) > Number(after ?? 0))
        return structuredClone(later.toSorted((one, other) => Number(one.position) - Number(other.position)).slice(0, limit))
      },
    })
  }),
  "feed: a position that it never gave, and a limit that is none, are refused": plainMutant((storage) => ({
    readEvents: (after, limit) => instead(storage.readEvents(after, limit), "config", () => []),
  })),
}
