import { movingOf } from "@otklik/core/storage"
import assert from "node:assert/strict"
import { createInterface } from "node:readline"
import { DatabaseSync } from "node:sqlite"
import { Readable } from "node:stream"
import { createRoleAuthorisation, isDeskError, type Actor, type Grant, type Storage } from "@otklik/core"
import { sha256 } from "@otklik/core/internal"
import { createMemoryStorage, createMemoryStore } from "@otklik/storage-memory"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import { appendOf, buildDraft, buildIncident } from "@otklik/testkit"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { sampleOfEveryKind } from "../../../testkit/src/storage/sample-of-every-kind.ts"
import { everythingButMoves, move, mover, movesOf, movingDesk } from "../../../testkit/test/storage/moving-desk.ts"
import { stepArbitrary } from "../../../testkit/test/storage/random-steps.ts"
import { walk } from "../../../testkit/test/storage/same-answers.ts"
import { buildRoad, complaint } from "./road.ts"

async function inSqlite(): Promise<Storage> {
  const storage = createSqliteStorage({ database: new DatabaseSync(":memory:") })
  await storage.migrate()
  return storage
}

async function linesOf(storage: Storage): Promise<readonly string[]> {
  const all: string[] = []
  for await (const line of movingDesk(storage).export({ actor: mover })) all.push(line)
  return all
}

async function* given(lines: readonly string[]): AsyncGenerator<string> {
  for (const line of lines) yield line
}

const into = (storage: Storage, lines: readonly string[]) => movingDesk(storage).import({ lines: given(lines) }, { actor: mover })

/** The lines of a tenant with five of everything. */
async function smallTenant(): Promise<readonly string[]> {
  const storage = createMemoryStorage()
  await storage.commit(sampleOfEveryKind)
  return linesOf(storage)
}

async function isEmpty(storage: Storage): Promise<boolean> {
  return Object.values(await movingOf(storage).countRecords()).every((count) => count === 0)
}

describe("a tenant that moves", () => {
  it("reads the same in every storage, whatever had happened to it", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stepArbitrary, { minLength: 5, maxLength: 25, size: "max" }), async (steps) => {
        const [source, memory, sqlite] = [await inSqlite(), createMemoryStorage(), await inSqlite()]
        await walk(source, steps)
        await move(source, memory)
        await move(memory, sqlite)
        const expected = await everythingButMoves(source)
        expect(await everythingButMoves(memory)).toEqual(expected)
        expect(await everythingButMoves(sqlite)).toEqual(expected)
        expect(await isEmpty(movingOf(sqlite).staging())).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  it("is refused with its capability where the storage moves nobody", async () => {
    const { moving: _none, ...storage } = createMemoryStorage()
    const desk = movingDesk(storage)
    const exported = desk.export({ actor: mover })[Symbol.asyncIterator]().next()
    await expect(exported).rejects.toMatchObject({ code: "capability", details: { capability: "moving" } })
    await expect(desk.import({ lines: given([]) }, { actor: mover })).rejects.toMatchObject({ code: "capability" })
    expect((await storage.privacy.readJournal({ kind: "move", limit: 10 })).entries).toEqual([])
  })

  it("goes on where it stood: the desk of the new host works on", async () => {
    const keyRing = { current: "one", keys: { one: new Uint8Array(32).fill(1) } }
    const road = await buildRoad(() => createMemoryStorage(), { keyRing })
    road.network.messages.push(complaint(undefined, "vk:-1_1"), complaint(undefined, "vk:-1_2"))
    await road.desk.pull()
    const storage = await inSqlite()
    await move(road.storage, storage)
    const next = road.restart({ storage, keyRing })
    const { incidents } = await next.find({}, { limit: 10 })
    const [incidentId = "", messageKey = ""] = [incidents[0]?.incident.incidentId, incidents[0]?.incident.messageKeys[0]]
    const asked = await next.unsealAuthor({ incidentId, messageKey, purpose: "to call back" }, { actor: mover })
    expect(asked.authorId).toBe("citizen-9000")
    road.network.messages.push(complaint(undefined, "vk:-1_1"), complaint(undefined, "vk:-1_3"))
    expect((await next.pull()).registered).toBe(1)
    expect((await next.find({}, { limit: 10 })).incidents.map(({ number }) => number)).toEqual([1, 2, 3])
  })

  it("to another name is sealed for it, and its authors open there and nowhere else", async () => {
    const [one, two] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
    const store = createMemoryStore()
    const road = await buildRoad(() => createMemoryStorage({ store, tenant: "chita" }), { keyRing: { current: "one", keys: { one } } })
    road.network.messages.push(complaint(undefined, "vk:-1_1"), complaint(undefined, "vk:-1_2"))
    await road.desk.pull()
    const [first, second] = await road.storage.privacy.readSealedAuthors(["vk:-1_1", "vk:-1_2"])
    if (!first?.sealed || !second?.sealed) throw new Error("two sealed authors were expected")
    // A row that opens nowhere holds up no move.
    await road.storage.commit({ sealedAuthors: [{ ...second, sealed: first.sealed, replaces: second.sealed }] })
    const lines: string[] = []
    for await (const line of road.desk.export({ actor: mover })) lines.push(line)
    const storage = createMemoryStorage({ store, tenant: "kray" })
    const without = road.restart({ storage, keyRing: { current: "two", keys: { two } } })
    await expect(without.import({ lines: given(lines) }, { actor: mover })).rejects.toMatchObject({
      code: "config",
      details: { issues: [{ path: "keyRing.keys" }] },
    })
    expect(await isEmpty(storage)).toBe(true)
    const next = road.restart({ storage, keyRing: { current: "two", keys: { one, two } } })
    await next.import({ lines: given(lines) }, { actor: mover })
    const alone = road.restart({ storage, keyRing: { current: "two", keys: { two } } })
    const ask = async (messageKey: string) => {
      const { incidents } = await alone.find({}, { limit: 10 })
      const incidentId = incidents.find(({ incident }) => incident.messageKeys.includes(messageKey))?.incident.incidentId ?? ""
      return alone.unsealAuthor({ incidentId, messageKey, purpose: "to call back" }, { actor: mover })
    }
    expect((await ask("vk:-1_1")).authorId).toBe("citizen-9000")
    await expect(ask("vk:-1_2")).rejects.toMatchObject({ code: "config" })
    expect(await next.reseal()).toMatchObject({ broken: 1, brokenMessageKeys: ["vk:-1_2"] })
    // The row of one tenant among those of the other.
    const [moved] = await storage.privacy.readSealedAuthors(["vk:-1_1"])
    if (!moved?.sealed) throw new Error("a sealed author was expected")
    await storage.commit({ sealedAuthors: [{ ...moved, keyId: "one", sealed: first.sealed, replaces: moved.sealed }] })
    const both = road.restart({ storage, keyRing: { current: "two", keys: { one, two } } })
    expect(await both.reseal()).toMatchObject({ broken: 2 })
  })

  it("takes nothing that was changed, lost, added or cut, names the line, and shows nothing of it", async () => {
    const lines = await smallTenant()
    const last = lines.length - 1
    const spoiled: Readonly<Record<string, readonly string[]>> = {
      changed: lines.map((line) => line.replace("text 3", "text 4")),
      cut: lines.slice(0, last),
      "no JSON": lines.map((line, index) => (index === 4 ? line.slice(1) : line)),
      "more after the end": [...lines, lines[1] ?? ""],
      "another format": lines.map((line, index) => (index === 0 ? line.replace('"format":1', '"format":2') : line)),
      "another header": lines.slice(1),
      nothing: [],
    }
    for (const [why, broken] of Object.entries(spoiled)) {
      const storage = createMemoryStorage()
      await expect(into(storage, broken), why).rejects.toMatchObject({ code: "protocol", details: { line: expect.any(Number) } })
      expect(await isEmpty(storage), why).toBe(true)
      // Only lines that may still come are kept.
      expect(await isEmpty(movingOf(storage).staging()), why).toBe(why !== "cut")
      await into(storage, lines)
    }
    await expect(into(createMemoryStorage(), spoiled["no JSON"] ?? [])).rejects.toMatchObject({ details: { line: 5 } })
  })

  it("lost, repeated, exchanged or torn at any line takes nothing", { timeout: 60_000 }, async () => {
    const lines = await smallTenant()
    for (const [index, line] of lines.entries()) {
      const [before, after] = [lines.slice(0, index), lines.slice(index + 1)]
      const [next = ""] = after
      const spoiled = [
        [...before, ...after],
        [...before, line, line, ...after],
        next === "" ? before : [...before, next, line, ...after.slice(1)],
        [...before, line.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)), ...after],
        before,
      ]
      for (const broken of spoiled) {
        const storage = createMemoryStorage()
        await expect(into(storage, broken), `line ${index + 1}`).rejects.toMatchObject({ code: "protocol" })
        expect(await isEmpty(storage)).toBe(true)
      }
    }
  })

  it("with records of any shape takes them, or says which line is broken, and has nothing then", { timeout: 60_000 }, async () => {
    const lines = (await smallTenant()).map((line) => JSON.parse(line) as Record<string, unknown>)
    const odd = fc.oneof(fc.constantFrom(null, undefined, "", "x", -1, 1.5, true, [], {}, [null], "\u0000"), fc.jsonValue())
    const change = fc.record({ line: fc.nat(lines.length - 2), place: fc.array(fc.nat(9), { minLength: 1, maxLength: 4 }), value: odd })
    await fc.assert(
      fc.asyncProperty(
        change,
        fc.constantFrom(async () => createMemoryStorage(), inSqlite),
        async ({ line, place, value }, open) => {
          const spoiled = structuredClone(lines)
          replaceAt(spoiled[line + 1] ?? {}, place, value)
          const storage = await open()
          const outcome = await into(storage, sealedAnew(spoiled)).then(
            () => "taken",
            (error: unknown) => (isDeskError(error, "protocol") ? "protocol" : error),
          )
          if (outcome !== "taken") {
            expect(outcome).toBe("protocol")
            expect(await isEmpty(storage)).toBe(true)
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  it("goes into no tenant that has anything, and beside no other import", async () => {
    const lines = await smallTenant()
    const storage = createMemoryStorage()
    await storage.commit({ claims: [{ key: "a", incidentId: "b" }] })
    await expect(into(storage, lines)).rejects.toMatchObject({ code: "conflict" })
    const both = createMemoryStorage()
    const outcomes = await Promise.allSettled([into(both, lines), into(both, lines)])
    expect(outcomes.filter(({ status }) => status === "fulfilled").length).toBe(1)
    expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "conflict" } })
    expect((await movingOf(both).countRecords()).incident).toBe(5)
  })

  it("comes whole from a file whose reader waits for nobody", async () => {
    const lines = await smallTenant()
    const storage = createMemoryStorage()
    const slow = async () => {
      for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve))
      return movingOf(storage).countRecords()
    }
    const read = createInterface({ input: Readable.from(lines.map((line) => `${line}\n`)) })
    await movingDesk({ ...storage, moving: { ...movingOf(storage), countRecords: slow } }).import({ lines: read }, { actor: mover })
    expect((await movingOf(storage).countRecords()).incident).toBe(5)
  })

  it("that was interrupted anywhere goes on, and other lines than those of the beginning are refused", { timeout: 60_000 }, async () => {
    const source = createMemoryStorage()
    await source.commit({ claims: Array.from({ length: 1200 }, (_, index) => ({ key: `claim-${index}`, incidentId: "a" })) })
    for (let id = 0; id < 40; id += 1) await source.commit({ appends: [appendOf(buildIncident({ messageKey: `vk:-1_${id}` }))] })
    const lines = await linesOf(source)
    const expected = await everythingButMoves(source)
    for (const end of [1, 400, 501, 502, 1100, 1202, 1240, lines.length - 1]) {
      const storage = await inSqlite()
      const torn = async function* () {
        yield* given(lines.slice(0, end))
        throw new Error("the line broke")
      }
      await expect(movingDesk(storage).import({ lines: torn() }, { actor: mover })).rejects.toThrow("the line broke")
      expect((await movingOf(storage).countRecords()).claim).toBe(0)
      expect((await into(storage, lines)).resumedAt > 0).toBe(end > 500)
      expect(await everythingButMoves(storage)).toEqual(expected)
      if (end > 501) {
        const other = await inSqlite()
        await into(other, lines.slice(0, end)).catch(() => {})
        await expect(into(other, [lines[0] ?? "", ...lines.slice(1).toReversed()])).rejects.toMatchObject({ code: "protocol" })
        // What was begun is thrown away: the next one is taken.
        expect((await into(other, lines)).resumedAt).toBe(0)
      }
    }
  })

  it("whose import stopped after the last check is taken by the next try", async () => {
    const lines = await smallTenant()
    const storage = createMemoryStorage()
    const takeStaged = async () => Promise.reject(new Error("the power went"))
    const torn: Storage = { ...storage, moving: { ...movingOf(storage), takeStaged } }
    await expect(into(torn, lines)).rejects.toThrow("the power went")
    await into(storage, lines)
    expect((await movingOf(storage).countRecords()).incident).toBe(5)
    expect((await movesOf(storage)).length).toBe(2)
  })

  it("is not exported whole when somebody writes meanwhile, be it in the place of what was there", async () => {
    const changes: Readonly<Record<string, (storage: Storage) => Promise<unknown>>> = {
      added: (storage) => storage.commit({ claims: [{ key: "c", incidentId: "d" }] }),
      changed: (storage) => storage.commit({ drafts: [buildDraft({ draftId: "draft-1", text: "another text" })] }),
      "forgotten, with something else in its place": async (storage) => {
        const [entry] = sampleOfEveryKind.journal
        assert.ok(entry)
        await storage.commit({ forgotten: [entry], journal: [{ ...entry, entryId: "entry-6" }] })
      },
    }
    for (const [how, change] of Object.entries(changes)) {
      const storage = createMemoryStorage()
      await storage.commit(sampleOfEveryKind)
      const lines: string[] = []
      const exporting = async () => {
        for await (const line of movingDesk(storage).export({ actor: mover })) {
          lines.push(line)
          if (line.includes('"kind":"evidence"') && line.includes("evidence-1")) await change(storage)
        }
      }
      await expect(exporting(), how).rejects.toMatchObject({ code: "conflict" })
      await expect(into(createMemoryStorage(), lines)).rejects.toMatchObject({ code: "protocol" })
    }
  })
})

describe("who may do what reaches the whole tenant", () => {
  const grants: Readonly<Record<string, readonly Grant[]>> = {
    "officer-1": [{ role: "data-protection-officer", personalData: "author" }],
    "officer-2": [{ role: "data-protection-officer" }],
    "officer-3": [{ role: "data-protection-officer", personalData: "author", topics: ["heating"] }],
    "supervisor-1": [{ role: "supervisor", personalData: "author" }],
  }
  const authorisation = createRoleAuthorisation({ grantsOf: (id) => grants[id] ?? [] })
  const person = (id: string): Actor => ({ id, kind: "person" })

  it("is asked of the authorisation before the first line goes out or comes in", async () => {
    const road = await buildRoad(() => createMemoryStorage(), { authorisation })
    const reasons = { "officer-2": "personal-data", "officer-3": "topic", "supervisor-1": "role", nobody: "role" }
    for (const [id, reason] of Object.entries(reasons)) {
      const denied = { code: "forbidden", details: { reason } }
      await expect(road.desk.export({ actor: person(id) }).next()).rejects.toMatchObject(denied)
      await expect(road.desk.import({ lines: given([]) }, { actor: person(id) })).rejects.toMatchObject(denied)
    }
    expect(await movesOf(road.storage)).toEqual([])
  })

  it("is asked before a person's messages are looked for, whether or not there are any", async () => {
    const road = await buildRoad(() => createMemoryStorage(), { authorisation })
    road.network.messages.push(complaint())
    await road.desk.pull()
    const { network, authorId = "" } = complaint()
    for (const id of ["officer-2", "officer-3", "supervisor-1", "nobody"]) {
      const refusals: unknown[] = []
      for (const asked of [authorId, "somebody else"]) {
        const request = { network, authorId: asked }
        refusals.push(await road.desk.eraseAuthor(request, { actor: person(id) }).catch((error: unknown) => error))
      }
      expect(refusals[0]).toMatchObject({ code: "forbidden" })
      expect(refusals[1]).toEqual(refusals[0])
    }
    expect((await road.storage.privacy.readJournal({ kind: "erasure", limit: 10 })).entries).toEqual([])
    const request = { network, authorId }
    expect(await road.desk.eraseAuthor(request, { actor: person("officer-1") })).toMatchObject({ erased: { messages: 1 } })
  })

  it("stands in the journal, which moves along: who, when, how many, and nothing of what", async () => {
    const road = await buildRoad(() => createMemoryStorage(), { authorisation })
    road.network.messages.push(complaint())
    await road.desk.pull()
    const counts = await movingOf(road.storage).countRecords()
    // Begun is enough: what was read is out.
    await road.desk.export({ actor: person("officer-1") }).next()
    const begun = { kind: "move", direction: "export", at: road.clock.now(), by: person("officer-1"), incidentId: null, counts }
    expect(await movesOf(road.storage)).toMatchObject([begun])
    const storage = await inSqlite()
    await road.restart({ storage }).import({ lines: road.desk.export({ actor: person("officer-1") }) }, { actor: person("officer-1") })
    const { entries } = await road.restart({ storage }).journal({ kind: "move", limit: 10 }, { actor: person("officer-1") })
    const [again, came] = [
      { ...counts, journal: counts.journal + 1 },
      { ...counts, journal: counts.journal + 2 },
    ]
    expect(entries).toHaveLength(3)
    expect(entries).toEqual(
      expect.arrayContaining([
        expect.objectContaining(begun),
        expect.objectContaining({ direction: "export", counts: again }),
        expect.objectContaining({ direction: "import", counts: came }),
      ]),
    )
  })
})

/** Puts a value somewhere into a record, however deep the places lead. */
function replaceAt(record: Record<string, unknown>, [first = 0, ...rest]: readonly number[], value: unknown): void {
  const names = Object.keys(record)
  const name = names[first % names.length]
  if (name === undefined) return
  const inner = record[name]
  if (rest.length > 0 && typeof inner === "object" && inner !== null) replaceAt(inner as Record<string, unknown>, rest, value)
  else record[name] = value
}

/** The lines of records that were changed, with a hash that fits them. */
function sealedAnew(records: readonly Record<string, unknown>[]): readonly string[] {
  const lines = records.slice(0, -1).map((record) => JSON.stringify(record))
  const hash = lines.reduce((before, line) => sha256(`${before}\n${line}`), "")
  return [...lines, JSON.stringify({ end: true, hash })]
}
