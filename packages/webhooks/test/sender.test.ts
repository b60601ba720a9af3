import { setImmediate } from "node:timers/promises"
import { describe, expect, it } from "vitest"
import { createRoleAuthorisation } from "@otklik/core"
import type { WebhookPayload } from "@otklik/webhooks"
import { markerAuthor, markerText, openTown, runUntil, upTo, type Town } from "./town.ts"

const status = async ({ sender }: Pick<Town, "sender">) => {
  const [one] = await sender.status()
  if (one === undefined) throw new Error("one endpoint was expected")
  return one
}

/** Runs a town's sender until its endpoint is in a state. */
const runUntilState = (town: Town, state: string) => runUntil(town, async () => (await status(town)).state === state, 1)

describe("a sender", () => {
  it("sends every event once and in order, as a thin body without text and author", async () => {
    const town = await openTown()
    const last = await town.happen(3)
    await runUntil(town, async () => (await status(town)).position === String(last))
    expect(town.receiver.positions()).toEqual(upTo(last))
    const [first] = town.receiver.received
    expect(JSON.parse(first?.body ?? "")).toEqual({
      type: "incident.detected",
      timestamp: "2026-11-24T01:05:00.000Z",
      data: {
        position: "1",
        incidentId: expect.stringMatching(/^\S+$/),
        number: 1,
        version: 1,
        status: "assigned",
        topic: "heating",
        authorityId: "heat",
        territoryId: null,
        dueAt: "2026-11-24T02:05:00.000Z",
        href: expect.stringMatching(/^https:\/\/desk\.example\.org\/api\/v1\/incidents\/\S+$/),
      },
    })
    for (const { body, headers } of town.receiver.received) {
      const everything = body + JSON.stringify([...headers])
      expect(everything).not.toContain(markerAuthor)
      for (const word of markerText.split(" ")) expect(everything).not.toContain(word)
      expect(body.length).toBeLessThan(2048)
    }
    expect(first?.headers.get("content-type")).toBe("application/json")
  })

  it("sends only types, topics, owners and incidents that the endpoint is for, and moves past all others", async () => {
    const authorisation = createRoleAuthorisation({
      grantsOf: (id) => (id === "roads" ? [{ role: "executor", authorityIds: ["roads"] }] : []),
    })
    for (const endpoint of [{ topics: ["pits"] }, { authorityIds: ["roads"] }, { actor: { id: "roads", kind: "system" } }] as const) {
      const town = await openTown({ desk: { authorisation }, endpoint: { ...endpoint, types: ["incident-assigned"] } })
      await town.happen(30)
      await town.happen(1, "Во дворе яма")
      const last = await town.happen(30)
      await runUntil(town, async () => (await status(town)).position === String(last))
      expect(
        town.receiver.received.map(({ body }) => (JSON.parse(body) as WebhookPayload).data.topic),
        Object.keys(endpoint)[0],
      ).toEqual(["pits"])
    }
  })

  it("begins with what is new where nothing else is said", async () => {
    const town = await openTown({ endpoint: { from: "now" } })
    const old = await town.happen(2)
    await runUntil(town, async () => (await status(town)).changedAt !== null)
    const last = await town.happen(1)
    await runUntil(town, async () => (await status(town)).position === String(last))
    expect(town.receiver.positions()).toEqual(upTo(last).slice(old))
  })

  it("keeps an endpoint that fails from no other", async () => {
    const well = {
      id: "well",
      url: "https://well.example.org/hook",
      secrets: [`whsec_${Buffer.alloc(24).toString("base64")}`],
      from: "beginning",
    }
    const town = await openTown({ sender: { endpoints: [{ ...well, id: "ill", url: "https://ill.example.org/hook" }, well] } })
    const last = await town.happen(2)
    town.receiver.answer = ({ url }) => new Response(null, { status: url.includes("ill") ? 503 : 200 })
    await runUntil(town, async () => (await town.sender.status())[1]?.position === String(last))
    const [ill, other] = await town.sender.status()
    expect([ill?.state, ill?.position, other?.state]).toEqual(["waiting", null, "active"])
  })
})

describe("an endpoint in trouble", () => {
  it.each([500, 503, 408, 425, 429, 301, 302])("that answers %i loses nothing and keeps the order", async (code) => {
    const town = await openTown()
    const last = await town.happen(2)
    let answers = 0
    town.receiver.answer = () =>
      new Response(null, (answers += 1) <= 2 ? { status: code, headers: { location: "https://elsewhere.example.org/" } } : { status: 200 })
    await runUntil(town, async () => (await status(town)).position === String(last))
    expect(town.receiver.positions()).toEqual([1, 1, ...upTo(last)])
    for (const { url, redirect } of town.receiver.received) expect([url, redirect]).toEqual(["https://ministry.example.org/hook", "manual"])
    const [failing, recovered, ...rest] = town.notices
    expect([failing, recovered, rest]).toMatchObject([{ type: "failing", status: code, cause: "status" }, { type: "recovered" }, []])
  })

  it("that breaks off, or does not answer in time, is asked again", async () => {
    const town = await openTown({ endpoint: { timeoutSeconds: 10 } })
    const last = await town.happen(1)
    const never = new Promise<Response>(() => {})
    let tries = 0
    town.receiver.answer = ({ signal }) => {
      tries += 1
      if (tries === 1) throw new TypeError("fetch failed")
      if (tries > 2) return new Response()
      town.hangs = true
      signal.addEventListener("abort", () => (town.hangs = false))
      return never
    }
    await runUntil(town, async () => (await status(town)).position === String(last))
    expect(town.receiver.positions()).toEqual([1, 1, ...upTo(last)])
    expect(town.notices).toMatchObject([{ type: "failing", status: null, cause: "unreachable" }, { type: "recovered" }])
  })

  it.each([
    ["3600", 60],
    ["Tue, 24 Nov 2026 02:05:00 GMT", 60],
    ["99999999", 24 * 60],
    ["nonsense", 5 / 60],
  ])("is left alone as long as its Retry-After says: %s", async (header, minutes) => {
    const town = await openTown()
    await town.happen(1)
    const at: number[] = []
    const now = () => Date.parse(town.clock.now()) / 60_000
    town.receiver.answer = () => {
      at.push(now())
      return at.length === 1 ? new Response(null, { status: 503, headers: { "retry-after": header } }) : new Response()
    }
    await runUntil(town, () => at.length > 1, minutes > 1000 ? 1 : 1 / 60)
    const waited = (at[1] ?? 0) - (at[0] ?? 0)
    expect(waited).toBeGreaterThanOrEqual(minutes * 0.8)
    expect(waited).toBeLessThan(minutes * 1.2 + 2)
  })

  it("is paused after 75 hours, is not asked any more, and goes on where it was", async () => {
    const town = await openTown()
    const last = await town.happen(3)
    const begun = town.clock.now()
    const at: number[] = []
    const hours = () => (Date.parse(town.clock.now()) - Date.parse(begun)) / 3_600_000
    town.receiver.answer = () => (at.push(hours()), new Response(null, { status: 503 }))
    await runUntil(town, () => hours() >= 80, 1)
    const paused = await status(town)
    expect([paused.state, paused.position, paused.lastStatus]).toEqual(["paused", null, 503])
    expect(at.at(-1)).toBeLessThan(80)
    expect(town.notices.map(({ type }) => type)).toEqual(["failing", "paused"])
    // 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h, each moved by a fifth at most.
    const waits = at.slice(1).map((moment, index) => moment - (at[index] ?? 0))
    const expected = [5 / 3600, 5 / 60, 0.5, 2, 5, 10, 14, 20, 24]
    waits.slice(0, 9).forEach((wait, index) => {
      const plan = expected[index] ?? 0
      expect(wait, `wait ${index}`).toBeGreaterThanOrEqual(plan * 0.8)
      expect(wait, `wait ${index}`).toBeLessThanOrEqual(plan * 1.2 + 0.05)
    })
    const later = await town.happen(1)
    town.receiver.received.length = 0
    town.receiver.answer = () => new Response()
    expect((await town.sender.resume("ministry")).state).toBe("active")
    await runUntil(town, async () => (await status(town)).position === String(later))
    expect(town.receiver.positions()).toEqual(upTo(later))
    expect(later).toBeGreaterThan(last)
  })

  it("is served also where the host's listener throws", async () => {
    const told: string[] = []
    const onNotice = ({ type }: { readonly type: string }): void => {
      told.push(type)
      throw new Error("the host's own")
    }
    const town = await openTown({ sender: { onNotice } })
    const last = await town.happen(1)
    town.receiver.answer = () => new Response(null, { status: told.length === 0 ? 503 : 200 })
    await runUntil(town, async () => (await status(town)).position === String(last))
    expect([town.receiver.positions(), told]).toEqual([
      [1, ...upTo(last)],
      ["failing", "recovered"],
    ])
  })

  it("that wants no more (410) is disabled until it is resumed", async () => {
    const town = await openTown()
    const last = await town.happen(1)
    town.receiver.answer = () => new Response(null, { status: 410 })
    await runUntilState(town, "disabled")
    const before = town.receiver.received.length
    for (let turn = 0; turn < 100; turn += 1) await setImmediate()
    await runUntil(town, () => true)
    expect([before, town.receiver.received.length]).toEqual([1, 1])
    expect(town.notices).toEqual([{ type: "disabled", endpointId: "ministry" }])
    town.receiver.answer = () => new Response()
    await town.sender.resume("ministry")
    await runUntil(town, async () => (await status(town)).position === String(last))
    expect(town.receiver.positions()).toEqual([1, ...upTo(last)])
  })

  it("is resumed while its sender waits, without a restart", async () => {
    const town = await openTown()
    const last = await town.happen(1)
    town.receiver.answer = () => new Response(null, { status: 410 })
    const other = town.restart()
    await runUntil(town, async () => {
      if ((await status(town)).state === "disabled") {
        town.receiver.answer = () => new Response()
        await other.sender.resume("ministry")
      }
      return (await status(town)).position === String(last)
    })
    expect(town.receiver.positions()).toEqual([1, ...upTo(last)])
  })
})

describe("an event that the endpoint refuses", () => {
  it("is offered five times, put aside, and sent again when somebody asks", async () => {
    const town = await openTown()
    const last = await town.happen(2)
    town.receiver.answer = ({ position }) => new Response(null, { status: position === 2 ? 422 : 200 })
    await runUntil(town, async () => (await status(town)).position === String(last))
    expect(town.receiver.positions()).toEqual([1, 2, 2, 2, 2, 2, ...upTo(last).slice(2)])
    const { items, next } = await town.sender.deadLetters("ministry")
    expect([items, next]).toMatchObject([[{ position: "2", status: 422 }], null])
    expect(town.notices).toMatchObject([{ type: "dead-letter", position: "2", status: 422, incidentId: items[0]?.incidentId }])

    town.receiver.received.length = 0
    town.receiver.answer = () => new Response()
    expect((await town.sender.replay("ministry", { positions: items.map(({ position }) => position) })).toReplay).toBe(1)
    await runUntil(town, async () => (await status(town)).toReplay === 0)
    expect(town.receiver.positions()).toEqual([2])
    const { deadLetters, position } = await status(town)
    expect([deadLetters, position]).toEqual([0, String(last)])
  })

  it("pauses the endpoint when 1,000 are put aside: none is dropped", async () => {
    const town = await openTown()
    const last = await town.happen(2)
    await runUntil(town, async () => (await status(town)).position === String(last))
    const dead = Array.from({ length: 1000 }, (_, index) => ({
      position: String(index + 1000),
      incidentId: "i",
      status: 422,
      at: town.clock.now(),
    }))
    await town.desk.changeConsumer("webhooks/ministry", ({ notes }) => ({ notes: { ...(notes as object), dead } }))
    town.receiver.answer = () => new Response(null, { status: 422 })
    await town.happen(1)
    await runUntilState(town, "paused")
    const { deadLetters, position } = await status(town)
    expect([deadLetters, position]).toEqual([1000, String(last)])
    expect(town.notices.at(-1)).toMatchObject({ type: "paused", reason: "too-many-dead-letters" })
    const page = await town.sender.deadLetters("ministry", { after: "1500", limit: 2 })
    expect([page.items.map((letter) => letter.position), page.next]).toEqual([["1501", "1502"], "1502"])
  })
})

describe("a replay", () => {
  it("sends a part of the feed once more and in order, before what is new", async () => {
    const town = await openTown()
    const last = await town.happen(3)
    await runUntil(town, async () => (await status(town)).position === String(last))
    town.receiver.received.length = 0
    const later = await town.happen(1)
    await town.sender.replay("ministry", { from: "3", to: "5" })
    await town.sender.replay("ministry", { positions: ["2", "4"] })
    expect((await status(town)).toReplay).toBe(4)
    await runUntil(town, async () => (await status(town)).position === String(later))
    expect(town.receiver.positions()).toEqual([2, 3, 4, 5, ...upTo(later).slice(last)])
  })

  it("is refused for what was not sent yet, and for what makes no sense", async () => {
    const town = await openTown()
    await expect(town.sender.replay("ministry", { from: "1", to: "1" })).rejects.toMatchObject({ code: "not-found" })
    const last = await town.happen(1)
    await runUntil(town, async () => (await status(town)).position === String(last))
    const replay = (what: Parameters<Town["sender"]["replay"]>[1], id = "ministry") => town.sender.replay(id, what)
    await expect(replay({ from: "1", to: String(last + 1) })).rejects.toMatchObject({ code: "not-found" })
    await expect(replay({ from: "2", to: "1" })).rejects.toMatchObject({ code: "config" })
    await expect(replay({ positions: ["nowhere"] })).rejects.toMatchObject({ code: "config" })
    await expect(replay({ from: "1", to: "1" }, "ministri")).rejects.toThrow('there is no endpoint "ministri"')
  })
})
