import type { Actor, DeskOptions } from "@otklik/core"
import type { ErasureEntry } from "@otklik/core/storage"
import { buildMessage } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { failingFrom } from "./failing-storage.ts"
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
})
