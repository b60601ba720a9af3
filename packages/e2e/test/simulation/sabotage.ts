import { addMinutes, type IncidentEvent, type Storage } from "@otklik/core"
import type { Append, SourceReading, UnitOfWork } from "@otklik/core/storage"
import type { NetworkName } from "./networks.ts"
import type { PromiseName } from "./promises.ts"
import type { Sabotage } from "./simulate.ts"

/** A crew with one fault in it, and the promise that it breaks. */
export interface Mutant extends Sabotage {
  readonly name: string
  readonly breaks: PromiseName
  /** Where it shows; absent: anywhere. */
  readonly networks?: readonly NetworkName[]
}

function committing(change: (unit: UnitOfWork) => UnitOfWork): Pick<Sabotage, "storage"> {
  return { storage: (storage) => ({ ...storage, commit: (unit) => storage.commit(change(unit)) }) }
}

function appending(change: (append: Append) => Append): Pick<Sabotage, "storage"> {
  return committing((unit) => (unit.appends === undefined ? unit : { ...unit, appends: unit.appends.map(change) }))
}

function reading(change: (reading: SourceReading) => SourceReading): Pick<Sabotage, "storage"> {
  return committing((unit) => {
    const { cursors } = unit
    if (cursors === undefined) return unit
    return { ...unit, cursors: cursors.map((move) => (move.reading === undefined ? move : { ...move, reading: change(move.reading) })) }
  })
}

function storing(change: (storage: Storage) => Partial<Storage>): Pick<Sabotage, "storage"> {
  return { storage: (storage) => ({ ...storage, ...change(storage) }) }
}

/** Milliseconds of thirty years. */
const forEver = 30 * 365 * 86_400_000

/** One for every way in which a promise can break. */
export const mutants: readonly Mutant[] = [
  {
    name: "a page moves the cursor and forgets what it held",
    breaks: "coverage",
    ...committing((unit) => {
      const { cursors, leases } = unit
      return cursors === undefined || leases === undefined ? unit : { cursors, leases }
    }),
  },
  {
    name: "comments are read and forgotten",
    breaks: "found",
    ...committing((unit) => {
      const isFollowUp = unit.appends?.some(({ events }) => events.some(({ type }) => type === "author-wrote")) === true
      if (!isFollowUp) return unit
      const { cursors, leases } = unit
      return { ...(cursors === undefined ? {} : { cursors }), ...(leases === undefined ? {} : { leases }) }
    }),
  },
  {
    name: "nobody remembers which messages are registered",
    breaks: "registered-once",
    ...storing((storage) => ({
      read: async (kind, keys) => (kind === "claim" ? [] : storage.read(kind, keys)),
      commit: (unit) => storage.commit({ ...unit, claims: [], appends: unit.appends?.map((append) => ({ ...append })) ?? [] }),
    })),
  },
  {
    name: "coverage is an hour ahead of what was read",
    breaks: "coverage",
    ...reading((noted) => ({ ...noted, readTo: noted.readTo === null ? null : addMinutes(noted.readTo, 60) })),
  },
  {
    name: "a source cannot be read, and the alarm is off",
    breaks: "told",
    server: (server) => ({ ...server, fetch: async () => new Response("", { status: 500 }) }),
    options: { alarms: { behindRounds: null } },
  },
  {
    name: "a breach is written twice",
    breaks: "breach",
    ...appending((append) => ({
      ...append,
      events: append.events.flatMap((event): readonly IncidentEvent[] => (event.type === "deadline-missed" ? [event, event] : [event])),
    })),
  },
  {
    name: "a breach is written before its time",
    breaks: "breach",
    ...appending((append) => ({
      ...append,
      events: append.events.map((event) => (event.type === "deadline-missed" ? { ...event, dueAt: addMinutes(event.dueAt, 60) } : event)),
    })),
  },
  {
    name: "a position of the feed is passed over",
    breaks: "feed",
    ...storing((storage) => ({
      readEvents: async (after, limit) => (await storage.readEvents(after, limit)).filter(({ position }) => position !== "12"),
    })),
  },
  {
    name: "the log does not know of a reply",
    breaks: "recorded",
    ...appending((append) => ({
      ...append,
      events: append.events.map((event) => ("replyKey" in event ? { ...event, replyKey: `${event.replyKey}0` } : event)),
    })),
  },
  {
    name: "every reply is sent twice, and nobody reads it back",
    breaks: "published-once",
    networks: ["ok", "facebook"],
    server: (server) => ({
      ...server,
      async fetch(input, init) {
        const request = new Request(input, init)
        const { kind } = server.nameOf(request, await request.clone().text())
        if (kind === "reply") await server.fetch(request.clone())
        return server.fetch(request)
      },
    }),
    connector(connector) {
      const { doFindReplies, ...deaf } = connector
      return doFindReplies === undefined ? connector : deaf
    },
  },
  {
    name: "clocks are never due",
    breaks: "done",
    ...storing((storage) => ({ lease: async (wanted) => (wanted.kind === "clock" ? [] : storage.lease(wanted)) })),
  },
  {
    name: "the lease of a reply holds for ever",
    breaks: "done",
    ...storing((storage) => ({
      lease: async (wanted) => storage.lease(wanted.kind === "reply" ? { ...wanted, ttlMillis: forEver } : wanted),
      renew: async (renewal) => storage.renew(renewal.lease.kind === "reply" ? { ...renewal, ttlMillis: forEver } : renewal),
    })),
  },
  {
    name: "a number is left out",
    breaks: "numbered",
    ...storing((storage) => ({
      async find(filter) {
        const page = await storage.find(filter)
        return { ...page, incidents: page.incidents.map((found) => ({ ...found, number: found.number + (found.number > 3 ? 1 : 0) })) }
      },
    })),
  },
  {
    name: "a driver throws what no desk knows",
    breaks: "runs-on",
    ...storing((storage) => {
      let commits = 0
      return {
        async commit(unit) {
          commits += 1
          if (commits >= 20) throw new TypeError("a row is no row")
          return storage.commit(unit)
        },
      }
    }),
  },
]
