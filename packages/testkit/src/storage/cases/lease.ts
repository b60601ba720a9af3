import assert from "node:assert/strict"
import { addMinutes } from "@otklik/core"
import type { LeaseKind } from "@otklik/core/storage"
import type { ContractCase } from "../../contract.ts"
import { buildDraft } from "../../build/index.ts"
import { openWorkers } from "../open-workers.ts"
import { failsWith, storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"
import { leaseMoment, longLease, lose, provideWork, shortLease, take, workIds, workOf } from "../take.ts"

const kinds: readonly LeaseKind[] = ["source", "clock", "reply"]

/** Who may work on what, and what a worker that lost its lease cannot do. */
export const leaseCases: readonly ContractCase<StorageSubject>[] = [
  ...[...kinds, "slot" as const, "feed" as const].map((kind) =>
    storageCase(
      `lease: a ${kind} is held by one worker at a time, and not given even to its holder again`,
      async ({ storage, openSecond }) => {
        await provideWork(storage)
        const lease = await take(storage, workOf(kind))
        assert.equal(lease.kind, kind)
        assert.equal(lease.id, workIds[kind])
        assert.deepEqual(await (await openSecond()).lease(workOf(kind, { owner: "worker-2" })), [])
        assert.deepEqual(await storage.lease(workOf(kind)), [])
      },
    ),
  ),
  storageCase("lease: of workers that ask at the same time one gets each", async (opened) => {
    const among = Array.from({ length: 12 }, (_, index) => `vk:club1/wall-${index}`)
    const rounds = await Promise.all(
      (await openWorkers(opened)).map((handle, index) => handle.lease(workOf("source", { owner: `worker-${index}`, among, limit: 5 }))),
    )
    const given = rounds.flat().map((lease) => lease.id)
    assert.equal(new Set(given).size, given.length, "the same lease was given twice")
  }),
  storageCase("lease: it gives no more than asked", async ({ storage }) => {
    const leases = await storage.lease(workOf("source", { among: ["a/1", "a/2", "a/3"], limit: 2 }))
    assert.equal(leases.length, 2)
  }),
  storageCase("lease: none is given while the lease named in `unless` is held", async ({ storage, openSecond }) => {
    const [mark, asked] = ["vk:service/waiting", { unless: ["vk:service/elsewhere", "vk:service/waiting"], limit: 1 }]
    await provideWork(storage)
    const held = await take(await openSecond(), workOf("slot", { owner: "worker-2", among: [mark] }))
    assert.deepEqual(await storage.lease(workOf("slot", asked)), [])
    await storage.settle({ lease: held })
    await take(storage, workOf("slot", asked))
  }),
  storageCase("lease: the lease named in `unless` blocks nothing when it expired, or is held as another kind", async (opened) => {
    const { storage, advance } = opened
    await provideWork(storage)
    await take(storage, workOf("source", { among: ["incident-1", "mark"] }))
    await take(storage, workOf("slot", { among: ["mark"], ttlMillis: shortLease }))
    await advance(shortLease)
    const later = addMinutes(leaseMoment, shortLease / 60_000)
    await take(storage, workOf("slot", { now: later, unless: ["mark", workIds.source] }))
    await take(storage, workOf("clock", { unless: ["incident-1"] }))
  }),
  storageCase("lease: it gives the moment until which it is held", async ({ storage }) => {
    const lease = await take(storage, workOf("source", { ttlMillis: longLease }))
    assert.match(lease.until, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    assert.ok(lease.until > leaseMoment, `until ${lease.until}`)
  }),
  storageCase("lease: an expired one is given to the next worker that asks", async ({ storage, openSecond, advance }) => {
    await take(storage, workOf("source", { ttlMillis: shortLease }))
    await advance(shortLease)
    const later = addMinutes(leaseMoment, shortLease / 60_000)
    await take(await openSecond(), workOf("source", { owner: "worker-2", now: later }))
  }),
  storageCase("lease: one that was taken over from a worker that never ended its work is marked as taken over", async (opened) => {
    await provideWork(opened.storage)
    await take(opened.storage, workOf("reply", { ttlMillis: shortLease }))
    await opened.advance(shortLease)
    const second = await opened.openSecond()
    const [lease] = await second.lease(workOf("reply", { owner: "worker-2", now: addMinutes(leaseMoment, 1) }))
    // That a lease runs out at all is promised by another case.
    assert.notEqual(lease?.takenOver, false)
  }),
  storageCase("lease: one that was given back before, or never given, is not taken over", async ({ storage, advance }) => {
    await provideWork(storage)
    const first = await take(storage, workOf("clock", { ttlMillis: shortLease }))
    assert.equal(first.takenOver, false)
    await storage.commit({ leases: [first] })
    await advance(shortLease)
    const second = await take(storage, workOf("clock", { ttlMillis: shortLease, now: addMinutes(leaseMoment, 1) }))
    await storage.settle({ lease: second })
    await advance(shortLease)
    const third = await take(storage, workOf("clock", { now: addMinutes(leaseMoment, 2) }))
    assert.deepEqual([second.takenOver, third.takenOver], [false, false])
  }),
  storageCase("lease: its token grows with every lease of the same id", async ({ storage, advance }) => {
    const tokens: number[] = []
    for (let round = 0; round < 4; round += 1) {
      const lease = await take(storage, workOf("source", { now: addMinutes(leaseMoment, 60 * round), ttlMillis: shortLease }))
      tokens.push(lease.token)
      await storage.settle({ lease })
      await advance(shortLease)
    }
    for (const [index, token] of tokens.entries())
      assert.ok(index === 0 || token > (tokens[index - 1] ?? Infinity), `tokens: ${tokens.join(", ")}`)
  }),
  storageCase("lease: a commit under it goes through while it is held", async ({ storage, openSecond }) => {
    await provideWork(storage)
    const lease = await take(storage, workOf("clock"))
    await storage.commit({ leases: [lease], drafts: [buildDraft()] })
    assert.equal((await (await openSecond()).read("draft", ["draft-1"])).length, 1)
  }),
  storageCase("lease: a commit under it gives it back", async ({ storage, openSecond }) => {
    await storage.commit({ leases: [await take(storage, workOf("source"))] })
    await take(await openSecond(), workOf("source", { owner: "worker-2" }))
  }),
  storageCase("lease: settling gives it back", async ({ storage, openSecond }) => {
    await storage.settle({ lease: await take(storage, workOf("source")) })
    await take(await openSecond(), workOf("source", { owner: "worker-2" }))
  }),
  ...kinds.map((kind) =>
    storageCase(`lease: a lost ${kind} lease allows no commit`, async (opened) => {
      await provideWork(opened.storage)
      const { lost } = await lose(opened, kind)
      await failsWith("conflict", opened.storage.commit({ leases: [lost] }))
    }),
  ),
  storageCase("lease: a lost one cannot be settled", async (opened) => {
    const { lost } = await lose(opened, "source")
    await failsWith("conflict", opened.storage.settle({ lease: lost }))
  }),
  ...[...kinds, "slot" as const, "feed" as const].map((kind) =>
    storageCase(`lease: a ${kind} that is renewed is held as long as the renewal says`, async ({ storage, openSecond, advance }) => {
      await provideWork(storage)
      const lease = await take(storage, workOf(kind, { ttlMillis: shortLease }))
      await storage.renew({ lease, now: leaseMoment, ttlMillis: longLease })
      await advance(shortLease)
      const asked = workOf(kind, { owner: "worker-2", now: addMinutes(leaseMoment, 1), limit: 1 })
      assert.deepEqual(await (await openSecond()).lease(asked), [])
      // Its holder goes on under the token that it had.
      await storage.settle({ lease })
    }),
  ),
  storageCase("lease: one that ran out unnoticed can be renewed", async ({ storage, openSecond, advance }) => {
    const lease = await take(storage, workOf("source", { ttlMillis: shortLease }))
    await advance(shortLease)
    const later = addMinutes(leaseMoment, 1)
    await storage.renew({ lease, now: later, ttlMillis: longLease })
    assert.deepEqual(await (await openSecond()).lease(workOf("source", { owner: "worker-2", now: addMinutes(later, 1), limit: 1 })), [])
  }),
  storageCase("lease: a lost one cannot be renewed, and trying takes it from nobody", async (opened) => {
    const { lost, newer } = await lose(opened, "source")
    await failsWith("conflict", opened.storage.renew({ lease: lost, now: leaseMoment, ttlMillis: shortLease }))
    await opened.storage.settle({ lease: newer })
    await failsWith("conflict", opened.storage.renew({ lease: newer, now: leaseMoment, ttlMillis: shortLease }))
  }),
  storageCase("lease: a renewal that makes no sense is refused", async ({ storage }) => {
    const lease = await take(storage, workOf("source"))
    await failsWith("config", storage.renew({ lease, now: leaseMoment, ttlMillis: 0 }))
    await failsWith("config", storage.renew({ lease, now: "yesterday", ttlMillis: longLease }))
  }),
  storageCase("lease: settling a reply notes the try and when to try next", async ({ storage, openSecond }) => {
    await provideWork(storage)
    const lease = await take(storage, workOf("reply"))
    const nextTryAt = "2026-03-02T21:00:00.000Z"
    await storage.settle({ lease, retry: { nextTryAt, attempts: 4 } })
    const entries = await (await openSecond()).readOutbox("incident-1")
    assert.deepEqual(
      entries.map((entry) => [entry.nextTryAt, entry.attempts]),
      [[nextTryAt, 4]],
    )
  }),
  storageCase("lease: one that cannot be given is refused", async ({ storage }) => {
    await failsWith("config", storage.lease(workOf("source", { limit: 0 })))
    await failsWith("config", storage.lease(workOf("source", { ttlMillis: 0 })))
  }),
]
