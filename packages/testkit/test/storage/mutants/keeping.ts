import type { Message, Storage } from "@otklik/core"
import { lostRace, type JournalEntry, type SealedAuthor, type SealedAuthorWrite, type SweepQuery } from "@otklik/core/storage"
import { afterFailure, byTenant, instead, plainMutant, mutant, type Mutant, type Mutants } from "../mutant.ts"

/** Changes what a unit says of sealed authors; `stored` is what stands now. */
function sealing(change: (write: SealedAuthorWrite, stored: SealedAuthor | undefined) => readonly SealedAuthorWrite[]): Mutant {
  return plainMutant((storage) => ({
    async commit(unit) {
      const { sealedAuthors = [] } = unit
      if (sealedAuthors.length === 0) return storage.commit(unit)
      const stored = await storage.privacy.readSealedAuthors(sealedAuthors.map((write) => write.messageKey))
      const changed = sealedAuthors.flatMap((write) =>
        change(
          write,
          stored.find(({ messageKey }) => messageKey === write.messageKey),
        ),
      )
      return storage.commit({ ...unit, sealedAuthors: changed })
    },
  }))
}

/** Keeps sealed authors beside the storage: those that `keeps` picks of a unit, told what is stored before it. */
function hoarding(
  keeps: (write: SealedAuthorWrite, known: { readonly isKept: boolean; readonly dropped: ReadonlySet<string> }) => boolean,
): Mutant {
  return mutant(() => {
    const hoard = byTenant(() => new Map<string, SealedAuthor>())
    const dropped = byTenant(() => new Set<string>())
    return (storage, tenant) => ({
      async commit(unit) {
        for (const write of unit.sealedAuthors ?? []) {
          const { messageKey, keyId, sealed } = write
          const isGiven = (unit.messages ?? []).some((message) => message.key === messageKey)
          const isKept = isGiven || (await storage.read("message", [messageKey])).some((message) => message.text !== null)
          if (sealed === null) dropped(tenant).add(messageKey)
          else if (keeps(write, { isKept, dropped: dropped(tenant) })) hoard(tenant).set(messageKey, { messageKey, keyId, sealed })
        }
        return storage.commit(unit)
      },
      async readSealedAuthors(keys) {
        return [...(await storage.privacy.readSealedAuthors(keys)), ...keys.flatMap((key) => hoard(tenant).get(key) ?? [])]
      },
    })
  })
}

/** Remembers sealed authors that go with their messages. */
const remembering = mutant(() => {
  const kept = byTenant(() => new Map<string, SealedAuthor>())
  return (storage, tenant) => ({
    async commit(unit) {
      const found = await storage.privacy.readSealedAuthors((unit.tombstones ?? []).map((message) => message.key))
      for (const author of found) kept(tenant).set(author.messageKey, author)
      return storage.commit(unit)
    },
    async readSealedAuthors(keys) {
      return [...(await storage.privacy.readSealedAuthors(keys)), ...keys.flatMap((key) => kept(tenant).get(key) ?? [])]
    },
  })
})

/** Storages that mishandle sealed authors. */
export const sealedMutants: Mutants = {
  "sealed: authors come back as given, in the order asked, through another handle": plainMutant((storage) => ({
    readSealedAuthors: async (keys) => storage.privacy.readSealedAuthors(keys.toSorted()),
  })),
  "sealed: the first that is stored stays": sealing((write, stored) =>
    write.replaces === undefined && stored?.sealed ? [{ ...write, replaces: stored.sealed }] : [write],
  ),
  "sealed: one that names the stored text takes its place": sealing((write, stored) =>
    write.replaces !== undefined && write.replaces === stored?.sealed ? [] : [write],
  ),
  "sealed: one that names another text than the stored one changes nothing": sealing((write, stored) =>
    write.replaces !== undefined && stored?.sealed ? [{ ...write, replaces: stored.sealed }] : [write],
  ),
  "sealed: nothing is kept of a message that is not stored, nor of an erased one": hoarding((_, { isKept }) => !isKept),
  "sealed: one that was dropped never comes back": hoarding((write, { dropped }) => dropped.has(write.messageKey)),
  "sealed: a tombstone takes them along": remembering,
}

function isOpaque(text: string): boolean {
  return text.includes("\u0000") || !text.isWellFormed()
}

const nothing = () => ({ numbers: new Map<string, number>() })

async function isStored(storage: Storage, messages: readonly Message[] = []): Promise<boolean> {
  return (
    (
      await storage.read(
        "message",
        messages.map((message) => message.key),
      )
    ).length > 0
  )
}

/** Storages that mishandle erasure inside a commit. */
export const tombstoneMutants: Mutants = {
  "tombstone: it takes the message's place, through another handle": plainMutant((storage) => ({
    commit: async (unit) =>
      storage.commit({
        ...unit,
        tombstones: (unit.tombstones ?? []).map((message, _, all) =>
          all.length === 1 ? { ...message, url: "https://example.org/person" } : message,
        ),
      }),
    readMessages: async (keys) =>
      (await storage.read("message", keys)).map((message) =>
        message.url === "https://example.org/person" && message.revision === 1 && keys.length === 1 ? { ...message, url: "" } : message,
      ),
  })),
  "tombstone: no later revision takes its place": mutant(() => {
    const later = byTenant(() => new Map<string, Message>())
    const gone = byTenant(() => new Set<string>())
    return (storage, tenant) => ({
      async commit(unit) {
        for (const message of unit.messages ?? []) if (gone(tenant).has(message.key)) later(tenant).set(message.key, message)
        const committed = await storage.commit(unit)
        for (const message of unit.tombstones ?? []) gone(tenant).add(message.key)
        return committed
      },
      readMessages: async (keys) => (await storage.read("message", keys)).map((message) => later(tenant).get(message.key) ?? message),
    })
  }),
  "tombstone: over another revision than the stored one the unit fails, and the message stays": plainMutant((storage) => ({
    async commit(unit) {
      const stored = await isStored(storage, unit.tombstones)
      return instead(storage.commit(unit), "conflict", nothing, () => stored)
    },
  })),
  "tombstone: over a message that is not stored the unit fails": plainMutant((storage) => ({
    async commit(unit) {
      const stored = await isStored(storage, unit.tombstones)
      const alone = Object.keys(unit).length === 1
      return instead(storage.commit(unit), "conflict", nothing, () => unit.tombstones?.length === 1 && alone && !stored)
    },
  })),
  "tombstone: texts with U+0000 or a lone surrogate are deleted too": mutant(() => {
    // As of a database that cannot look into documents with such texts.
    const opaque = byTenant(() => new Map<string, Message>())
    return (storage, tenant) => ({
      async commit(unit) {
        const committed = await storage.commit(unit)
        for (const message of unit.messages ?? []) if (isOpaque(message.text ?? "")) opaque(tenant).set(message.key, message)
        return committed
      },
      readMessages: async (keys) =>
        (await storage.read("message", keys)).map((message) =>
          message.text === null ? (opaque(tenant).get(message.key) ?? message) : message,
        ),
    })
  }),
  "tombstone: statistics stay as they were": mutant(() => {
    let erased = false
    return (storage) => ({
      async commit(unit) {
        const committed = await storage.commit(unit)
        erased ||= unit.tombstones !== undefined
        return committed
      },
      figures: async (query) => (erased ? [] : storage.counts.figures(query)),
    })
  }),
  "tombstone: over a message that is erased already nothing changes, and nothing fails": plainMutant((storage) => ({
    async commit(unit) {
      const found = await storage.read(
        "message",
        (unit.tombstones ?? []).map((message) => message.key),
      )
      if (found.some((message) => message.text === null)) throw lostRace("message", "erased", "it is erased already")
      return storage.commit(unit)
    },
  })),
}

/** Storages that mishandle the journal. */
export const journalMutants: Mutants = {
  "journal: entries come back as given, oldest first, through another handle": plainMutant((storage) => ({
    async readJournal(query) {
      const page = await storage.privacy.readJournal(query)
      return { ...page, entries: page.entries.length > 3 ? page.entries.toReversed() : page.entries }
    },
  })),
  "journal: pages give every entry once": plainMutant((storage) => ({
    readJournal: async (query) => ({ ...(await storage.privacy.readJournal(query)), next: null }),
  })),
  "journal: a period begins at its first moment and ends before its last": plainMutant((storage) => ({
    async readJournal({ from, to, ...query }) {
      const { entries, next } = await storage.privacy.readJournal(query)
      return { entries: entries.filter(({ at }) => (from === undefined || at > from) && (to === undefined || at <= to)), next }
    },
  })),
  "journal: of one incident only its own come": plainMutant((storage) => ({
    readJournal: async (query) =>
      storage.privacy.readJournal(query.incidentId === undefined ? query : { kind: query.kind, limit: query.limit }),
  })),
  "journal: readings and erasures are kept apart": plainMutant((storage) => ({
    async readJournal(query) {
      const pages = await Promise.all((["access", "erasure"] as const).map((kind) => storage.privacy.readJournal({ ...query, kind })))
      const own = pages[query.kind === "access" ? 0 : 1]
      return { entries: pages.flatMap((page) => page.entries), next: own?.next ?? null }
    },
  })),
  "journal: an entry that comes again changes nothing": mutant(() => {
    const known = byTenant(() => new Set<string>())
    const last = byTenant(() => new Map<string, JournalEntry>())
    return (storage, tenant) => ({
      async commit(unit) {
        const committed = await storage.commit(unit)
        const { journal = [] } = unit
        for (const entry of journal) if (known(tenant).has(entry.entryId)) last(tenant).set(entry.entryId, entry)
        for (const entry of journal) known(tenant).add(entry.entryId)
        return committed
      },
      async readJournal(query) {
        const page = await storage.privacy.readJournal(query)
        return { ...page, entries: page.entries.map((entry) => last(tenant).get(entry.entryId) ?? entry) }
      },
    })
  }),
  "journal: what is forgotten is gone, and nothing else, through another handle": plainMutant((storage) => ({
    commit: async (unit) => storage.commit({ ...unit, forgotten: (unit.forgotten ?? []).slice(0, 1) }),
  })),
  "journal: to forget what is not there changes nothing, and fails nothing": plainMutant((storage) => ({
    async commit(unit) {
      const { records } = await storage.privacy.readRecords("journal", null, 1000)
      const unknown = (unit.forgotten ?? []).find((one) => records.every(({ entryId }) => entryId !== one.entryId))
      if (unknown !== undefined) throw lostRace("storage", unknown.entryId, "there is no such entry")
      return storage.commit(unit)
    },
  })),
}

function asking(change: (query: SweepQuery) => SweepQuery): Mutant {
  return plainMutant((storage) => ({ findRetentionDue: async (query) => storage.privacy.findRetentionDue(change(query)) }))
}

/** Storages that mishandle what retention looks at. */
export const sweepMutants: Mutants = {
  "sweep: what is in one of the states is found, and nothing else": asking((query) =>
    query.statuses.length === 2 ? { ...query, statuses: ["candidate", "rejected", "closed"] } : query,
  ),
  "sweep: only what was touched last before the moment is found": asking((query) => ({
    ...query,
    updatedBefore: "2026-12-01T00:00:00.000Z",
  })),
  "sweep: the longest untouched come first, and no more than asked": plainMutant((storage) => ({
    findRetentionDue: async (query) =>
      (await storage.privacy.findRetentionDue({ ...query, limit: 1000 })).toReversed().slice(0, query.limit),
  })),
  "sweep: of kinds that are named only those are found": asking(({ sweep, statuses, updatedBefore, limit }) => ({
    sweep,
    statuses,
    updatedBefore,
    limit,
  })),
  "sweep: what was swept is not found again": plainMutant((storage) => ({
    commit: async (unit) => storage.commit({ ...unit, sweeps: (unit.sweeps ?? []).filter(({ sweep }) => sweep !== "text") }),
  })),
  "sweep: the two kinds are kept apart": plainMutant((storage) => ({
    commit: async (unit) =>
      storage.commit({ ...unit, sweeps: (unit.sweeps ?? []).flatMap((sweep) => [sweep, { ...sweep, sweep: "text" as const }]) }),
  })),
  "sweep: what has changed since is found again": mutant(() => {
    const swept = byTenant(() => new Set<string>())
    return (storage, tenant) => ({
      async commit(unit) {
        const committed = await storage.commit(unit)
        for (const { incidentId, version, sweep } of unit.sweeps ?? []) {
          if ((await storage.get(incidentId))?.version === version) swept(tenant).add(`${sweep}:${incidentId}`)
        }
        return committed
      },
      findRetentionDue: async (query) =>
        (await storage.privacy.findRetentionDue(query)).filter(({ facts }) => !swept(tenant).has(`${query.sweep}:${facts.incidentId}`)),
    })
  }),
  "sweep: of another version than the stored one nothing is noted": plainMutant((storage) => ({
    async commit(unit) {
      const committed = await storage.commit(unit)
      for (const sweep of unit.sweeps ?? []) {
        const version = (await storage.get(sweep.incidentId))?.version
        if (version !== undefined) await storage.commit({ sweeps: [{ ...sweep, version }] })
      }
      return committed
    },
  })),
}

/** Storages that leave behind what a failed unit said of these. */
export const keptWholeMutants: Mutants = {
  "whole: a unit that fails stores none of its tombstones": plainMutant((storage) =>
    afterFailure(storage, async (unit) => {
      for (const message of unit.tombstones ?? []) await storage.commit({ tombstones: [message] }).catch(() => {})
    }),
  ),
  "whole: a unit that fails stores none of its sealed authors": plainMutant((storage) =>
    afterFailure(storage, (unit) => storage.commit({ sealedAuthors: unit.sealedAuthors ?? [] })),
  ),
  "whole: a unit that fails stores none of its entries of the journal": plainMutant((storage) =>
    afterFailure(storage, (unit) => storage.commit({ journal: unit.journal ?? [] })),
  ),
  "whole: a unit that fails stores none of its sweeps": plainMutant((storage) =>
    afterFailure(storage, (unit) => storage.commit({ sweeps: unit.sweeps ?? [] })),
  ),
  "whole: a unit that fails stores none of its forgettings": plainMutant((storage) =>
    afterFailure(storage, (unit) => storage.commit({ forgotten: unit.forgotten ?? [] })),
  ),
}
