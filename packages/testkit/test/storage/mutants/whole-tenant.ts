import { isDeskError, type Storage } from "@otklik/core"
import { importNotesId, lostRace, type Lease, type SourceCursor, movingOf } from "@otklik/core/storage"
import { createMemoryStorage } from "@otklik/storage-memory"
import { soundSubject } from "../sound.ts"
import { instead, plainMutant, turns, mutant, type Mutants } from "../mutant.ts"

/** Storages that take or delete a tenant otherwise. */
export const wholeTenantMutants: Mutants = {
  // As one whose author says that it moves nobody, and forgot that it can.
  "moving: what moves tenants is there, unless the subject says that it is not": { subject: { ...soundSubject, movesNoTenants: true } },
  "take staged: everything staged appears at once, through any handle, and nothing is left there": mutant(() => {
    let handles = 0
    return (_, tenant) => {
      handles += 1
      return handles > 1 && tenant === "main" ? { staging: () => movingOf(createMemoryStorage()).staging() } : {}
    }
  }),
  "take staged: the staging of another tenant is another one": mutant(() => {
    let main: Storage | undefined
    return (storage, tenant) => {
      if (tenant === "main") main = storage
      return tenant === "another region" ? { staging: () => movingOf(main ?? storage).staging() } : {}
    }
  }),
  "take staged: the import's notes of its progress are not taken": mutant(() => {
    const notes: SourceCursor[] = []
    return (storage) => ({
      async takeStaged(progress) {
        const staged = await movingOf(storage).staging().readCursors(importNotesId)
        await movingOf(storage).takeStaged(progress)
        notes.push(...staged)
      },
      readCursors: async (connectorId) => (connectorId === importNotesId ? notes : storage.readCursors(connectorId)),
    })
  }),
  "take staged: another import that was there meanwhile is seen, and nothing is taken": plainMutant((storage) => ({
    async takeStaged() {
      const [note] = await movingOf(storage).staging().readCursors(importNotesId)
      await movingOf(storage).takeStaged(note?.cursor ?? "")
    },
  })),
  "take staged: a tenant that has anything takes nothing": plainMutant((storage) => ({
    // It looks at what is most.
    async takeStaged(progress) {
      const { event, message, draft } = await movingOf(storage).countRecords()
      return event + message > 0 || draft === 0
        ? movingOf(storage).takeStaged(progress)
        : instead(movingOf(storage).takeStaged(progress), "conflict", () => movingOf(movingOf(storage).staging()).deleteEverything())
    },
  })),
  "take staged: a tenant with leases alone counts as empty, and keeps them": mutant(() => {
    const held: Lease[] = []
    return (storage) => ({
      async lease(options) {
        const leases = await storage.lease(options)
        held.push(...leases)
        return leases
      },
      async takeStaged(progress) {
        if (held.length > 0) throw lostRace("tenant", "tenant", "somebody works here")
        return movingOf(storage).takeStaged(progress)
      },
    })
  }),
  "take staged: numbers and positions go on from their last values": plainMutant((storage) => {
    let isOver = false
    return {
      async takeStaged(progress) {
        await movingOf(storage).takeStaged(progress)
        isOver = true
      },
      async commit(unit) {
        const { numbers } = await storage.commit(unit)
        return { numbers: isOver ? new Map([...numbers.keys()].map((id, index) => [id, index + 1])) : numbers }
      },
    }
  }),
  "take staged: a concurrent write comes before, and nothing is taken, or after": plainMutant((storage) => ({
    // It looks, and then takes what it has looked at.
    async takeStaged(progress) {
      const wasEmpty = Object.values(await movingOf(storage).countRecords()).every((count) => count === 0)
      await turns(5)
      return instead(
        movingOf(storage).takeStaged(progress),
        "conflict",
        () => movingOf(movingOf(storage).staging()).deleteEverything(),
        (error) => wasEmpty && isDeskError(error, "conflict") && error.details.what === "tenant",
      )
    },
  })),
  "delete everything: of this tenant and its staging, and nothing of another": plainMutant((storage) => ({
    async deleteEverything() {
      const [staged] = (await movingOf(storage).staging().privacy.readRecords("message", null, 1)).records
      await movingOf(storage).deleteEverything()
      if (staged !== undefined)
        await movingOf(storage)
          .staging()
          .commit({ messages: [staged.message] })
    },
  })),
  "delete everything: a lease of before is lost, and none of afterwards is taken for it": mutant(() => {
    const lost = new Set<number>()
    return (storage) => ({
      async deleteEverything() {
        await movingOf(storage).deleteEverything()
        lost.add(0)
      },
      settle: async (settlement) =>
        instead(
          storage.settle(settlement),
          "conflict",
          () => undefined,
          () => lost.size > 0,
        ),
    })
  }),
}
