import { createHash } from "node:crypto"
import type { Actor, Storage } from "@otklik/core"
import { authorPseudonym } from "@otklik/core/internal"
import { buildStoredMessage } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { certificatesIn, failingFrom } from "./failing-storage.ts"
import { buildRoad, complaint, storages, type Road } from "./road.ts"

const officer: Actor = { id: "officer-1", kind: "person" }
const authorKey = new Uint8Array(32).fill(7)

describe.each(storages.slice(0, 2))("a person's request on %s", (_, open) => {
  const pseudonym = authorPseudonym(authorKey, "vk", "citizen-9000")
  const own = [3, 900, 1500, 2400].map((id) => `vk:-1_${String(id).padStart(4, "0")}`)
  const request = { network: "vk", authorId: "citizen-9000", requestId: "letter 17/2026" }

  /** Messages of many that no incident holds: what is read is more than a page. */
  async function fill({ storage, desk }: Pick<Road, "storage" | "desk">): Promise<void> {
    // The desk's first work notes its key.
    await desk.tick()
    const messages = Array.from({ length: 2500 }, (_value, id) => {
      const key = `vk:-1_${String(id).padStart(4, "0")}`
      return buildStoredMessage({ key, authorPseudonym: own.includes(key) ? pseudonym : "somebody else" })
    })
    await storage.commit({ messages })
  }

  it("that was interrupted goes on where it stood, and ends in one certificate of the whole", async () => {
    const { storage, restart, desk } = await buildRoad(open)
    await fill({ storage, desk })
    // Two messages of the first page, the note after it, and one of the second.
    await expect(restart({ storage: failingFrom(storage, 4) }).eraseAuthor(request, { actor: officer })).rejects.toThrow(
      "the power is gone",
    )
    await expect(desk.eraseAuthor({ ...request, authorId: "somebody" }, { actor: officer })).rejects.toMatchObject({ code: "config" })
    const asked: (string | null)[] = []
    const spy: Storage = {
      ...storage,
      privacy: {
        ...storage.privacy,
        readRecords(kind, after, limit) {
          asked.push(after)
          return storage.privacy.readRecords(kind, after, limit)
        },
      },
    }
    const whole = await restart({ storage: spy }).eraseAuthor(request, { actor: officer })
    expect(asked).toHaveLength(2)
    expect(asked[0]).not.toBeNull()
    expect(whole).toMatchObject({ cause: "author", requestId: "letter 17/2026", parts: 4, erased: { messages: 4 }, messageKeys: [] })
    expect(await desk.verifyErasure(whole, own)).toEqual({ isGenuine: true, isErased: true })
    expect(await desk.verifyErasure(whole, own.slice(1))).toMatchObject({ isGenuine: false })
    const notes = JSON.stringify(await storage.readCursors("otklik/erasure"))
    for (const trace of [pseudonym, "citizen-9000", "who", "letter 17/2026"]) expect(notes).not.toContain(trace)
    expect(await desk.eraseAuthor(request, { actor: officer })).toMatchObject({ parts: 0, erased: { messages: 0 } })
  })

  it("killed after any commit comes to the same certificate", async () => {
    const { storage: undisturbed, desk } = await buildRoad(open)
    await fill({ storage: undisturbed, desk })
    const expected = await desk.eraseAuthor(request, { actor: officer })
    for (const commits of [1, 2, 3, 5, 6, 7]) {
      const road = await buildRoad(open)
      await fill(road)
      const dying = road.restart({ storage: failingFrom(road.storage, commits) })
      await dying.eraseAuthor(request, { actor: officer }).catch(() => {})
      await road.desk.eraseAuthor(request, { actor: officer })
      const written = (await certificatesIn(road.storage)).filter(({ parts }) => parts !== null && parts > 0)
      expect(
        written.map(({ erased, parts, digest }) => ({ erased, parts, digest })),
        `killed after commit ${commits}`,
      ).toEqual([{ erased: expected.erased, parts: 4, digest: expected.digest }])
    }
  })

  it("without an id of its own is simply asked again", async () => {
    const { storage, restart, desk } = await buildRoad(open)
    await fill({ storage, desk })
    const { network, authorId } = request
    await expect(restart({ storage: failingFrom(storage, 3) }).eraseAuthor({ network, authorId }, { actor: officer })).rejects.toThrow()
    expect(await desk.eraseAuthor({ network, authorId }, { actor: officer })).toMatchObject({ requestId: null, erased: { messages: 1 } })
    expect(await storage.readCursors("otklik/erasure")).toEqual([])
    expect((await storage.read("message", own)).map(({ text }) => text)).toEqual([null, null, null, null])
  })

  it("takes no more room than 256 places, however many there were, and keeps no number of a request there", async () => {
    const { storage, desk, network } = await buildRoad(open)
    for (let letter = 1; letter <= 300; letter += 1) {
      network.messages.push(complaint("Батареи холодные вторые сутки", `vk:-1_1${letter}`))
      await desk.pull()
      const whole = await desk.eraseAuthor({ ...request, requestId: `letter ${letter}/2026` }, { actor: officer })
      expect(whole).toMatchObject({ requestId: `letter ${letter}/2026`, erased: { messages: 1 } })
    }
    const notes = await storage.readCursors("otklik/erasure")
    expect(notes.length).toBeGreaterThan(100)
    expect(notes.length).toBeLessThanOrEqual(256)
    expect(JSON.stringify(notes)).not.toContain("letter")
  })

  it("goes on beside one of another person that is noted in the same place, and ends in its own certificate", async () => {
    const { storage, restart, desk, network } = await buildRoad(open)
    await fill({ storage, desk })
    const place = (id: string) => createHash("sha256").update(id).digest("hex").slice(0, 2)
    const other = Array.from({ length: 5000 }, (_value, count) => `letter ${count}/2027`).find(
      (id) => place(id) === place(request.requestId),
    )
    if (other === undefined) throw new Error("there is no such number")
    const dying = restart({ storage: failingFrom(storage, 4) })
    await expect(dying.eraseAuthor(request, { actor: officer })).rejects.toThrow("the power is gone")
    network.messages.push({ ...complaint("Батареи холодные", "vk:-1_7777"), authorId: "somebody-else" })
    await desk.pull()
    const stranger = { network: request.network, authorId: "somebody-else", requestId: other }
    expect(await desk.eraseAuthor(stranger, { actor: officer })).toMatchObject({ requestId: other, erased: { messages: 1 } })
    const whole = await desk.eraseAuthor(request, { actor: officer })
    expect(whole).toMatchObject({ requestId: request.requestId, parts: 4, erased: { messages: 4 } })
    expect(await desk.verifyErasure(whole, own)).toEqual({ isGenuine: true, isErased: true })
  })
})
