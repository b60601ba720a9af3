import { addMinutes, openStatuses, type Storage } from "@otklik/core"
import type { WorkCounts, WorkQuery } from "@otklik/core/storage"
import { instead, plainMutant, mutant, type Mutant, type Mutants } from "../mutant.ts"

type Part = Partial<WorkCounts> | Promise<Partial<WorkCounts>>

/** Changes a part of what is counted. */
const counting = (change: (counts: WorkCounts, query: WorkQuery, storage: Storage) => Part): Mutant =>
  plainMutant((storage) => ({
    async countWork(query) {
      const counts = await storage.counts.countWork(query)
      return { ...counts, ...(await change(counts, query, storage)) }
    },
  }))

/** What would be counted a little earlier or later. */
const atMoment = (storage: Storage, query: WorkQuery, millis: number): Promise<WorkCounts> =>
  storage.counts.countWork({ ...query, now: addMinutes(query.now, millis / 60_000) })

/** Storages that count work otherwise. */
export const workMutants: Mutants = {
  "work: clocks that are due are counted, each from its very moment on, through another handle": counting(async (_, query, storage) => ({
    clocks: (await atMoment(storage, query, -1)).clocks,
  })),
  "work: clocks that are not due, or that do not run, are not counted": counting(async (_, query, storage) => ({
    clocks: (await atMoment(storage, query, 1)).clocks,
  })),
  "work: clocks are counted up to the limit, and the first is given all the same": counting(async (_, query, storage) =>
    query.limit === 1 ? {} : { clocks: (await storage.counts.countWork({ ...query, limit: 1000 })).clocks },
  ),
  "work: a clock that a worker holds is counted too": counting(({ clocks, leases }) => ({
    clocks: { ...clocks, due: clocks.due - leases.clock.held },
  })),
  "work: replies are counted by connector and by what they wait for": counting(async (_, query, storage) => ({
    replies: (await atMoment(storage, query, -1)).replies,
  })),
  "work: a reply that was put off waits for its next try": plainMutant((storage) => ({
    settle: ({ lease, retry }) =>
      storage.settle(
        retry?.attempts === 1 ? { lease, retry: { ...retry, attempts: 0 } } : { lease, ...(retry === undefined ? {} : { retry }) },
      ),
  })),
  "work: replies that are settled are not counted": mutant(() => {
    let stored = 0
    return (storage) => ({
      async commit(unit) {
        stored = Math.max(stored, (unit.outbox ?? []).filter(({ state }) => state === "refused").length)
        return storage.commit(unit)
      },
      async countWork(query) {
        const counts = await storage.counts.countWork(query)
        const kept = { connectorId: "vk:club1", wait: "due", count: stored, plannedAt: query.now, dueAt: null } as const
        return stored === 0 ? counts : { ...counts, replies: [...counts.replies, kept] }
      },
    })
  }),
  "work: of replies with the same wait the first plan and the nearest term are given": counting(({ replies }) => ({
    replies: replies.map((group) => ({ ...group, dueAt: group.dueAt ?? "9999-12-31T00:00:00.000Z" })),
  })),
  "work: of more replies than the limit those that were planned first are counted, for workers and for people": counting(
    async (_, query, storage) => ({ replies: (await storage.counts.countWork({ ...query, limit: 1000 })).replies }),
  ),
  "work: leases are counted by kind while they are held, and not when they were given back": counting(({ leases }) => ({
    leases: { ...leases, clock: { ...leases.clock, held: leases.clock.held + leases.source.held } },
  })),
  "work: an expired lease that no worker has taken over is counted apart": counting(({ leases }) => ({
    leases: { ...leases, slot: { held: leases.slot.held + leases.slot.runOut, runOut: 0 } },
  })),
  "work: every source that was read is listed, with the moment of its last page": counting(({ sources }, { limit }) => ({
    sources: sources.slice(0, limit),
  })),
  "work: incidents that are not over are counted by their state, as the last commit left them": counting(
    async ({ incidents }, _, storage) => {
      const merged = await storage.find({ statuses: ["merged"], limit: 10 })
      return { incidents: { ...incidents, reopened: incidents.reopened + merged.incidents.length } }
    },
  ),
  "work: incidents of a state are counted up to the limit": counting(async (_, query, storage) => ({
    incidents: (await storage.counts.countWork({ ...query, limit: 1000 })).incidents,
  })),
  "work: nothing of another tenant is counted": mutant(() => {
    let main: Storage | undefined
    return (storage, tenant) => {
      if (tenant === "main") main = storage
      const { countWork } = (main ?? storage).counts
      return tenant === "main" ? {} : { countWork }
    }
  }),
  "work: a question that makes no sense is refused": plainMutant((storage) => ({
    countWork: (query) =>
      instead(storage.counts.countWork(query), "config", () =>
        storage.counts.countWork({ now: "2026-03-02T20:00:00.000Z", limit: openStatuses.length }),
      ),
  })),
}
