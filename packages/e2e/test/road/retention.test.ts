import type { Actor, DeskOptions } from "@otklik/core"
import type { ErasureEntry, UnitOfWork } from "@otklik/core/storage"
import { storedView } from "@otklik/core/internal"
import { appendOf, buildIncident, buildOutboxEntry, buildStoredMessage } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { certificatesIn, failingFrom } from "./failing-storage.ts"
import { buildRoad, complaint, storages } from "./road.ts"

const officer: Actor = { id: "officer-1", kind: "person" }
const keyRing = { current: "one", keys: { one: new Uint8Array(32).fill(1) } }
const day = 1440

describe.each(storages.slice(0, 2))("a policy on %s", (_, open) => {
  const retention: DeskOptions["retention"] = [{ id: "candidates", erases: "text", statuses: ["candidate"], afterDays: 1 }]
  const keys = Array.from({ length: 120 }, (_value, index) => `vk:-1_${index}`)

  it("that takes several commits ends in one certificate of the whole, also after it was interrupted, and says what is left", async () => {
    const { storage, network, clock, restart, desk } = await buildRoad(open, { retention, keyRing })
    const began = clock.now()
    network.messages.push(...keys.map((key) => complaint("Во дворе яма", key)))
    await desk.pull({ pageSize: 200 })
    clock.advance(2 * day)
    const first = await desk.retain({ batches: 1 })
    expect(first.certificates).toEqual([])
    expect(first.policies[0]).toMatchObject({ policyId: "candidates", looked: 50, erased: { messages: 50 }, left: 70 })
    expect(first.policies[0]?.dueSince).toBe(new Date(Date.parse(began) + day * 60_000).toISOString())
    await expect(restart({ storage: failingFrom(storage, 1) }).retain()).rejects.toThrow("the power is gone")
    clock.advance(10)
    const { certificates, policies } = await restart().retain()
    expect(policies[0]).toMatchObject({ erased: { messages: 20, sealedAuthors: 20 }, left: 0, dueSince: null })
    const [whole, ...others] = certificates
    if (whole === undefined) throw new Error("there is no certificate")
    expect(others).toEqual([])
    expect(whole).toMatchObject({
      cause: "age",
      policyId: "candidates",
      parts: 3,
      erased: { messages: 120, sealedAuthors: 120 },
      messageKeys: [],
    })
    const entries = await certificatesIn(storage)
    expect(entries.map(({ parts, erased }) => [parts, erased.messages])).toEqual(
      expect.arrayContaining([
        [null, 50],
        [null, 50],
        [null, 20],
        [3, 120],
      ]),
    )
    expect(entries).toHaveLength(4)
    for (const entry of entries) expect(await desk.verifyErasure(entry)).toEqual({ isGenuine: true, isErased: true })
    expect(await desk.verifyErasure(whole, keys.toReversed())).toEqual({ isGenuine: true, isErased: true })
    expect(await desk.verifyErasure(whole, keys.slice(1))).toMatchObject({ isGenuine: false })
    expect(await desk.verifyErasure({ ...whole, parts: 2 })).toMatchObject({ isGenuine: false })
    expect((await storage.readCursors("otklik/retention")).map(({ cursor }) => cursor)).toEqual([""])
    expect((await desk.retain()).certificates).toEqual([])
  })

  it("killed after any commit comes to the same certificate", async () => {
    for (const commits of [1, 2]) {
      const { storage, network, clock, desk, restart } = await buildRoad(open, { retention })
      network.messages.push(...keys.map((key) => complaint("Во дворе яма", key)))
      await desk.pull({ pageSize: 200 })
      clock.advance(2 * day)
      await restart({ storage: failingFrom(storage, commits) })
        .retain()
        .catch(() => {})
      clock.advance(10)
      await desk.retain()
      const written = (await certificatesIn(storage)).filter(({ parts }) => parts !== null)
      expect(written, `killed after commit ${commits}`).toMatchObject([{ parts: 3, erased: { messages: 120 } }])
      expect(await desk.verifyErasure(written[0] as ErasureEntry, keys)).toEqual({ isGenuine: true, isErased: true })
    }
  })

  it("that was interrupted, and has nothing left to take, ends in the certificate of what it took", async () => {
    const { storage, network, clock, desk } = await buildRoad(open, { retention })
    network.messages.push(...keys.slice(0, 60).map((key) => complaint("Во дворе яма", key)))
    await desk.pull({ pageSize: 200 })
    clock.advance(2 * day)
    await desk.retain({ batches: 1 })
    for (const stored of await storage.privacy.findRetentionDue({
      sweep: "text",
      statuses: ["candidate"],
      updatedBefore: clock.now(),
      limit: 100,
    }))
      await storage.commit({
        sweeps: [{ incidentId: stored.facts.incidentId, version: stored.version, sweep: "text" }],
        appends: [{ incidentId: stored.facts.incidentId, expectedVersion: stored.version, events: [], view: storedView(stored) }],
      })
    expect((await desk.retain()).certificates).toMatchObject([{ parts: 1, erased: { messages: 50 } }])
  })

  it("is not held up by incidents whose replies wait", async () => {
    const { storage, clock, restart } = await buildRoad(open)
    const built = Array.from({ length: 61 }, (_value, id) =>
      buildIncident({
        incidentId: `incident-${id}`,
        messageKey: `vk:-1_${id}`,
        status: "closed",
        publishedAt: `2026-03-02T06:00:${String(id % 60).padStart(2, "0")}.000Z`,
      }),
    )
    const outbox = built
      .slice(0, 60)
      .map(({ incident: { incidentId } }, id) => buildOutboxEntry({ outboxId: `outbox-${id}`, incidentId, connectorId: "vk:gone" }))
    await storage.commit({
      appends: built.map((one) => appendOf(one)),
      messages: built.map((_one, id) => buildStoredMessage({ key: `vk:-1_${id}` })),
      outbox,
    })
    clock.advance(day)
    const closed: DeskOptions["retention"] = [{ id: "closed", erases: "text", statuses: ["closed"], afterDays: 1 }]
    const { policies } = await restart({ retention: closed }).retain()
    expect(policies[0]).toMatchObject({ erased: { messages: 61 }, left: 60 })
    await restart({ retention: closed }).tick()
  })
})

describe.each(storages.slice(0, 2))("the journal on %s", (_, open) => {
  const accessUnit = (from: number, to: number, messageKey: string): UnitOfWork => ({
    journal: Array.from({ length: to - from }, (_value, id) => {
      const entryId = `access-${String(from + id).padStart(4, "0")}`
      return {
        kind: "access",
        entryId,
        at: "2026-11-24T01:00:00.000Z",
        by: officer,
        incidentId: null,
        messageKey,
        purpose: "a letter",
      } as const
    }),
  })

  it("is kept for three years, and forgets then, but for entries whose author is still sealed", async () => {
    const { storage, network, clock, desk, restart } = await buildRoad(open, { keyRing })
    network.messages.push(complaint(undefined, "vk:-1_1"), complaint(undefined, "vk:-1_2"))
    await desk.pull()
    await storage.commit(accessUnit(0, 520, "vk:-1_1"))
    await storage.commit(accessUnit(520, 530, "vk:-1_2"))
    const holder = (await desk.find({}, { limit: 9 })).incidents.find(({ incident }) => incident.messageKeys.includes("vk:-1_2"))
    await desk.execute({ type: "erase", incidentId: holder?.facts.incidentId ?? "", messageKey: "vk:-1_2" }, { actor: officer })
    const left = async () =>
      (await storage.privacy.readRecords("journal", null, 1000)).records.filter(({ kind }) => kind !== "configuration").length
    clock.advance(1095 * day)
    await desk.retain()
    expect(await left()).toBe(531)
    clock.advance(2 * day)
    // The first page is kept whole; the tick after it comes to what is behind. The certificate of the erasure has had
    // its time too.
    await desk.tick()
    expect(await left()).toBe(530)
    await desk.tick()
    expect(await left()).toBe(521)
    const [certificate] = await certificatesIn(storage)
    expect(certificate).toMatchObject({
      policyId: "otklik/access-log",
      erased: { accessEntries: 10, messages: 0 },
      kept: [{ what: "access-entry", count: 20, why: "author-still-sealed" }],
    })
    if (certificate === undefined) throw new Error("there is no certificate")
    expect(await desk.verifyErasure(certificate)).toEqual({ isGenuine: true, isErased: true })
    const forgetting = restart({ retention: [{ id: "log", erases: "access-log", afterDays: 90 }] })
    const { policies } = await forgetting.retain()
    expect(policies.map(({ policyId, left: stays }) => [policyId, stays])).toEqual([
      ["log", 520],
      ["otklik/readings", 0],
      ["otklik/searches", 0],
      ["otklik/certificates", 0],
      ["otklik/moves", 0],
      ["otklik/configurations", 0],
    ])
  })

  it("has a term that takes away no fresh trace", async () => {
    const wrong: DeskOptions["retention"] = [{ id: "log", erases: "access-log", afterDays: 1 }]
    await expect(buildRoad(open, { retention: wrong })).rejects.toMatchObject({ code: "config" })
  })
})
