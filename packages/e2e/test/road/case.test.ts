import { createRoleAuthorisation, isDeskError, type Actor, type Grant } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { describe, expect, it } from "vitest"
import { approveReply, approver, buildRoad, complaint, executor, moderator, only, storages, type Road } from "./road.ts"

const grants: Readonly<Record<string, readonly Grant[]>> = {
  reader: [{ role: "moderator" }],
  blind: [{ role: "moderator", personalData: "none" }],
  heat: [{ role: "executor", authorityIds: ["heat"] }],
}
const authorisation = createRoleAuthorisation({ grantsOf: (id) => grants[id] ?? [] })
const person = (id: string): { readonly actor: Actor } => ({ actor: { id, kind: "person" } })
const secret = "Батареи холодные, пишите Совиной"
const readingsOf = async ({ storage }: Pick<Road, "storage">) =>
  (await storage.privacy.readJournal({ kind: "reading", limit: 1000 })).entries

describe.each(storages)("a case on %s", (_, open) => {
  it("holds everything of one incident: messages, drafts, replies, evidence, what happened, and why", async () => {
    const road = await buildRoad(open)
    road.network.messages.push({ ...complaint(secret), attachments: [{ kind: "photo", url: "https://example.org/p.jpg" }] })
    await road.desk.pull()
    const incidentId = await approveReply(road, "Heat is back.")
    const before = await road.desk.case(incidentId, person("reader"))
    expect(before?.replies).toMatchObject([{ state: "planned", text: "Heat is back.", url: null, publishedAt: null }])
    expect(before?.drafts).toMatchObject([{ state: "approved" }])
    expect(before?.messages).toMatchObject([{ waits: true, answeredBy: null }])
    await road.desk.publish()
    const found = await road.desk.case(incidentId, person("reader"))
    const { incident: state, number, version } = await only(road)
    expect(found?.incident).toMatchObject({ state, number, version })
    const [draftId] = found?.drafts.map((draft) => draft.draftId) ?? []
    expect(found?.messages).toMatchObject([
      { key: state.messageKeys[0], text: secret, waits: false, erased: false, answeredBy: draftId, attachments: [{ kind: "photo" }] },
    ])
    expect(found?.drafts).toMatchObject([
      { state: "published", text: "Heat is back.", replyKind: "final", drafterId: executor.id, outcome: { value: "fix-claimed" } },
    ])
    expect(found?.replies).toMatchObject([{ state: "read-back", text: "Heat is back.", publishedAt: state.replies[0]?.publishedAt }])
    expect(found?.evidence).toMatchObject([{ evidenceId: "evi_1", shows: "fix" }])
    expect(found?.timeline.map(({ type }) => type)).toContain("reply-published")
    expect(found?.timeline).toHaveLength(version)
    expect(found?.explanation.matches[0]?.clauses.map(({ text }) => text)).toEqual(["Батареи", "холодные"])
    expect([found?.related, found?.withheld]).toEqual([[], []])
  })

  it("tells a draft that was sent back, and its remark, from the one that follows", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint())
    await road.desk.pull()
    const { incidentId } = (await only(road)).incident
    await road.desk.execute({ type: "take", incidentId }, { actor: executor })
    const draft = { type: "submit-draft", incidentId, replyKind: "final", outcome: { value: "explained" } } as const
    const { incident } = await road.desk.execute({ ...draft, text: "Soon." }, { actor: executor })
    if (incident.status !== "reply-review") throw new Error("the draft was not taken")
    const { draftId } = incident.draft
    await road.desk.execute({ type: "return-draft", incidentId, draftId, remark: "Name the day." }, { actor: approver })
    road.clock.advance(1)
    await road.desk.execute({ ...draft, text: "On Friday." }, { actor: executor })
    expect((await road.desk.case(incidentId, person("reader")))?.drafts).toMatchObject([
      { state: "returned", text: "Soon.", remark: "Name the day." },
      { state: "in-review", text: "On Friday.", remark: null },
    ])
  })

  it("gives no text, link, place or evidence to whom personal data are not open, and says what is missing", async () => {
    const road = await buildRoad(open)
    road.network.messages.push({ ...complaint(secret), place: { name: "Совиная 3" } })
    await road.desk.pull()
    const incidentId = await approveReply(road, "Heat is back, Совина.")
    const guarded = road.restart({ authorisation })
    const found = await guarded.case(incidentId, person("blind"))
    expect(found?.withheld).toEqual(["text", "people", "notes", "drafts", "evidence"])
    expect(found?.messages).toMatchObject([{ text: null, url: null, attachments: null, place: null, erased: false, waits: true }])
    expect([found?.evidence, found?.drafts[0]?.text, found?.replies[0]?.text]).toEqual([null, null, null])
    expect(found?.explanation.matches[0]?.clauses.map(({ text }) => text)).toEqual([null, null])
    expect(JSON.stringify(found)).not.toMatch(/Совин|Heat is back|example\.org/)
    expect(JSON.stringify(await guarded.case(incidentId, person("reader")))).toMatch(/Совин.*Heat is back/s)
  })

  it("names related incidents, with their numbers where the reader may read them", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint(), complaint())
    await road.desk.pull()
    const [first, second] = (await road.desk.find({}, { limit: 2 })).incidents
    const [incidentId = "", into = ""] = [first, second].map((one) => one?.incident.incidentId)
    await road.desk.execute({ type: "merge", incidentId, into }, { actor: moderator })
    expect((await road.desk.case(incidentId, person("reader")))?.related).toEqual([{ incidentId: into, number: 2, as: "merged-into" }])
    expect((await road.desk.case(into, person("reader")))?.related).toEqual([{ incidentId, number: 1, as: "merged-from" }])
    const guarded = road.restart({
      authorisation: {
        decide: ({ incident }) => ({ allowed: incident?.incidentId === incidentId, reason: "territory" }),
        reach: () => [],
      },
    })
    expect((await guarded.case(incidentId, person("reader")))?.related).toEqual([{ incidentId: into, number: null, as: "merged-into" }])
  })

  it("says that a text is erased, which is not the same as withheld", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint(secret))
    await road.desk.pull()
    const { incidentId, messageKeys } = (await only(road)).incident
    await road.desk.execute({ type: "erase", incidentId, messageKey: messageKeys[0] ?? "" }, { actor: moderator })
    const found = await road.desk.case(incidentId, person("reader"))
    expect([found?.messages[0], found?.withheld]).toMatchObject([{ text: null, erased: true }, []])
  })

  it("is written down once an hour for each person before it is given: 50 readings, 2 people, 3 cases, 6 entries", async () => {
    const road = await buildRoad(open)
    road.network.messages.push(complaint(), complaint(), complaint())
    await road.desk.pull()
    const ids = (await road.desk.find({}, { limit: 10 })).incidents.map(({ incident }) => incident.incidentId)
    expect(await readingsOf(road)).toEqual([])
    for (let reading = 0; reading < 50; reading += 1) {
      // A process that was started anew remembers nothing, and stores nothing twice.
      const desk = reading % 10 === 0 ? road.restart() : road.desk
      await desk.case(ids[reading % 3] ?? "", person(reading % 2 === 0 ? "reader" : "heat"))
      road.clock.advance(1)
    }
    const entries = await readingsOf(road)
    expect(entries.map(({ incidentId, by }) => `${by.id} ${incidentId}`).toSorted()).toEqual(
      ["heat", "reader"].flatMap((who) => ids.toSorted().map((id) => `${who} ${id}`)),
    )
    expect(entries[0]).toMatchObject({ kind: "reading", what: "case", conditions: null, count: null })
    road.clock.advance(60)
    await road.desk.case(ids[0] ?? "", person("reader"))
    expect(await readingsOf(road)).toHaveLength(7)
  })
})

describe("the access log", () => {
  const build = async (fails: () => boolean) => {
    const road = await buildRoad(() => {
      const storage = createMemoryStorage()
      const commit: typeof storage.commit = async (unit) => {
        if (fails() && unit.journal?.some(({ kind }) => kind === "reading") === true) throw new Error("the disk is full")
        return storage.commit(unit)
      }
      return { ...storage, commit }
    })
    road.network.messages.push(complaint(secret))
    await road.desk.pull()
    return { ...road, incidentId: (await only(road)).incident.incidentId }
  }

  it("that cannot be written gives no text, and the next reading is written down", async () => {
    let fails = true
    const road = await build(() => fails)
    await expect(road.desk.case(road.incidentId, person("reader"))).rejects.toThrow("the disk is full")
    fails = false
    expect((await road.desk.case(road.incidentId, person("reader")))?.messages[0]?.text).toBe(secret)
    expect(await readingsOf(road)).toHaveLength(1)
  })

  it("holds nothing of those who were refused, and of no case that there is not", async () => {
    const road = await build(() => false)
    const guarded = road.restart({ authorisation })
    const refused: unknown = await guarded.case(road.incidentId, person("nobody")).catch((error: unknown) => error)
    expect(isDeskError(refused, "forbidden") && refused.details.reason).toBe("role")
    expect(await guarded.case("inc_nowhere", person("reader"))).toBeUndefined()
    expect(await readingsOf(road)).toEqual([])
  })

  it("keeps readings of texts only where the host wants them", async () => {
    const road = await build(() => false)
    await road.restart({ accessLog: { texts: false } }).case(road.incidentId, person("reader"))
    expect(await readingsOf(road)).toEqual([])
  })

  it("keeps readings 366 days, or as long as the host says", async () => {
    const road = await build(() => false)
    await road.desk.case(road.incidentId, person("reader"))
    road.clock.advance(365 * 1440)
    await road.desk.retain()
    expect(await readingsOf(road)).toHaveLength(1)
    road.clock.advance(2 * 1440)
    await road.desk.retain()
    expect(await readingsOf(road)).toEqual([])
  })
})
