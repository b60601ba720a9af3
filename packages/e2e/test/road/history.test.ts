import { loadOne } from "@otklik/core/storage"
import { describe, expect, it } from "vitest"
import type { HistoryRequest, PastIncident } from "@otklik/core/desk"
import { createRoleAuthorisation, isDeskError, type Connector, type DeskOptions } from "@otklik/core"
import { buildRoad, complaint, executor, moderator, only, storages, ticked, type Road } from "./road.ts"

const ring = { current: "one", keys: { one: new Uint8Array(32).fill(1) } }
const officer = { actor: { id: "officer", kind: "person" } } as const

const moment = (day: number, time: string) => `2025-11-${String(day).padStart(2, "0")}T${time}:00.000Z`

/** An incident of last November: taken on, handed over, answered and closed. */
function past(id: string, change: Partial<PastIncident> = {}): PastIncident {
  return {
    id,
    number: `N-${id}`,
    sum: "a",
    message: {
      network: "vk",
      url: `https://vk.example/wall-1_${id}`,
      text: `Complaint ${id}`,
      publishedAt: moment(3, "08:00"),
      authorId: `citizen-${id}`,
    },
    steps: [
      { type: "registered", at: moment(3, "08:00"), topic: "heating", territoryId: "town" },
      { type: "assigned", at: moment(3, "08:20"), authorityId: "heat" },
      {
        type: "answered",
        submittedAt: moment(3, "10:00"),
        approvedAt: moment(3, "10:30"),
        at: moment(3, "11:00"),
        replyKind: "final",
        outcome: { value: "explained" },
        text: `Answer ${id}`,
      },
      { type: "window-opened", at: moment(3, "11:00") },
      { type: "closed", at: moment(7, "12:00"), reason: "no-objection" },
    ],
    ...change,
  }
}

const request = (incidents: readonly PastIncident[], change: Partial<HistoryRequest> = {}): HistoryRequest => ({
  system: "im",
  batch: "november",
  incidents,
  clocks: "as-of",
  open: "adopt",
  ...change,
})

/** An incident that was registered, and nothing else. */
const open2025 = (id: string, change: Partial<PastIncident> = {}) =>
  past(id, { steps: [{ type: "registered", at: moment(3, "08:00"), topic: "heating", territoryId: "town" }], ...change })

async function everything(road: Road): Promise<unknown> {
  const [events, counts] = [await road.storage.readEvents(null, 1000), await road.storage.moving?.countRecords()]
  return { events, counts }
}

describe.each(storages)("a history that is taken over on %s", (_, openStorage) => {
  const build = (change: Partial<DeskOptions> = {}) => buildRoad(openStorage, { keyRing: ring, ...change })

  it("has its events at their real moments, in the name of the import, with the clocks of that time", async () => {
    const road = await build()
    const { results } = await road.desk.recordHistory(request([past("1")]), officer)
    expect(results).toMatchObject([{ id: "1", outcome: "created", error: null, droppedAuthor: false }])
    const { incident, facts, number, wakeAt } = await only(road)
    expect(number).toBe(1)
    expect(wakeAt).toBeNull()
    expect(facts).toMatchObject({
      status: "closed",
      intake: "import",
      problem: "explained",
      authorityId: "heat",
      registeredAt: moment(3, "08:00"),
      dueAt: moment(3, "12:00"),
      answeredAt: moment(3, "11:00"),
      closedAt: moment(7, "12:00"),
    })
    expect(incident.external).toEqual({ system: "im", id: "1", number: "N-1" })
    const { events } = await loadOne(road.storage, incident.incidentId)
    expect(events.map(({ type, at }) => `${at.slice(8, 16)} ${type}`)).toEqual([
      "03T08:00 incident-detected",
      "03T08:00 incident-registered",
      "03T08:00 clock-started",
      "03T08:20 incident-assigned",
      "03T10:00 draft-submitted",
      "03T10:30 draft-approved",
      "03T11:00 reply-published",
      "03T11:00 clock-stopped",
      "03T11:00 window-opened",
      "07T12:00 incident-closed",
    ])
    for (const event of events) expect(event).toMatchObject({ imported: true, by: { id: "import:november", kind: "system" } })
    const [message] = await road.storage.read("message", incident.messageKeys)
    expect(message).toMatchObject({ key: "im:1", network: "vk", text: "Complaint 1", url: "https://vk.example/wall-1_1" })
    const unsealed = await road.desk.unsealAuthor(
      { incidentId: incident.incidentId, messageKey: "im:1", purpose: "a test" },
      { actor: moderator },
    )
    expect(unsealed.authorId).toBe("citizen-1")
  })

  it("is counted last November as if the desk had been there, and tells, wakes and sends nothing", async () => {
    const road = await build()
    const heard: string[] = []
    for (const name of ["incident-detected", "incident-registered", "reply-published", "deadline-missed", "incident-closed"] as const)
      road.desk.events.on(name, ({ event }) => heard.push(event.type))
    const late = past("2", {
      steps: past("2").steps.map((step) =>
        step.type === "answered"
          ? { ...step, at: moment(3, "14:00") }
          : step.type === "window-opened"
            ? { ...step, at: moment(3, "14:00") }
            : step,
      ),
    })
    await road.desk.recordHistory(request([past("1"), late]), officer)
    const period = { zone: "UTC", from: "2025-11-01", to: "2025-11-30" }
    const { totals } = await road.desk.report({ period })
    expect(totals.numbers).toMatchObject({ received: 2, due: 2, answeredInTime: 1, answeredLate: 1, closed: 2 })
    // When it was published is not known: nothing was registered in no time.
    expect(totals.durations["toRegister"]).toEqual({ count: 0, medianMinutes: null, p90Minutes: null })
    expect(await road.desk.tick()).toEqual(ticked({}))
    await road.desk.publish()
    expect(road.network.asked.replies).toEqual([])
    expect(heard).toEqual([])
    const [entry] = (await road.desk.journal({ kind: "move", limit: 10 })).entries
    expect(entry).toMatchObject({ direction: "import", by: officer.actor, counts: { incident: 2, message: 2 } })
  })

  it("is known when it comes again, named when it was changed, and stored nowhere by a dry run", async () => {
    const road = await build()
    const both = [past("1"), past("2")]
    const before = await everything(road)
    const tried = await road.desk.recordHistory(request(both, { dryRun: true }), officer)
    expect(await everything(road)).toEqual(before)
    const done = await road.desk.recordHistory(request(both), officer)
    expect(tried).toEqual(done)
    const stored = await everything(road)
    const again = await road.desk.recordHistory(request([past("1"), past("2", { sum: "b" })]), officer)
    expect(again.results.map(({ outcome }) => outcome)).toEqual(["known", "changed"])
    expect(await everything(road)).toEqual(stored)
  })

  it("is brought up to date with what is later, unless a person has worked on it here", async () => {
    const road = await build()
    await road.desk.recordHistory(request([open2025("1"), open2025("2")]), officer)
    const second = (await road.desk.find({}, { limit: 9 })).incidents[1]?.incident.incidentId ?? ""
    await road.desk.execute({ type: "take", incidentId: second }, { actor: executor })
    const changed = ["1", "2"].map((id) => past(id, { sum: "b" }))
    // What happened there before it was adopted here does not come again.
    road.clock.advance(60)
    const later = changed.map((one) => ({
      ...one,
      steps: [
        ...one.steps.slice(0, 1),
        { type: "answered", at: "2026-11-24T01:30:00.000Z", replyKind: "final", outcome: null, text: "Late answer" },
        { type: "closed", at: "2026-11-24T01:40:00.000Z", reason: "decision" },
      ] as const,
    }))
    const { results } = await road.desk.recordHistory(request(later, { update: true }), officer)
    expect(results).toMatchObject([{ outcome: "updated" }, { outcome: "refused", error: { code: "conflict" } }])
    const [one, two] = (await road.desk.find({}, { limit: 9 })).incidents
    expect(one?.facts).toMatchObject({ status: "closed", problem: "unknown", closedAt: "2026-11-24T01:40:00.000Z" })
    expect(two?.facts.status).toBe("in-work")
    expect((await road.desk.recordHistory(request(later.slice(0, 1), { update: true }), officer)).results[0]?.outcome).toBe("known")
  })

  it("makes an open incident an ordinary one, with clocks from now on, or leaves it alone", async () => {
    const road = await build()
    const skipped = await road.desk.recordHistory(request([open2025("1")], { open: "skip" }), officer)
    expect(skipped.results[0]?.outcome).toBe("skipped")
    expect((await road.desk.find({}, { limit: 9 })).incidents).toEqual([])
    await road.desk.recordHistory(request([open2025("1")], { clocks: "none" }), officer)
    const { incident, facts, wakeAt } = await only(road)
    expect(incident).toMatchObject({ status: "assigned", assignment: { authorityId: "heat" } })
    expect(facts).toMatchObject({ registeredAt: moment(3, "08:00"), dueAt: "2026-11-24T05:00:00.000Z" })
    expect(wakeAt).not.toBeNull()
    road.clock.advance(300)
    expect(await road.desk.tick()).toEqual(ticked({ woken: 1, missed: 1 }))
    await road.desk.execute({ type: "take", incidentId: incident.incidentId }, { actor: executor })
  })

  it("takes the key by which a connector would bring the message, so that neither side registers it twice", async () => {
    const road = await build()
    const keyOf: Connector["keyOf"] = (url) => {
      const id = /wall(-1_\d+)$/.exec(url)?.[1]
      return id === undefined ? undefined : `vk:${id}`
    }
    const desk = road.restart({ connectors: [{ ...road.network.connector, keyOf }] })
    road.network.messages.push(complaint("Батареи холодные", "vk:-1_7"))
    await desk.pull()
    const live = await only(road)
    const { results } = await desk.recordHistory(request([past("7"), past("8")]), officer)
    expect(results).toMatchObject([{ outcome: "known", incidentId: live.incident.incidentId }, { outcome: "created" }])
    road.network.messages.push(complaint("Батареи холодные", "vk:-1_8"))
    await desk.pull()
    expect((await desk.find({}, { limit: 9 })).incidents).toHaveLength(2)
    // Two questions of one message over there are two incidents here.
    const twin = past("9", { message: { ...past("8").message } })
    expect((await desk.recordHistory(request([twin]), officer)).results[0]?.outcome).toBe("created")
    expect((await desk.recordHistory(request([past("8"), twin]), officer)).results.map(({ outcome }) => outcome)).toEqual([
      "known",
      "known",
    ])
  })

  it("refuses what is wrong with one incident by its place, and takes the others", async () => {
    const road = await build()
    const steps = past("1").steps
    const wrong: readonly (readonly [PastIncident, string])[] = [
      [past("1", { steps: [{ type: "registered", at: moment(3, "08:00"), topic: "no-topic", territoryId: null }] }), "topic"],
      [
        past("2", { steps: [...steps.slice(0, 1), { type: "assigned", at: moment(4, "08:00"), authorityId: "nobody" }] }),
        "steps[1].authorityId",
      ],
      [past("3", { steps: [...steps].toReversed() }), "steps"],
      [past("4", { steps: [{ type: "registered", at: "2027-01-01T00:00:00.000Z", topic: null, territoryId: null }] }), "steps[0].at"],
      [past("5", { number: "a\u0000b" }), "number"],
      [past("6", { sum: "" }), "sum"],
    ]
    const { results } = await road.desk.recordHistory(request([...wrong.map(([one]) => one), past("9"), past("9")]), officer)
    expect(results.slice(0, 6).map(({ error }) => error?.path)).toEqual(wrong.map(([, path]) => path))
    expect(results.map(({ outcome }) => outcome).slice(5)).toEqual(["refused", "created", "refused"])
    expect(results[7]?.error).toMatchObject({ path: "id", message: "duplicate id" })
  })

  it("is for whoever may bring in everything, and drops authors where no ring seals them", async () => {
    const authorisation = createRoleAuthorisation({
      grantsOf: (id) => (id === "officer" ? [{ role: "data-protection-officer", personalData: "author" }] : [{ role: "moderator" }]),
    })
    const road = await buildRoad(openStorage, { authorisation })
    const refused: unknown = await road.desk.recordHistory(request([past("1")]), { actor: moderator }).catch((error: unknown) => error)
    expect(isDeskError(refused, "forbidden")).toBe(true)
    const { results } = await road.desk.recordHistory(request([past("1")]), officer)
    expect(results[0]?.droppedAuthor).toBe(true)
    const [message] = await road.storage.read("message", ["im:1"])
    expect(message?.authorPseudonym).toBeNull()
  })
})
