import assert from "node:assert/strict"
import { importNotesId, movingOf, loadOne } from "@otklik/core/storage"
import type { ContractCase } from "../../contract.ts"
import { appendOf, buildCursorMove, buildDraft, buildIncident, buildStoredMessage } from "../../build/index.ts"
import { sampleOfEveryKind, hasSampleOfEveryKind, hasNothing, isStaged, stage, wholeImport } from "../sample-of-every-kind.ts"
import { failsWith, movingCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"
import { take, workOf } from "../take.ts"

const next = buildIncident({ incidentId: "incident-6", messageKey: "vk:-1_6" })

/** A tenant is taken whole from its staging, and deleted whole. */
export const wholeTenantCases: readonly ContractCase<StorageSubject>[] = [
  {
    name: "moving: what moves tenants is there, unless the subject says that it is not",
    async check(subject) {
      const opened = await subject.open()
      try {
        assert.equal(opened.storage.moving === undefined, subject.movesNoTenants === true)
      } finally {
        await opened.dispose()
      }
    },
  },
  movingCase("take staged: everything staged appears at once, through any handle, and nothing is left there", async (opened) => {
    const { storage, openSecond } = opened
    await stage(storage)
    await hasNothing(storage)
    const second = await openSecond()
    await isStaged(second)
    await movingOf(second).takeStaged(wholeImport)
    await hasNothing(movingOf(storage).staging())
    await hasSampleOfEveryKind(storage, 100)
    assert.deepEqual(
      (await storage.find({ limit: 10 })).incidents.map(({ number }) => number),
      [1, 2, 3, 4, 5],
    )
    assert.deepEqual((await loadOne(storage, "incident-1")).events, sampleOfEveryKind.appends[0]?.events)
  }),
  movingCase("take staged: the staging of another tenant is another one", async ({ storage, openSecond }) => {
    await stage(storage)
    const other = await openSecond("another region")
    await hasNothing(movingOf(other).staging())
    await failsWith("conflict", movingOf(other).takeStaged(wholeImport))
    await isStaged(storage)
  }),
  movingCase("take staged: the import's notes of its progress are not taken", async ({ storage }) => {
    await stage(storage)
    await movingOf(storage).takeStaged(wholeImport)
    assert.deepEqual(await storage.readCursors(importNotesId), [])
    assert.equal((await movingOf(storage).countRecords()).cursor, 5)
  }),
  movingCase("take staged: another import that was there meanwhile is seen, and nothing is taken", async ({ storage }) => {
    await stage(storage)
    const move = buildCursorMove({ connectorId: importNotesId, sourceId: "lines", expected: wholeImport, next: "the first lines" })
    await movingOf(storage)
      .staging()
      .commit({ cursors: [move] })
    await failsWith("conflict", movingOf(storage).takeStaged(wholeImport))
    await isStaged(storage)
    await hasNothing(storage)
  }),
  movingCase("take staged: a tenant that has anything takes nothing", async ({ storage }) => {
    await storage.commit({ drafts: [buildDraft()] })
    await stage(storage)
    await failsWith("conflict", movingOf(storage).takeStaged(wholeImport))
    await isStaged(storage)
    assert.deepEqual(await storage.read("message", ["vk:-1_1"]), [])
  }),
  movingCase("take staged: a tenant with leases alone counts as empty, and keeps them", async ({ storage }) => {
    const held = await take(storage, workOf("source", { among: ["vk:club1/wall"] }))
    await take(movingOf(storage).staging(), workOf("source", { among: ["vk:club2/wall"] }))
    await stage(storage)
    await movingOf(storage).takeStaged(wholeImport)
    await hasSampleOfEveryKind(storage, 100)
    const free = await storage.lease(workOf("source", { among: ["vk:club1/wall", "vk:club2/wall"], owner: "worker-2" }))
    assert.deepEqual(
      free.map(({ id }) => id),
      ["vk:club2/wall"],
    )
    await storage.commit({ claims: [{ key: "under the lease", incidentId: "incident-1" }], leases: [held] })
  }),
  movingCase("take staged: numbers and positions go on from their last values", async ({ storage }) => {
    await stage(storage)
    await movingOf(storage).takeStaged(wholeImport)
    const { numbers } = await storage.commit({ appends: [appendOf(next)] })
    assert.equal(numbers.get("incident-6"), 6)
    const feed = await storage.readEvents(null, 1000)
    assert.equal(new Set(feed.map(({ position }) => position)).size, feed.length)
    assert.deepEqual(
      feed.slice(-next.events.length).map(({ incidentId }) => incidentId),
      next.events.map(() => "incident-6"),
    )
  }),
  movingCase("take staged: a concurrent write comes before, and nothing is taken, or after", async ({ storage, openSecond }) => {
    for (const tenant of [undefined, "one", "two", "three"]) {
      const [own, writer] = tenant === undefined ? [storage, await openSecond()] : [await openSecond(tenant), await openSecond(tenant)]
      await stage(own)
      const work = [() => movingOf(own).takeStaged(wholeImport), () => writer.commit({ appends: [appendOf(next)] })] as const
      // Whoever is asked first is not always there first.
      const isLast = tenant === "two"
      const written = isLast ? work[1]() : undefined
      const taking = work[0]()
      const outcome = taking.then(
        () => true,
        () => false,
      )
      const { numbers } = await (written ?? work[1]())
      const wasTaken = await outcome
      if (!wasTaken) await failsWith("conflict", taking)
      assert.equal(numbers.get("incident-6"), wasTaken ? 6 : 1)
      const { incidents } = await own.find({ limit: 10 })
      assert.equal(incidents.length, wasTaken ? 6 : 1)
      await (wasTaken ? hasNothing(movingOf(own).staging()) : isStaged(own))
    }
  }),
  movingCase("delete everything: of this tenant and its staging, and nothing of another", async ({ storage, openSecond }) => {
    const other = await openSecond("another region")
    await storage.commit(sampleOfEveryKind)
    await stage(storage)
    await other.commit({ messages: [buildStoredMessage()] })
    await movingOf(await openSecond()).deleteEverything()
    await hasNothing(storage)
    await hasNothing(movingOf(storage).staging())
    assert.equal((await loadOne(storage, "incident-1")).version, 0)
    assert.equal((await other.read("message", ["vk:-1_1"])).length, 1)
    assert.deepEqual([...(await storage.commit({ appends: [appendOf(next)] })).numbers.values()], [1])
  }),
  movingCase("delete everything: a lease of before is lost, and none of afterwards is taken for it", async ({ storage }) => {
    const before = await take(storage, workOf("source"))
    await movingOf(storage).deleteEverything()
    const after = await take(storage, workOf("source", { owner: "worker-2" }))
    await failsWith("conflict", storage.settle({ lease: before }))
    await storage.settle({ lease: after })
  }),
]
