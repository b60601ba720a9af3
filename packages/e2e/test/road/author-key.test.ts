import type { Actor, DeskOptions } from "@otklik/core"
import type { ErasureEntry } from "@otklik/core/storage"
import { buildMessage } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { dyingAt, failingFrom } from "./failing-storage.ts"
import { buildRoad, complaint, moderator, only, storages, type Road } from "./road.ts"

const officer: Actor = { id: "officer-1", kind: "person" }
const old = new Uint8Array(32).fill(7)
const next = new Uint8Array(32).fill(8)
const third = new Uint8Array(32).fill(9)

/**
 * A comment of the usual citizen in a thread whose post nobody tracks: only the author's talk leads from one to the
 * other.
 */
const comment = (key: string, text: string) =>
  buildMessage({ key, kind: "comment", threadKey: "vk:-1_900", text, authorId: "citizen-9000", publishedAt: "2026-11-24T00:50:00.000Z" })

/** The desk after the key was exchanged, with a first complaint from before. */
async function rotated(open: (typeof storages)[number][1], change: Partial<DeskOptions> = {}) {
  const road = await buildRoad(open, { keyRing: { current: "one", keys: { one: new Uint8Array(32).fill(1) } }, ...change })
  road.network.messages.push(comment("vk:-1_1", "Батареи холодные вторые сутки"))
  await road.desk.pull()
  const both = road.restart({ authorKey: next, otherAuthorKeys: [old] })
  await both.tick()
  return { ...road, both, alone: () => road.restart({ authorKey: next }) }
}

async function certificatesOf({ desk }: Pick<Road, "desk">): Promise<readonly ErasureEntry[]> {
  return (await desk.journal({ kind: "erasure", limit: 100 })).entries as readonly ErasureEntry[]
}

describe.each(storages)("the key for authors on %s", (_, open) => {
  it("is refused where the storage was worked on with another, and nothing is taken in under it", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint())
    await road.desk.pull()
    const { version } = await only(road)
    road.network.messages.push(complaint("Батареи холодные и сегодня"))
    const other = road.restart({ authorKey: new Uint8Array(32).fill(9) })
    for (const work of [() => other.pull(), () => other.tick(), () => other.publish()]) {
      await expect(work()).rejects.toMatchObject({ code: "config", details: { issues: [{ path: "authorKey" }] } })
    }
    expect((await only(road)).version).toBe(version)
    expect((await road.restart().pull()).failures).toEqual([])
  })

  it("that was exchanged is needed no more, and authors are recognised by what they wrote under it", async () => {
    const { alone, network, storage, clock } = await rotated(open)
    const desk = alone()
    for (const [key, text] of [
      ["vk:-1_2", "ну когда же"],
      ["vk:-1_3", "и сегодня тоже"],
    ] as const) {
      network.messages.push(comment(key, text))
      clock.advance(30)
      await desk.pull()
    }
    const { incident } = await only({ desk })
    expect(incident.messages.map(({ messageKey, role }) => [messageKey, role])).toEqual([
      ["vk:-1_1", "complaint"],
      ["vk:-1_2", "follow-up"],
      ["vk:-1_3", "follow-up"],
    ])
    const pseudonyms = (await storage.read("message", ["vk:-1_1", "vk:-1_2", "vk:-1_3"])).map(({ authorPseudonym }) => authorPseudonym)
    expect(new Set(pseudonyms).size).toBe(2)
    const claims = (await storage.privacy.readRecords("claim", null, 100)).records.filter(({ key }) => key.startsWith("talk:"))
    expect(claims).toHaveLength(1)
    const certificate = await desk.eraseAuthor({ network: "vk", authorId: "citizen-9000" }, { actor: officer })
    expect(certificate.erased.messages).toBe(3)
    expect(await desk.verifyErasure(certificate, ["vk:-1_1", "vk:-1_2", "vk:-1_3"])).toEqual({ isGenuine: true, isErased: true })
    expect((await storage.privacy.readRecords("claim", null, 100)).records.filter(({ key }) => key.startsWith("talk:"))).toEqual([])
  })

  it("is followed by workers that hold both, and refused to those that hold only the one before", async () => {
    const { restart, storage, network, alone, clock } = await rotated(open)
    await expect(restart().pull()).rejects.toMatchObject({ code: "config", details: { issues: [{ path: "authorKey" }] } })
    const late = restart({ otherAuthorKeys: [next] })
    network.messages.push(complaint(undefined, "vk:-1_5"))
    await late.pull()
    const [before, after] = await storage.read("message", ["vk:-1_1", "vk:-1_5"])
    expect(before?.authorPseudonym?.split(".")[0]).not.toBe(after?.authorPseudonym?.split(".")[0])
    const again = restart({ authorKey: third, otherAuthorKeys: [next] })
    await again.tick()
    clock.advance(30)
    await expect(alone().tick()).rejects.toMatchObject({ code: "config" })
    const certificate = await restart({ authorKey: third }).eraseAuthor({ network: "vk", authorId: "citizen-9000" }, { actor: officer })
    expect(certificate.erased.messages).toBe(2)
  })

  it("is followed by a worker that runs on while it is exchanged", async () => {
    const { desk, restart, storage, network, clock } = await buildRoad(open, { otherAuthorKeys: [next] })
    network.messages.push(complaint(undefined, "vk:-1_1"))
    await desk.pull()
    await restart({ authorKey: next, otherAuthorKeys: [old] }).tick()
    clock.advance(30)
    network.messages.push(complaint(undefined, "vk:-1_2"))
    await desk.pull()
    const [before, after] = await storage.read("message", ["vk:-1_1", "vk:-1_2"])
    expect(before?.authorPseudonym).not.toBe(after?.authorPseudonym)
  })

  it("leaves one certificate of a request that the exchange came into, and it holds for every message", async () => {
    const { restart, storage, network } = await rotated(open)
    network.messages.push(complaint(undefined, "vk:-1_4"), complaint(undefined, "vk:-1_5"))
    const both = { authorKey: next, otherAuthorKeys: [old] }
    await restart(both).pull()
    const request = { network: "vk", authorId: "citizen-9000", requestId: "letter 17/2026" }
    const failing = restart({ ...both, storage: failingFrom(storage, 3) })
    await expect(failing.eraseAuthor(request, { actor: officer })).rejects.toThrow("the power is gone")
    const desk = restart({ authorKey: third, otherAuthorKeys: [next] })
    await expect(desk.eraseAuthor({ ...request, authorId: "somebody" }, { actor: officer })).rejects.toMatchObject({ code: "config" })
    const whole = await desk.eraseAuthor(request, { actor: officer })
    expect(whole).toMatchObject({ parts: 3, erased: { messages: 3 } })
    const keys = ["vk:-1_1", "vk:-1_4", "vk:-1_5"]
    expect(await desk.verifyErasure(whole, keys)).toEqual({ isGenuine: true, isErased: true })
    expect(await desk.verifyErasure(whole, keys.slice(1))).toMatchObject({ isGenuine: false })
  })

  it("leaves certificates genuine, and proves none that is made with it afterwards", async () => {
    const { desk, both, alone, clock, network, restart } = await rotated(open)
    const { incidentId } = (await only({ desk })).incident
    await both.execute({ type: "erase", incidentId, messageKey: "vk:-1_1" }, { actor: officer })
    network.messages.push(complaint(undefined, "vk:-1_6"))
    await both.pull()
    await restart({ authorKey: third, otherAuthorKeys: [next] }).tick()
    const [certificate] = await certificatesOf({ desk })
    if (certificate === undefined) throw new Error("a certificate was expected")
    const last = restart({ authorKey: third })
    expect(await last.verifyErasure(certificate)).toEqual({ isGenuine: true, isErased: true })
    clock.advance(24 * 60)
    // Whoever has the old key, and a storage of his own.
    const forger = await buildRoad(open)
    forger.network.messages.push(complaint(undefined, "vk:-1_1"))
    await forger.desk.pull()
    forger.clock.advance(48 * 60)
    const own = await only(forger)
    await forger.desk.execute({ type: "erase", incidentId: own.incident.incidentId, messageKey: "vk:-1_1" }, { actor: moderator })
    const [forged] = await certificatesOf(forger)
    if (forged === undefined) throw new Error("a certificate was expected")
    expect(await forger.desk.verifyErasure(forged)).toMatchObject({ isGenuine: true })
    expect(await last.verifyErasure(forged)).toMatchObject({ isGenuine: false })
    await expect(alone().tick()).rejects.toMatchObject({ code: "config" })
  })

  it("that somebody else had opens no page of a complaint that was published after it was exchanged", async () => {
    const road = await rotated(open)
    road.clock.advance(24 * 60)
    const later = { ...complaint("Батареи холодные и здесь", "vk:-1_8"), publishedAt: road.clock.now() }
    const [desk, forger] = [road.alone(), await buildRoad(open)]
    road.network.messages.push(later)
    await desk.pull()
    forger.network.messages.push(comment("vk:-1_1", "Батареи холодные вторые сутки"), later)
    forger.clock.advance(25 * 60)
    await forger.desk.pull()
    const [first = "", second = ""] = (await desk.find({}, { limit: 9 })).incidents.map(({ incident }) => incident.incidentId)
    const forged = await forger.desk.statusCode(second)
    expect((await forger.desk.status(forged))?.number).toBe(2)
    expect(await desk.status(forged)).toBeUndefined()
    expect((await desk.status(await desk.statusCode(second)))?.number).toBe(2)
    // A code of before outlives the exchange.
    expect((await desk.status(await forger.desk.statusCode(first)))?.number).toBe(1)
  })

  it("is exchanged once, whoever is killed at whichever call, and whether the call was done or not", async () => {
    for (const isDone of [false, true]) {
      for (let fatal = 1, died = true; died; fatal += 1) {
        const road = await buildRoad(open)
        road.network.messages.push(comment("vk:-1_1", "Батареи холодные вторые сутки"))
        await road.desk.pull()
        const both = { authorKey: next, otherAuthorKeys: [old] }
        const killed = road.restart({ ...both, storage: dyingAt(road.storage, fatal, isDone) })
        died = await killed.tick().then(
          ({ failures }) => failures.length > 0,
          () => true,
        )
        road.network.messages.push(comment("vk:-1_2", "ну когда же"))
        road.clock.advance(30)
        await road.restart(both).pull()
        const [noted] = await road.storage.readCursors("otklik/author-key")
        expect((JSON.parse(noted?.cursor ?? "") as { keys: unknown[] }).keys).toHaveLength(2)
        road.network.messages.push(comment("vk:-1_3", "и сегодня тоже"))
        road.clock.advance(30)
        await road.restart({ authorKey: next }).pull()
        expect((await only(road)).incident.messages.map(({ role }) => role)).toEqual(["complaint", "follow-up", "follow-up"])
        expect(fatal).toBeLessThan(50)
      }
    }
  })

  it("follows one key, when two workers begin at once with one each", async () => {
    const road = await buildRoad(open)
    await road.desk.tick()
    const [one, other] = [next, third].map((authorKey) => road.restart({ authorKey, otherAuthorKeys: [old] }))
    const outcomes = await Promise.allSettled([one?.tick(), other?.tick()])
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"])
    const same = await buildRoad(open)
    await same.desk.tick()
    await Promise.all([1, 2, 3].map(async () => same.restart({ authorKey: next, otherAuthorKeys: [old] }).tick()))
    const [noted] = await same.storage.readCursors("otklik/author-key")
    expect((JSON.parse(noted?.cursor ?? "") as { keys: unknown[] }).keys).toHaveLength(2)
  })

  it("leaves no author, and no key that is not sealed, in anything that is stored", async () => {
    const { alone, storage, network, clock } = await rotated(open)
    network.messages.push(comment("vk:-1_2", "ну когда же"))
    clock.advance(30)
    await alone().pull()
    const stored = await Promise.all(
      (["claim", "message", "cursor", "journal", "sealed-author"] as const).map(async (kind) =>
        storage.privacy.readRecords(kind, null, 100),
      ),
    )
    const text = JSON.stringify([stored, await storage.readEvents(null, 100), await storage.find({ limit: 9 })])
    expect(text).toContain("otklik/author-key")
    expect(text).not.toContain("citizen-9000")
    for (const key of [old, next]) {
      for (const encoding of ["base64url", "base64", "hex"] as const) expect(text).not.toContain(Buffer.from(key).toString(encoding))
    }
  })
})
