import { describe, expect, it } from "vitest"
import { createRoleAuthorisation, isDeskError, type DeskOptions, type Grant } from "@otklik/core"
import { approveReply, buildRoad, complaint, executor, moderator, only, storages } from "./road.ts"

const failure = (act: Promise<unknown>) =>
  act.then(
    () => undefined,
    (error: unknown) => error,
  )
const period = { zone: "UTC", from: "2026-11-24", to: "2026-11-26" }

describe.each(storages)("a false hit on %s", (_, open) => {
  const build = async (change: Partial<DeskOptions> = {}, text?: string) => {
    const road = await buildRoad(open, change)
    road.network.messages.push(complaint(text, "vk:-1_700"))
    await road.desk.pull()
    return { ...road, incidentId: (await only(road)).incident.incidentId }
  }
  const dismiss = (road: Awaited<ReturnType<typeof build>>, reason: "news" | "advert" = "news") =>
    road.desk.execute({ type: "dismiss", incidentId: road.incidentId, reason, why: "a bulletin" }, { actor: moderator })

  it("is dismissed, is received all the same and not accepted, and improves no figure of what was due", async () => {
    const road = await build()
    expect((await dismiss(road)).incident).toMatchObject({ status: "dismissed", dismissal: "news" })
    const { totals } = await road.desk.report({ period })
    expect(totals.numbers).toMatchObject({ received: 1, accepted: 0, due: 0, overdueOpen: 0 })
    expect((await road.desk.report({ period })).totals.numbers).toMatchObject({
      openBefore: 0,
      received: 1,
      dismissed: 1,
      restored: 0,
      openAfter: 0,
    })
    road.clock.advance(5000)
    expect((await road.desk.tick()).missed).toBe(0)

    const late = await build()
    late.clock.advance(241)
    expect((await dismiss(late)).events.map(({ type }) => type)).toEqual(["deadline-missed", "clock-cancelled", "incident-dismissed"])
    expect((await late.desk.report({ period })).totals.numbers).toMatchObject({
      received: 1,
      accepted: 0,
      due: 1,
      answeredInTime: 0,
      dueUnanswered: 1,
      dismissedAfterDue: 1,
      overdueOpen: 0,
    })
  })

  it("that was none is taken back: routed anew, with the start and the due time of the first day", async () => {
    const road = await build()
    const before = (await only(road)).incident
    await dismiss(road)
    road.clock.advance(90)
    const { incident } = await road.desk.execute({ type: "restore", incidentId: road.incidentId, why: "a complaint" }, { actor: moderator })
    expect(incident).toMatchObject({ status: "assigned", assignment: { authorityId: "heat", ruleId: "heating" } })
    expect(incident.clocks.find(({ goal }) => goal === "first-reply")).toEqual(before.clocks.find(({ goal }) => goal === "first-reply"))
    expect((await road.desk.report({ period })).totals.numbers).toMatchObject({ received: 1, dismissed: 1, restored: 1, openAfter: 1 })
    road.clock.advance(150)
    expect((await road.desk.tick()).missed).toBe(1)
  })

  it("withdraws its draft, and is no more dismissed when an answer is published", async () => {
    const road = await build()
    const { incidentId } = road
    await road.desk.execute({ type: "take", incidentId }, { actor: executor })
    await road.desk.execute(
      {
        type: "submit-draft",
        incidentId,
        text: "We look into it.",
        replyKind: "interim",
        outcome: { value: "unknown", noDateReason: "looked for" },
      },
      { actor: executor },
    )
    expect((await dismiss(road)).incident.status).toBe("dismissed")
    expect(await road.desk.publish()).toMatchObject({ published: 0 })
    const answered = await build()
    await approveReply(answered)
    await answered.desk.publish()
    expect(await failure(dismiss(answered))).toMatchObject({ code: "illegal-transition" })
  })

  it("whose text is gone cannot be taken back", async () => {
    const road = await build()
    await dismiss(road)
    await road.desk.execute({ type: "erase", incidentId: road.incidentId, messageKey: "vk:-1_700" }, { actor: moderator })
    const error = await failure(
      road.desk.execute({ type: "restore", incidentId: road.incidentId, why: "a complaint" }, { actor: moderator }),
    )
    expect(isDeskError(error, "missing-fact") && error.details.facts).toEqual(["message.text"])
  })

  it("rejected by mistake is a candidate again, with what the rules say of it, and can be registered", async () => {
    const road = await build({}, "На дороге яма")
    const { incidentId } = road
    await road.desk.execute({ type: "reject", incidentId, reason: "advert" }, { actor: moderator })
    const restored = await road.desk.execute({ type: "restore", incidentId, why: "a complaint" }, { actor: moderator })
    expect(restored.incident).toMatchObject({ status: "candidate", proposal: { topic: "roads" } })
    expect((await road.desk.execute({ type: "register", incidentId }, { actor: moderator })).incident.status).toBe("registered")
  })
})

describe.each(storages)("a candidate on %s", (_, open) => {
  it("is found by the topic, the territory and the owner that it would have, also by a moderator who reaches no more", async () => {
    const grants: Readonly<Record<string, readonly Grant[]>> = {
      roads: [{ role: "moderator", topics: ["roads"] }],
      town: [{ role: "moderator", territoryIds: ["town"] }],
      owner: [{ role: "curator", authorityIds: ["roads"] }],
      heat: [{ role: "moderator", topics: ["heating"] }],
    }
    const road = await buildRoad(open, {
      routing: {
        authorities: [{ id: "roads", title: "Roads", kind: "administration" }],
        territories: [{ id: "town", title: "Town", kind: "settlement", communities: ["vk:-1"] }],
        rules: [{ id: "by-roads", when: { topics: ["roads"] }, assign: { authorityId: "roads" } }],
      },
      authorisation: createRoleAuthorisation({ grantsOf: (id) => grants[id] ?? [{ role: "supervisor" }] }),
    })
    road.network.messages.push(complaint("На дороге яма", "vk:-1_701"))
    await road.desk.pull()
    const supervisor = { actor: { id: "supervisor-1", kind: "person" } } as const
    for (const where of [{ topics: ["roads"] }, { territoryIds: ["town"] }, { authorityIds: ["roads"] }])
      expect((await road.desk.find({ ...where }, { limit: 5, ...supervisor })).incidents.map(({ facts }) => facts.status)).toEqual([
        "candidate",
      ])
    const seen = async (id: string) => (await road.desk.find({}, { limit: 5, actor: { id, kind: "person" } })).incidents.length
    expect(await Promise.all(["roads", "town", "owner", "heat"].map(seen))).toEqual([1, 1, 1, 0])
    const [{ facts } = { facts: null }] = (await road.desk.find({}, { limit: 5, ...supervisor })).incidents
    expect(facts).toMatchObject({ topic: "roads", territoryId: "town", authorityId: "roads", registeredAt: null, intake: "network" })
    expect((await road.desk.report({ period, ...supervisor })).totals.numbers).toMatchObject({ received: 0, accepted: 0 })
  })
})
