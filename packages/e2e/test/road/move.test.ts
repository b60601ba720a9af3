import { DatabaseSync } from "node:sqlite"
import { exportTenant, importTenant, type Storage } from "@otklik/core"
import { createMemoryStorage, createMemoryStore } from "@otklik/storage-memory"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import { appendOf, buildIncident } from "@otklik/testkit"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { stepArbitrary } from "../../../testkit/test/storage/random-steps.ts"
import { everything, walk } from "../../../testkit/test/storage/same-answers.ts"
import { buildRoad, complaint } from "./road.ts"

const now = "2026-11-25T00:00:00.000Z"

/** A database with a target and a staging tenant. */
interface Place {
  readonly target: Storage
  readonly staging: Storage
}

async function inSqlite(): Promise<Place> {
  const database = new DatabaseSync(":memory:")
  const target = createSqliteStorage({ database, tenant: "chita" })
  await target.migrate()
  return { target, staging: createSqliteStorage({ database, tenant: "import of chita" }) }
}

async function inMemory(): Promise<Place> {
  const store = createMemoryStore()
  return { target: createMemoryStorage({ store, tenant: "chita" }), staging: createMemoryStorage({ store, tenant: "import of chita" }) }
}

async function gathered(lines: AsyncIterable<string>): Promise<readonly string[]> {
  const all: string[] = []
  for await (const line of lines) all.push(line)
  return all
}

async function linesOf(storage: Storage): Promise<readonly string[]> {
  return gathered(exportTenant(storage))
}

async function* given(lines: readonly string[]): AsyncGenerator<string> {
  for (const line of lines) yield line
}

const into = (place: Place, lines: readonly string[]) => importTenant({ ...place, lines: given(lines), tenant: "chita", now })

/** A tenant with a few of everything. */
async function smallTenant(): Promise<readonly string[]> {
  const road = await buildRoad(() => createMemoryStorage(), { keyRing: { current: "one", keys: { one: new Uint8Array(32).fill(1) } } })
  road.network.messages.push(complaint(undefined, "vk:-1_1"), complaint(undefined, "vk:-1_2"))
  await road.desk.pull()
  return linesOf(road.storage)
}

describe("a tenant that moves", () => {
  it("reads the same in every storage, whatever had happened to it", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stepArbitrary, { minLength: 5, maxLength: 25, size: "max" }), async (steps) => {
        const { target: source } = await inSqlite()
        await walk(source, steps)
        const [memory, sqlite] = [await inMemory(), await inSqlite()]
        await into(memory, await linesOf(source))
        await into(sqlite, await linesOf(memory.target))
        const expected = await everything(source)
        expect(await everything(memory.target)).toEqual(expected)
        expect(await everything(sqlite.target)).toEqual(expected)
        expect(Object.values(await sqlite.staging.countRecords()).every((count) => count === 0)).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  it("goes on where it stood: numbers, positions, and what is erased stays erased", async () => {
    const place = await inMemory()
    await into(place, await smallTenant())
    const { numbers } = await place.target.commit({ appends: [appendOf(buildIncident({ messageKey: "vk:-1_9" }))] })
    expect([...numbers.values()]).toEqual([3])
  })

  it("takes nothing that was changed, lost, added or cut, names the line, and shows nothing of it", async () => {
    const lines = await smallTenant()
    const last = lines.length - 1
    const spoiled: Readonly<Record<string, readonly string[]>> = {
      changed: lines.map((line) => line.replace("холодные", "тёплые")),
      lost: lines.filter((_, index) => index !== 3),
      added: [...lines.slice(0, 2), lines[2] ?? "", ...lines.slice(2)],
      cut: lines.slice(0, last),
      "no JSON": lines.map((line, index) => (index === 4 ? line.slice(1) : line)),
      "more after the end": [...lines, lines[1] ?? ""],
      "another format": lines.map((line, index) => (index === 0 ? line.replace('"format":1', '"format":2') : line)),
      "another header": lines.slice(1),
      nothing: [],
    }
    for (const [why, broken] of Object.entries(spoiled)) {
      const place = await inMemory()
      await expect(into(place, broken), why).rejects.toMatchObject({ code: "protocol", details: { line: expect.any(Number) } })
      expect(
        Object.values(await place.target.countRecords()).every((count) => count === 0),
        why,
      ).toBe(true)
    }
    await expect(into(await inMemory(), spoiled["no JSON"] ?? [])).rejects.toMatchObject({ details: { line: 5 } })
  })

  it("goes into no tenant that has anything, and none that another import left half", async () => {
    const lines = await smallTenant()
    const place = await inMemory()
    await place.target.commit({ claims: [{ key: "a", incidentId: "b" }] })
    await expect(into(place, lines)).rejects.toMatchObject({ code: "conflict" })
    const other = await inMemory()
    await other.staging.commit({ claims: [{ key: "a", incidentId: "b" }] })
    await expect(into(other, lines)).rejects.toMatchObject({ code: "conflict" })
  })

  it("that was interrupted anywhere goes on, and other lines than those of the beginning are refused", { timeout: 60_000 }, async () => {
    const source = createMemoryStorage()
    await source.commit({ claims: Array.from({ length: 1200 }, (_, index) => ({ key: `claim-${index}`, incidentId: "a" })) })
    for (let id = 0; id < 40; id += 1) await source.commit({ appends: [appendOf(buildIncident({ messageKey: `vk:-1_${id}` }))] })
    const lines = await linesOf(source)
    const expected = await everything(source)
    for (const end of [1, 400, 501, 502, 1100, 1202, 1240, lines.length - 1]) {
      const place = await inSqlite()
      const torn = async function* () {
        yield* given(lines.slice(0, end))
        throw new Error("the line broke")
      }
      await expect(importTenant({ ...place, lines: torn(), tenant: "chita", now })).rejects.toThrow("the line broke")
      expect((await place.target.countRecords()).claim).toBe(0)
      if (end > 501) await expect(into(place, lines.toReversed())).rejects.toMatchObject({ code: "protocol" })
      await into(place, lines)
      expect(await everything(place.target)).toEqual(expected)
    }
  })

  it("ends with an error when somebody writes meanwhile", async () => {
    const storage = createMemoryStorage()
    await storage.commit({ claims: [{ key: "a", incidentId: "b" }] })
    const lines = exportTenant(storage)
    await lines.next()
    await storage.commit({ claims: [{ key: "c", incidentId: "d" }] })
    await expect(gathered(lines)).rejects.toMatchObject({ code: "conflict" })
  })
})
