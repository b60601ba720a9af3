import type { DeskOptions, StoredIncident } from "@otklik/core"
import { waitingOf } from "@otklik/core/incident"
import { buildMessage } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { approver, buildRoad, executor, moderator, only, reply, storages, type Road } from "./road.ts"

const wall = (minutes: number) => ({ minutes, time: "wall" as const })
const policies: DeskOptions["policies"] = [
  { id: "first", version: "1", goal: "first-reply", startsAt: "registered", term: wall(240) },
  { id: "window", version: "1", goal: "objection", startsAt: "final-published", term: wall(3 * 1440) },
]
const survey: DeskOptions["survey"] = {
  delayMinutes: 1440,
  text: "Помогли ли вам? Ответьте в два нажатия: {surveyUrl}",
  url: "https://help.example.org/s/{code}",
}
const explained = { replyKind: "final", outcome: { value: "explained" } } as const
const routing: DeskOptions["routing"] = {
  authorities: [{ id: "heat", title: "Теплосеть", kind: "utility" }],
  territories: [
    { id: "north", title: "Северный район", kind: "district" },
    { id: "town", title: "Посёлок zq-settlement", kind: "settlement", parentId: "north", communities: ["vk:-1"] },
  ],
  rules: [{ id: "heating", when: { topics: ["heating"] }, assign: { authorityId: "heat" } }],
}

describe.each(storages)("citizens on %s", (_, open) => {
  async function build(change: Partial<DeskOptions> = {}) {
    const road = await buildRoad(open, { policies, routing, ...change })
    const write = async (text: string, more: Partial<Parameters<typeof buildMessage>[0]> = {}) => {
      const key = more.key ?? `vk:-1_5_${road.network.messages.length + 1}`
      road.network.messages.push(
        buildMessage({
          key,
          text,
          authorId: "citizen-9000",
          threadKey: "vk:-1_5",
          kind: "comment",
          publishedAt: road.clock.now(),
          ...more,
        }),
      )
      await road.desk.pull()
      return key
    }
    await write("Батареи холодные zq-text")
    const { incidentId } = (await only(road)).incident
    const incident = async () => (await only(road)).incident
    return { ...road, write, incidentId, incident }
  }
  async function answered(change: Partial<DeskOptions> = { survey }) {
    const road = await build(change)
    await road.desk.execute({ type: "take", incidentId: road.incidentId }, { actor: executor })
    await reply(road, road.incidentId, explained)
    return road
  }
  const published = (road: Pick<Road, "network">) => road.network.asked.replies.map(({ text, messageKey }) => ({ text, messageKey }))

  describe("the survey", () => {
    it("is one reply under the author's complaint a day after the final one, with the code of the incident", async () => {
      const road = await answered()
      const code = await road.desk.statusCode(road.incidentId)
      road.clock.advance(1439)
      expect((await road.desk.tick()).surveyed).toBe(0)
      road.clock.advance(1)
      expect(await road.desk.tick()).toMatchObject({ surveyed: 1, failures: [] })
      expect(await road.desk.publish()).toMatchObject({ published: 1 })
      expect(published(road).at(-1)).toEqual({
        messageKey: "vk:-1_5_1",
        text: `Помогли ли вам? Ответьте в два нажатия: https://help.example.org/s/${code}`,
      })
      const incident = await road.incident()
      expect(incident).toMatchObject({ status: "replied-final", surveys: [{ cycle: 1, draftId: expect.stringMatching(/^svy_/) }] })
      expect(incident.replies.map(({ replyKind }) => replyKind)).toEqual(["final", "survey"])
      road.clock.advance(60)
      expect(await road.desk.tick()).toMatchObject({ surveyed: 0 })
      expect(await road.desk.publish()).toMatchObject({ published: 0 })
      const logged = (await road.storage.readEvents(null, 1000)).map(({ event }) => event.type)
      expect(logged.filter((type) => type.startsWith("survey"))).toEqual(["survey-planned", "survey-sent"])
    })

    it("answers nobody: who waits is answered first, and the window closes the incident at its own time", async () => {
      const road = await answered()
      await road.write("А во втором подъезде?", { parentKey: "vk:-1_5_1" })
      road.clock.advance(2 * 1440)
      expect((await road.desk.tick()).surveyed).toBe(0)
      await reply(road, road.incidentId, { replyKind: "follow-up" })
      expect((await road.desk.tick()).surveyed).toBe(1)
      // What was written after it was planned waits on, though it is published later.
      await road.write("И в третьем", { parentKey: "vk:-1_5_1" })
      road.clock.advance(1)
      expect(await road.desk.publish()).toMatchObject({ published: 1 })
      expect(waitingOf(await road.incident())?.keys).toHaveLength(1)
    })

    it("stops no clock, and the incident is closed when nobody objects, as without it", async () => {
      const road = await answered()
      road.clock.advance(1440)
      await road.desk.tick()
      await road.desk.publish()
      road.clock.advance(2 * 1440)
      expect(await road.desk.tick()).toMatchObject({ closed: 1 })
      expect((await road.incident()).status).toBe("closed")
    })

    it("whoever writes under it is led to the incident", async () => {
      const road = await answered()
      road.clock.advance(1440)
      await road.desk.tick()
      await road.desk.publish()
      const key = (await road.incident()).replies.at(-1)?.replyKey ?? ""
      await road.write("Не помогли", { parentKey: key })
      expect((await road.incident()).messages.at(-1)).toMatchObject({ role: "follow-up", act: "word", of: "vk:-1_5_1" })
    })

    it("proposes and does nothing: the first answer of a cycle stays, silence is no satisfaction", async () => {
      const road = await answered()
      const code = await road.desk.statusCode(road.incidentId)
      expect((await road.desk.status(code))?.survey).toBe("open")
      expect(await road.desk.recordSurvey({ code, score: 2, isFixed: false })).toEqual({ isNew: true })
      expect(await road.desk.recordSurvey({ code, score: 5, isFixed: true })).toEqual({ isNew: false })
      const { incident, facts } = await only(road)
      expect(incident).toMatchObject({ status: "replied-final", surveys: [{ score: 2, isFixed: false, answeredAt: road.clock.now() }] })
      expect([facts.problem, facts.score]).toEqual(["explained", 2])
      expect((await road.desk.status(code))?.survey).toBe("answered")
      // A new cycle asks anew.
      await road.desk.execute({ type: "reopen", incidentId: road.incidentId, cause: "author" }, { actor: moderator })
      await expect(road.desk.recordSurvey({ code, score: 1 })).rejects.toMatchObject({ code: "illegal-transition" })
      await road.desk.execute({ type: "take", incidentId: road.incidentId }, { actor: executor })
      await reply(road, road.incidentId, { ...explained, text: "Once more." })
      expect(await road.desk.recordSurvey({ code, score: 4 })).toEqual({ isNew: true })
    })

    it("is passed over, and says why, where the message is gone or no connector replies; with the link in the answer nothing is sent", async () => {
      const gone = await answered()
      gone.network.notices.push({ kind: "deleted", messageKey: "vk:-1_5_1" })
      await gone.desk.pull()
      gone.clock.advance(1440)
      await gone.desk.tick()
      const skipped = (await gone.storage.readEvents(null, 1000)).filter(({ event }) => event.type === "survey-skipped")
      expect(skipped).toHaveLength(1)
      expect(await gone.desk.publish()).toMatchObject({ published: 0 })
      const linked = await answered({ survey: { ...survey, text: null } })
      linked.clock.advance(1440)
      expect((await linked.desk.tick()).surveyed).toBe(1)
      expect(await linked.desk.publish()).toMatchObject({ published: 0 })
      expect((await linked.incident()).surveys).toMatchObject([{ draftId: null, endedAt: linked.clock.now() }])
    })

    it("that the network refuses holds up nothing", async () => {
      const road = await answered()
      road.clock.advance(1440)
      await road.desk.tick()
      road.network.faults.push("refused")
      expect(await road.desk.publish()).toMatchObject({ refused: 1 })
      expect((await road.incident()).status).toBe("replied-final")
      expect(await road.desk.publish()).toMatchObject({ published: 0, refused: 0 })
    })

    it("asks for a text with the link, and a link with the code", async () => {
      const wrong = [
        { ...survey, text: "Помогли ли вам?" },
        { ...survey, url: "https://help.example.org/s/" },
        { ...survey, delayMinutes: -1 },
        { ...survey, scale: 10 },
      ]
      const road = await build()
      for (const one of wrong) {
        const make = (): unknown => Reflect.apply(road.restart, road, [{ survey: one }])
        expect(make).toThrow(/survey/)
      }
      await expect(answered().then(({ desk }) => desk.recordSurvey({ code: "1-aaaaaaaaaaaaaaaa", score: 6 }))).rejects.toMatchObject({
        code: "config",
      })
    })
  })

  describe("the status", () => {
    it("tells state, owner, dates and links, and no text, author, staff or place below the district", async () => {
      const road = await build()
      const code = await road.desk.statusCode(road.incidentId)
      expect(code).toMatch(/^1-[0-9a-z]{16}$/)
      expect(await road.desk.status(code)).toMatchObject({ number: 1, state: "assigned", owner: "Теплосеть", district: "Северный район" })
      const { incidentId } = road
      await road.desk.execute({ type: "take", incidentId, executorId: "zq-lida" }, { actor: { id: "zq-oleg", kind: "person" } })
      await road.desk.execute({ type: "add-note", incidentId, text: "zq-note" }, { actor: moderator })
      const until = "2026-12-01T00:00:00.000Z"
      const drafted = await road.desk.execute(
        { type: "submit-draft", incidentId, text: "zq-reply", replyKind: "interim", outcome: { value: "planned", until } },
        { actor: executor },
      )
      if (drafted.incident.status !== "reply-review") throw new Error("the draft was not taken")
      expect(await road.desk.status(code)).toMatchObject({ state: "in-work", promisedUntil: null, answers: [] })
      const { draftId, textHash } = drafted.incident.draft
      await road.desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })
      await road.desk.publish()
      const status = await road.desk.status(code)
      expect(status).toMatchObject({
        state: "interim",
        promisedUntil: until,
        topic: "Heating",
        answers: [{ at: expect.any(String), url: expect.stringMatching(/^https:/) }],
        isJoined: false,
        survey: null,
      })
      expect(status?.history.map(({ what }) => what)).toEqual(["received", "registered", "assigned", "in-work", "interim-answer"])
      const told = JSON.stringify(status)
      for (const secret of ["zq-", "citizen-9000", "executor-1", "approver-1", "moderator-1", "town"]) expect(told).not.toContain(secret)
      await road.desk.execute({ type: "erase", incidentId, messageKey: "vk:-1_5_1" }, { actor: moderator })
      expect((await road.desk.status(code))?.answers).toEqual([{ at: expect.any(String), url: null }])
    })

    it("of a wrong code and of an unknown number is nothing, and a code opens its own incident alone", async () => {
      const road = await build()
      await road.write("Батареи холодные", { key: "vk:-1_77", authorId: "somebody" })
      const ids = (await road.desk.find({}, { limit: 9 })).incidents.map(({ incident }: StoredIncident) => incident.incidentId)
      const codes = await Promise.all(ids.map((id) => road.desk.statusCode(id)))
      const letters = codes.map((code) => code.split("-")[1] ?? "")
      expect(new Set(letters).size).toBe(2)
      const wrong = [
        `1-${letters[1]}`,
        `2-${letters[0]}`,
        `3-${letters[0]}`,
        `0-${letters[0]}`,
        "",
        "1",
        "x-y",
        `1-${letters[0]}x`,
        `999999999999999-${letters[0]}`,
      ]
      for (const code of wrong) expect(await road.desk.status(code)).toBeUndefined()
      expect((await Promise.all(codes.map((code) => road.desk.status(code)))).map((status) => status?.number)).toEqual([1, 2])
      await expect(road.desk.recordSurvey({ code: `1-${letters[1]}`, score: 3 })).rejects.toMatchObject({ code: "not-found" })
    })

    it("outlives an exchange of the key for authors", async () => {
      const road = await build()
      const code = await road.desk.statusCode(road.incidentId)
      const old = new Uint8Array(32).fill(7)
      road.clock.advance(1)
      const both = road.restart({ authorKey: new Uint8Array(32).fill(8), otherAuthorKeys: [old] })
      expect(await both.statusCode(road.incidentId)).toBe(code)
      expect((await both.status(code))?.number).toBe(1)
    })

    it("of one that was merged is that of the incident in which it is worked on", async () => {
      const road = await build()
      await road.write("Батареи холодные", { key: "vk:-1_77", authorId: "somebody" })
      const [one, other] = (await road.desk.find({}, { limit: 9 })).incidents.map(({ incident }: StoredIncident) => incident.incidentId)
      const code = await road.desk.statusCode(other ?? "")
      await road.desk.execute({ type: "merge", incidentId: other ?? "", into: one ?? "" }, { actor: moderator })
      await road.desk.execute({ type: "take", incidentId: one ?? "" }, { actor: executor })
      expect(await road.desk.status(code)).toMatchObject({ number: 2, state: "in-work", isJoined: true })
      await reply(road, one ?? "", explained)
      const status = await road.desk.status(code)
      expect(status).toMatchObject({ state: "answered", answers: [{ url: expect.any(String) }] })
      expect(status?.history.map(({ what }) => what)).toEqual(["received", "registered", "assigned", "joined", "final-answer"])
    })
  })

  describe("a photo that an author sends later", () => {
    const photo = (name: string) => ({ kind: "photo", url: `https://example.org/${name}.jpg` }) as const

    it("is an offer, and evidence only by a person's word, once", async () => {
      const road = await build()
      const key = await road.write("Вот смотрите", {
        parentKey: "vk:-1_5_1",
        attachments: [{ kind: "video", url: "https://example.org/v" }, photo("zq-one"), photo("zq-two")],
      })
      const before = await road.incident()
      expect(before.offers).toEqual([
        { messageKey: key, index: 1, evidenceId: null },
        { messageKey: key, index: 2, evidenceId: null },
      ])
      expect(before.evidence).toEqual([])
      expect((await road.desk.case(road.incidentId, { actor: moderator }))?.offers).toMatchObject([
        { index: 1, url: "https://example.org/zq-one.jpg", evidenceId: null },
        { index: 2 },
      ])
      expect(JSON.stringify(await road.storage.readEvents(null, 1000))).not.toContain("zq-one")
      const { incidentId } = road
      const accept = {
        type: "accept-offer",
        incidentId,
        messageKey: key,
        index: 1,
        evidenceId: "e1",
        shows: "problem",
        contentHash: "a".repeat(64),
      } as const
      const { incident, events, review } = await road.desk.execute(accept, { actor: moderator })
      expect(events).toMatchObject([{ type: "evidence-attached", evidenceId: "e1", offer: { messageKey: key, index: 1 } }])
      expect(incident.offers[0]).toMatchObject({ evidenceId: "e1" })
      expect(review?.unchecked.length).toBeGreaterThan(0)
      const again = road.desk.execute({ ...accept, evidenceId: "e2" }, { actor: moderator })
      await expect(again).rejects.toMatchObject({ code: "illegal-transition" })
      await expect(road.desk.execute({ ...accept, evidenceId: "e3", index: 0 }, { actor: moderator })).rejects.toMatchObject({
        code: "not-found",
      })
    })

    it("of a complaint itself, of a stranger, or of a word without one is none", async () => {
      const road = await build()
      await road.write("Вот смотрите", { parentKey: "vk:-1_5_1" })
      await road.write("И у меня", { parentKey: "vk:-1_5_1", authorId: "stranger", attachments: [photo("s")] })
      expect((await road.incident()).offers).toEqual([])
    })
  })
})
