import { DatabaseSync } from "node:sqlite"
import { setImmediate } from "node:timers/promises"
import { describe, expect, it } from "vitest"
import { isDeskError, type Storage } from "@otklik/core"
import { createOpen311Client } from "@otklik/open311/client"
import { createOpen311Forwarder, type Open311ForwarderOptions } from "@otklik/open311/forwarder"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import { createFlowingClock } from "@otklik/testkit"
import { openCity, type City } from "./city.ts"
import { openTown, person, submitted, type Town } from "./town.ts"

const storages: readonly (readonly [name: string, open: () => Storage])[] = [
  ["memory", () => createMemoryStorage()],
  ["sqlite", () => createSqliteStorage({ database: new DatabaseSync(":memory:") })],
]

/** A forwarder of a town to a city; what is changed replaces its options. */
function forwarderOf(town: Pick<Town, "desk" | "clock">, city: City, change: Partial<Open311ForwarderOptions> = {}) {
  const told: unknown[] = []
  const forwarder = createOpen311Forwarder({
    id: "city",
    desk: town.desk,
    client: city.client(town.clock),
    clock: town.clock,
    actor: person("forwarder"),
    tag: "sent",
    requestOf: ({ incident: { facts } }) =>
      facts.topic === "heating" ? { serviceCode: "H1", description: "Нет отопления", address: "Чита" } : null,
    onError: (error) => void told.push(error),
    ...change,
  })
  return { ...forwarder, told }
}

const notesOf = async (town: Pick<Town, "desk">, incidentId: string) =>
  ((await town.desk.case(incidentId, { actor: person("supervisor") }))?.notes ?? []).map(({ text }) => text)
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "none",
    (error: unknown) => (isDeskError(error) ? error.code : String(error)),
  )

describe("what is sent", () => {
  it("is what the host says, once, with its mark, and is noted and tagged", async () => {
    const [town, city] = [await openTown(), openCity()]
    const { incidentId } = await submitted(town)
    const forwarder = forwarderOf(town, city)
    await forwarder.forward(incidentId)
    await forwarder.forward(incidentId)
    expect(city.requests.map(({ form }) => Object.fromEntries(form))).toEqual([
      { service_code: "H1", description: "Нет отопления\n\n[otklik city 1]", address_string: "Чита", api_key: "desk" },
    ])
    expect(await notesOf(town, incidentId)).toEqual(["[open311 city] sending", "[open311 city] request: 501"])
    const { incidents } = await town.desk.find({ tags: { all: ["sent"] } }, { actor: person("supervisor") })
    expect(incidents).toHaveLength(1)
    const other = await submitted(town, { service_code: "pits" })
    await forwarder.forward(other.incidentId)
    expect([city.requests.length, await notesOf(town, other.incidentId)]).toEqual([1, []])
  })

  it("is looked for by its mark after a lost answer, and never sent twice", async () => {
    const [town, city] = [await openTown(), openCity()]
    const { incidentId } = await submitted(town)
    const forwarder = forwarderOf(town, city)
    city.answer = "lost"
    expect(await codeOf(forwarder.forward(incidentId))).toBe("ambiguous")
    city.answer = "given"
    await forwarder.forward(incidentId)
    expect(city.requests).toHaveLength(1)
    expect(await notesOf(town, incidentId)).toEqual(["[open311 city] sending", "[open311 city] request: 501"])
  })

  it("waits until the other server must know, before it is sent again", async () => {
    const [town, city] = [await openTown(), openCity()]
    const { incidentId } = await submitted(town)
    const forwarder = forwarderOf(town, city)
    city.answer = "down"
    expect(await codeOf(forwarder.forward(incidentId))).toBe("network")
    city.answer = "given"
    town.clock.advance(14)
    expect(await codeOf(forwarder.forward(incidentId))).toBe("ambiguous")
    expect(city.requests).toHaveLength(0)
    town.clock.advance(1)
    await forwarder.forward(incidentId)
    expect(city.requests).toHaveLength(1)
    expect(await notesOf(town, incidentId)).toContain("[open311 city] sending: try 2")
  })

  it("is given up, and a person is called, where nobody can know or the server refuses", async () => {
    const [town, city] = [await openTown(), openCity()]
    const [hidden, refused] = [await submitted(town), await submitted(town, { description: "Другое" })]
    const forwarder = forwarderOf(town, city, { mentions: ["ivanova"] })
    city.answer = "lost"
    city.isHidden = true
    expect(await codeOf(forwarder.forward(hidden.incidentId))).toBe("ambiguous")
    await forwarder.forward(hidden.incidentId)
    city.answer = "refused"
    await forwarder.forward(refused.incidentId)
    await forwarder.forward(refused.incidentId)
    expect(city.requests).toHaveLength(1)
    expect((await notesOf(town, hidden.incidentId)).at(-1)).toContain("stopped: it is not known whether it arrived")
    expect((await notesOf(town, refused.incidentId)).at(-1)).toContain("stopped: refused, Такой службы нет")
    expect(forwarder.told).toHaveLength(2)
    const { incidents } = await town.desk.find({ mentioned: ["ivanova"] }, { actor: person("supervisor") })
    expect(incidents).toHaveLength(2)
  })

  it("is cut where the other server would not take it, and keeps its mark", async () => {
    const [town, city] = [await openTown(), openCity()]
    const { incidentId } = await submitted(town)
    await forwarderOf(town, city, { requestOf: () => ({ serviceCode: "H1", description: "х".repeat(5000), address: "Чита" }) }).forward(
      incidentId,
    )
    const sent = city.requests[0]?.form.get("description") ?? ""
    expect([sent.length, sent.endsWith("…\n\n[otklik city 1]")]).toEqual([4000, true])
  })

  it("goes to another Otklik, which shows no mark and takes the same request once", async () => {
    const [town, other] = [await openTown(), await openTown()]
    const { incidentId } = await submitted(town)
    let isLost = false
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init)
      const { method } = request
      const response = await other.handler(request)
      if (isLost || method !== "POST") return response
      isLost = true
      throw new TypeError("terminated")
    }
    const client = createOpen311Client({ endpoint: "https://other.test", apiKey: "secret", fetch, clock: town.clock })
    const requestOf = () => ({ serviceCode: "heating", description: "Нет отопления", address: "Чита" })
    const forwarder = forwarderOf(town, openCity(), { client, requestOf })
    expect(await codeOf(forwarder.forward(incidentId))).toBe("ambiguous")
    town.clock.advance(15)
    await forwarder.forward(incidentId)
    await forwarder.readBack()
    expect((await other.desk.find({}, { actor: person("supervisor") })).incidents).toHaveLength(1)
    expect((await notesOf(town, incidentId)).slice(2)).toEqual([
      "[open311 city] request: 1",
      "[open311 city] status: request 1 is open; Assigned to: Теплосеть.; Теплосеть",
    ])
  })
})

describe("what is read back", () => {
  it("is a note for each change, by people who are called, and none where nothing changed", async () => {
    const [town, city] = [await openTown(), openCity()]
    const { incidentId } = await submitted(town)
    const forwarder = forwarderOf(town, city, { mentions: ["ivanova"] })
    await forwarder.forward(incidentId)
    expect(await forwarder.readBack()).toEqual({ asked: 1, noted: 1 })
    expect(await forwarder.readBack()).toEqual({ asked: 1, noted: 0 })
    const [request] = city.requests
    if (request === undefined) throw new Error("nothing was sent")
    Object.assign(request, { status: "closed", notes: "Труба заменена" })
    await forwarder.readBack()
    Object.assign(request, { status: "open", notes: "" })
    await forwarder.readBack()
    city.requests.length = 0
    await forwarder.readBack()
    expect((await notesOf(town, incidentId)).slice(2)).toEqual([
      "[open311 city] status: request 501 is open",
      "[open311 city] status: request 501 is closed; Труба заменена",
      "[open311 city] status: request 501 is open",
      "[open311 city] status: request 501 is not shown by the server any more",
    ])
    expect((await town.desk.case(incidentId, { actor: person("supervisor") }))?.incident.facts.status).toBe("assigned")
  })

  it("finds the number of a token", async () => {
    const [town, city] = [await openTown(), openCity()]
    const { incidentId } = await submitted(town)
    city.answer = "token"
    const forwarder = forwarderOf(town, city)
    await forwarder.forward(incidentId)
    expect(await forwarder.readBack()).toEqual({ asked: 1, noted: 1 })
    expect(await notesOf(town, incidentId)).toEqual([
      "[open311 city] sending",
      "[open311 city] token: t501",
      "[open311 city] request: 501",
      "[open311 city] status: request 501 is open",
    ])
  })
})

/** A process that is killed before or after one of its calls: of its storage, or of the other server. */
function killedAt(fatal: number, isAfter: boolean) {
  const calls = { count: 0 }
  const guard =
    <Given extends unknown[], Result>(call: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      calls.count += 1
      if (calls.count > fatal || (calls.count === fatal && !isAfter)) throw new Error("killed")
      const result = await call(...given)
      if (calls.count >= fatal) throw new Error("killed")
      return result
    }
  const wrap = (storage: Storage): Storage => {
    const members = Object.entries(storage).map(([name, member]: [string, unknown]) => [
      name,
      typeof member === "function"
        ? guard(async (...given: unknown[]): Promise<unknown> => Reflect.apply(member, storage, given) as unknown)
        : member,
    ])
    return { ...storage, ...(Object.fromEntries(members) as Partial<Storage>) }
  }
  return { calls, guard, wrap }
}

describe.each(storages)("a forwarder on %s that is killed at every call", (_, open) => {
  it.each([false, true])("sends once and notes each status once (after the call: %s)", async (isAfter) => {
    for (let fatal = 1; ; fatal += 1) {
      const storage = open()
      const [town, city] = [await openTown({ storage }), openCity()]
      const { incidentId } = await submitted(town)
      const killer = killedAt(fatal, isAfter)
      const { desk } = await openTown({ storage: { ...killer.wrap(storage), migrate: async () => storage.migrate() }, clock: town.clock })
      const client = city.client(town.clock, killer.guard(city.fetch))
      const dying = forwarderOf({ desk, clock: town.clock }, city, { client })
      await dying.forward(incidentId).catch(() => undefined)
      await dying.readBack().catch(() => undefined)
      const isWhole = killer.calls.count < fatal
      // Another process goes on.
      const forwarder = forwarderOf(town, city)
      for (let round = 0; round < 2; round += 1) {
        town.clock.advance(20)
        await forwarder.forward(incidentId)
        await forwarder.readBack()
      }
      const at = `killed at call ${fatal}`
      expect(city.requests, at).toHaveLength(1)
      const notes = await notesOf(town, incidentId)
      expect(
        notes.filter((text) => text === "[open311 city] request: 501"),
        at,
      ).toHaveLength(1)
      expect(
        notes.filter((text) => text === "[open311 city] status: request 501 is open"),
        at,
      ).toHaveLength(1)
      expect((await town.desk.find({ tags: { all: ["sent"] } }, { actor: person("supervisor") })).incidents, at).toHaveLength(1)
      if (!isWhole) continue
      expect(fatal).toBeGreaterThan(10)
      return
    }
  })

  it("follows the feed, and reads back from time to time", async () => {
    const clock = createFlowingClock({ at: "2026-11-24T02:00:00.000Z", turn: setImmediate, stepMillis: 1000 })
    const storage = open()
    const [town, city] = [await openTown({ storage, clock }), openCity()]
    const stop = new AbortController()
    const forwarder = forwarderOf({ desk: town.desk, clock }, city, { client: city.client(clock) })
    const run = forwarder.run({ signal: stop.signal })
    while ((await storage.readCursors("otklik/feed")).length === 0) await setImmediate()
    const { incidentId } = await submitted(town)
    while (!(await notesOf(town, incidentId)).includes("[open311 city] status: request 501 is open")) await setImmediate()
    stop.abort()
    await run
    expect([city.requests.length, forwarder.told]).toEqual([1, []])
  })
})
