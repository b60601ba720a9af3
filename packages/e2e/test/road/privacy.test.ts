import { movingOf } from "@otklik/core/storage"
import { createRoleAuthorisation, type Actor, type DeskOptions, type Storage } from "@otklik/core"
import type { ErasureEntry } from "@otklik/core/storage"
import { describe, expect, it } from "vitest"
import { approveReply, buildRoad, complaint, moderator, only, storages } from "./road.ts"

const month = { period: { from: "2026-11-01", to: "2026-12-31", zone: "UTC" } } as const
const officer: Actor = { id: "officer-1", kind: "person" }
const [one, two] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
const keyRing = { current: "one", keys: { one } }
const reply = "Dear citizen Ivanova, the heat is back."

/** Everything that a storage has, as text. */
async function everythingIn(storage: Storage): Promise<string> {
  const kinds = ["claim", "message", "draft", "outbox", "cursor", "sealed-author", "journal"] as const
  const records = await Promise.all(kinds.map(async (kind) => (await storage.privacy.readRecords(kind, null, 1000)).records))
  return JSON.stringify([records, await storage.readEvents(null, 1000), await storage.find({ limit: 1000 })])
}

describe.each(storages)("privacy on %s", (_, open) => {
  const build = async (change: Partial<DeskOptions> = {}) => {
    const road = await buildRoad(open, { keyRing, ...change })
    road.network.messages.push(complaint(undefined, "vk:-1_1"))
    await road.desk.pull()
    const { incident } = await only(road)
    return {
      ...road,
      incidentId: incident.incidentId,
      ask: { incidentId: incident.incidentId, messageKey: "vk:-1_1", purpose: "a letter" },
    }
  }

  it("no author is stored as such, nor without a ring at all", async () => {
    const { storage } = await build()
    expect(await everythingIn(storage)).not.toContain("citizen-9000")
    expect(await storage.privacy.readSealedAuthors(["vk:-1_1"])).toMatchObject([
      { keyId: "one", sealed: expect.stringMatching(/^v1\.one\./) },
    ])
    const bare = await buildRoad(open)
    bare.network.messages.push(complaint(undefined, "vk:-1_1"))
    await bare.desk.pull()
    expect((await movingOf(bare.storage).countRecords())["sealed-author"]).toBe(0)
  })

  it("an author is told to whoever may ask and says what for, and the access log says so", async () => {
    const { desk, ask, clock } = await build()
    const { authorId, entry } = await desk.unsealAuthor(ask, { actor: officer })
    expect(authorId).toBe("citizen-9000")
    expect(entry).toMatchObject({ at: clock.now(), by: officer, purpose: "a letter", messageKey: "vk:-1_1" })
    const log = await desk.journal({ kind: "access", incidentId: ask.incidentId, limit: 10 })
    expect(log.entries).toEqual([entry])
    expect(JSON.stringify(log)).not.toContain("citizen-9000")
    await expect(desk.unsealAuthor({ ...ask, purpose: "  " }, { actor: officer })).rejects.toMatchObject({ code: "config" })
    await expect(desk.unsealAuthor({ ...ask, messageKey: "vk:-1_2" }, { actor: officer })).rejects.toMatchObject({ code: "not-found" })
    expect((await desk.journal({ kind: "access", limit: 10 })).entries).toHaveLength(1)
  })

  it("an erasure under another authorKey is refused: it would certify that a person wrote nothing", async () => {
    const { restart, storage } = await build()
    const another = restart({ authorKey: new Uint8Array(32).fill(9) })
    const erasure = another.eraseAuthor({ network: "vk", authorId: "citizen-9000" }, { actor: officer })
    await expect(erasure).rejects.toMatchObject({ code: "config", details: { issues: [{ path: "authorKey" }] } })
    expect((await storage.privacy.readJournal({ kind: "erasure", limit: 10 })).entries).toEqual([])
  })

  it("a sealed author is as long as any other, and opens as it was, in any script", async () => {
    const { desk, network, storage } = await build()
    const ids = ["1", "1234567890", "ы".repeat(32), "x".repeat(64)]
    network.messages.push(...ids.map((authorId, index) => ({ ...complaint(undefined, `vk:-1_4${index}`), authorId })))
    await desk.pull()
    const keys = ids.map((_id, index) => `vk:-1_4${index}`)
    expect(new Set((await storage.privacy.readSealedAuthors(keys)).map(({ sealed }) => sealed?.length)).size).toBe(1)
    const { incidents } = await desk.find({}, { limit: 10 })
    for (const [index, messageKey] of keys.entries()) {
      const incidentId = incidents.find(({ incident }) => incident.messageKeys.includes(messageKey))?.incident.incidentId ?? ""
      const { authorId } = await desk.unsealAuthor({ incidentId, messageKey, purpose: "a letter" }, { actor: officer })
      expect(authorId).toBe(ids[index])
    }
  })

  it("each of twenty who ask in one millisecond is in the access log", async () => {
    const { desk, ask } = await build()
    const asked = Array.from({ length: 20 }, () => desk.unsealAuthor(ask, { actor: officer }))
    const told = (await Promise.all(asked)).map(({ entry }) => entry.entryId)
    expect(new Set(told).size).toBe(20)
    expect((await desk.journal({ kind: "access", limit: 100 })).entries.map(({ entryId }) => entryId).toSorted()).toEqual(told.toSorted())
  })

  it("a sealed author that does not open holds up no other, and is named", async () => {
    const { restart, storage, network, desk } = await build()
    network.messages.push(complaint(undefined, "vk:-1_2"), complaint(undefined, "vk:-1_3"))
    await desk.pull()
    const [first, second] = await storage.privacy.readSealedAuthors(["vk:-1_1", "vk:-1_2"])
    if (!first?.sealed || !second?.sealed) throw new Error("two sealed authors were expected")
    await storage.commit({ sealedAuthors: [{ messageKey: "vk:-1_1", keyId: "one", sealed: second.sealed, replaces: first.sealed }] })
    const both = restart({ keyRing: { current: "two", keys: { one, two } } })
    const result = { looked: 3, unopened: 0, broken: 1, brokenMessageKeys: ["vk:-1_1"] }
    expect(await both.reseal()).toEqual({ ...result, resealed: 2 })
    expect(await both.reseal()).toEqual({ ...result, resealed: 0 })
  })

  it("nobody else is told, and what was refused or could not be logged is not answered", async () => {
    const authorisation = createRoleAuthorisation({
      grantsOf: (id) => (id === officer.id ? [{ role: "data-protection-officer", personalData: "author" }] : [{ role: "moderator" }]),
    })
    const road = await build({ authorisation })
    await expect(road.desk.unsealAuthor(road.ask, { actor: moderator })).rejects.toMatchObject({
      code: "forbidden",
      details: { reason: "role" },
    })
    expect(await road.desk.unsealAuthor(road.ask, { actor: officer })).toMatchObject({ authorId: "citizen-9000" })
    const deaf = road.restart({
      storage: {
        ...road.storage,
        commit: async (unit) => (unit.journal === undefined ? road.storage.commit(unit) : Promise.reject(new Error("full"))),
      },
    })
    await expect(deaf.unsealAuthor(road.ask, { actor: officer })).rejects.toThrow("full")
  })

  it("after a rotation everything opens under the new key alone, and nothing under a foreign tenant", async () => {
    const { restart, ask, storage } = await build()
    const both = restart({ keyRing: { current: "two", keys: { one, two } } })
    expect(await both.reseal()).toEqual({ looked: 1, resealed: 1, unopened: 0, broken: 0, brokenMessageKeys: [] })
    expect(await both.reseal()).toEqual({ looked: 1, resealed: 0, unopened: 0, broken: 0, brokenMessageKeys: [] })
    const next = restart({ keyRing: { current: "two", keys: { two } } })
    expect(await next.unsealAuthor(ask, { actor: officer })).toMatchObject({ authorId: "citizen-9000" })
    await expect(restart().unsealAuthor(ask, { actor: officer })).rejects.toMatchObject({ code: "config" })
    const foreign = restart({ keyRing: { current: "two", keys: { two } }, storage: { ...storage, tenant: "another region" } })
    await expect(foreign.unsealAuthor(ask, { actor: officer })).rejects.toMatchObject({ code: "protocol" })
    expect((await storage.privacy.readSealedAuthors(["vk:-1_1"]))[0]?.keyId).toBe("two")
  })

  it("erasing a message takes text, author and the replies to it, in the commit that notes it, with a certificate", async () => {
    const { desk, storage, incidentId } = await build()
    await approveReply({ desk }, reply)
    await desk.publish()
    await desk.execute({ type: "close", incidentId, reason: "author-satisfied" }, { actor: moderator })
    const before = await desk.report(month)
    await desk.execute({ type: "erase", incidentId, messageKey: "vk:-1_1" }, { actor: officer })
    const left = await everythingIn(storage)
    for (const gone of ["Батареи", "Ivanova", "v1.one."]) expect(left).not.toContain(gone)
    const [entry] = (await desk.journal({ kind: "erasure", incidentId, limit: 10 })).entries as readonly ErasureEntry[]
    expect(entry).toMatchObject({
      cause: "message",
      by: officer,
      erased: { messages: 1, sealedAuthors: 1, drafts: 1, replies: 1, evidence: 0 },
      messageKeys: ["vk:-1_1"],
    })
    if (entry === undefined) throw new Error("there is no certificate")
    expect(await desk.verifyErasure(entry)).toEqual({ isGenuine: true, isErased: true })
    expect(await desk.verifyErasure({ ...entry, erased: { ...entry.erased, messages: 2 } })).toMatchObject({ isGenuine: false })
    expect(await desk.verifyErasure({ ...entry, messageKeys: ["vk:-1_2"] })).toMatchObject({ isGenuine: false })
    expect(await desk.report(month)).toEqual(before)
  })

  it("a person who asks is erased everywhere, and neither id nor pseudonym is left or given back", async () => {
    const road = await build()
    road.network.messages.push(complaint(undefined, "vk:-1_2"), { ...complaint(undefined, "vk:-1_3"), authorId: "somebody-else" })
    await road.desk.pull()
    const pseudonym = (await road.storage.read("message", ["vk:-1_1"]))[0]?.authorPseudonym ?? ""
    const certificate = await road.desk.eraseAuthor({ network: "vk", authorId: "citizen-9000" }, { actor: officer })
    expect(certificate).toMatchObject({ cause: "author", erased: { messages: 2, sealedAuthors: 2 }, messageKeys: [] })
    expect((await road.storage.read("message", ["vk:-1_1", "vk:-1_2", "vk:-1_3"])).map(({ text }) => text === null)).toEqual([
      true,
      true,
      false,
    ])
    const left = (await everythingIn(road.storage)) + JSON.stringify(certificate)
    expect(left).not.toContain(pseudonym)
    expect(left).not.toContain("citizen-9000")
    expect(await road.desk.verifyErasure(certificate, ["vk:-1_2", "vk:-1_1"])).toEqual({ isGenuine: true, isErased: true })
    const again = await road.desk.eraseAuthor({ network: "vk", authorId: "citizen-9000" }, { actor: officer })
    expect(again.erased.messages).toBe(0)
  })

  it("policies are followed by the tick: authors first, then texts, of what is over and old, and counts stay", async () => {
    const retention: DeskOptions["retention"] = [
      { id: "rejected", erases: "text", statuses: ["rejected"], afterDays: 30 },
      { id: "authors", erases: "author", statuses: ["closed"], afterDays: 60 },
      { id: "closed", erases: "text", statuses: ["closed"], afterDays: 365 },
    ]
    const road = await build({ retention })
    const { desk, clock, incidentId, storage } = road
    await approveReply(road, reply)
    await desk.publish()
    road.network.messages.push(complaint("Во дворе яма", "vk:-1_2"), complaint("Холодные батареи", "vk:-1_3"))
    await desk.pull()
    const [, pit] = (await desk.find({}, { limit: 10 })).incidents
    await desk.execute({ type: "reject", incidentId: pit?.incident.incidentId ?? "", reason: "private-dispute" }, { actor: moderator })
    await desk.execute({ type: "close", incidentId, reason: "author-satisfied" }, { actor: moderator })
    const state = async () => {
      const texts = (await storage.read("message", ["vk:-1_1", "vk:-1_2", "vk:-1_3"])).map(({ text }) => (text === null ? "-" : "text"))
      const sealed = (await storage.privacy.readSealedAuthors(["vk:-1_1", "vk:-1_2", "vk:-1_3"])).map(({ messageKey }) => messageKey)
      return [...texts, ...sealed]
    }
    clock.advance(29 * 1440)
    await desk.tick()
    const before = await desk.report(month)
    expect(await state()).toEqual(["text", "text", "text", "vk:-1_1", "vk:-1_2", "vk:-1_3"])
    clock.advance(1441)
    await desk.tick()
    expect(await state()).toEqual(["text", "-", "text", "vk:-1_1", "vk:-1_3"])
    clock.advance(30 * 1440)
    await desk.tick()
    expect(await state()).toEqual(["text", "-", "text", "vk:-1_3"])
    clock.advance(305 * 1440)
    await desk.tick()
    expect(await state()).toEqual(["-", "-", "text", "vk:-1_3"])
    expect(await everythingIn(storage)).not.toContain("Ivanova")
    expect((await desk.report(month)).totals).toEqual(before.totals)
    const entries = (await desk.journal({ kind: "erasure", limit: 10 })).entries as readonly ErasureEntry[]
    expect(entries.map(({ policyId }) => policyId)).toEqual(["rejected", "authors", "closed"])
    for (const entry of entries) expect(await desk.verifyErasure(entry)).toEqual({ isGenuine: true, isErased: true })
    expect(await desk.retain()).toMatchObject({ looked: 0, certificates: [] })
  })

  it("of a message that two incidents hold the text stays until both are over", async () => {
    const road = await build({ retention: [{ id: "closed", erases: "text", statuses: ["closed", "merged"], afterDays: 1 }] })
    road.network.messages.push(complaint(undefined, "vk:-1_2"))
    await road.desk.pull()
    const [first, second] = (await road.desk.find({}, { limit: 10 })).incidents
    await road.desk.execute(
      { type: "merge", incidentId: second?.incident.incidentId ?? "", into: first?.incident.incidentId ?? "" },
      { actor: moderator },
    )
    road.clock.advance(10 * 1440)
    await road.desk.retain()
    expect((await road.storage.read("message", ["vk:-1_1", "vk:-1_2"])).map(({ text }) => text === null)).toEqual([false, false])
  })
})
