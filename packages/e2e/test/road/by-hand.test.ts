import { loadOne } from "@otklik/core/storage"
import { describe, expect, it } from "vitest"
import { createRoleAuthorisation, isDeskError, type Connector, type DeskCommand, type DeskOptions, type Grant } from "@otklik/core"
import { createReplyLint } from "@otklik/core/replies"
import { replyLanguageRu } from "@otklik/locale-ru"
import { approver, buildRoad, complaint, executor, moderator, only, reply, storages } from "./road.ts"

const failure = (act: Promise<unknown>) =>
  act.then(
    () => undefined,
    (error: unknown) => error,
  )
const pathOf = (error: unknown) => (isDeskError(error, "config") ? error.details.issues[0]?.path : error)
const ring = { current: "one", keys: { one: new Uint8Array(32).fill(1) } }
const call = { from: "phone", text: "Батареи холодные, звоню второй день", topic: "heating", territoryId: "town" } as const
const as = (idempotencyKey: string) => ({ actor: moderator, idempotencyKey })

describe.each(storages)("what is entered by hand on %s", (_, open) => {
  const build = (change: Partial<DeskOptions> = {}) =>
    buildRoad(open, { keyRing: ring, replies: { lint: createReplyLint({ language: replyLanguageRu }) }, ...change })

  it("is detected, registered and routed in one step, once a key", async () => {
    const road = await build()
    const entered = await road.desk.register(call, as("form-1"))
    expect(entered).toMatchObject({ number: 1, known: false, findings: [] })
    const { incident, facts } = await only(road)
    expect(incident).toMatchObject({
      status: "assigned",
      network: "phone",
      importance: "raised",
      assignment: { authorityId: "heat", ruleId: "heating" },
    })
    expect(facts).toMatchObject({ intake: "hand", topic: "heating", territoryId: "town", dueAt: "2026-11-24T05:00:00.000Z" })
    expect(await road.desk.register(call, as("form-1"))).toEqual({ ...entered, known: true })
    // The id begins with the moment of the first entry; a repetition finds it by its key.
    road.clock.advance(90)
    expect(await road.desk.register(call, as("form-1"))).toEqual({ ...entered, known: true })
    const [one, other] = await Promise.all([road.desk.register(call, as("form-2")), road.desk.register(call, as("form-2"))])
    expect([one.known, other.known].filter(Boolean)).toEqual([true])
    expect(one.incidentId).toBe(other.incidentId)
    expect((await road.desk.find({}, { limit: 9 })).incidents).toHaveLength(2)
    expect(await failure(road.desk.register({ ...call, text: "Something else" }, as("form-1")))).toMatchObject({ code: "duplicate" })
  })

  it("gets what the person says later: a word that waits, once a key, by whoever may register", async () => {
    const road = await build({
      authorisation: createRoleAuthorisation({ grantsOf: (id) => (id === moderator.id ? [{ role: "moderator" }] : []) }),
    })
    const { incidentId } = await road.desk.register(call, as("form-1"))
    const word = { from: "phone", text: "It is still cold", contact: "+7 000 000-00-00" } as const
    const added = await road.desk.followUp(incidentId, word, as("call-2"))
    expect(added).toMatchObject({ incidentId, act: "word", isReopened: false, known: false })
    expect(await road.desk.followUp(incidentId, word, as("call-2"))).toEqual({ ...added, known: true })
    const { messages, incident } = (await road.desk.case(incidentId, { actor: moderator })) ?? {}
    expect(messages).toMatchObject([{ role: "complaint" }, { key: added.messageKey, role: "follow-up", act: "word", text: word.text }])
    expect(messages?.[1]?.of).toBe(messages?.[0]?.key)
    expect(incident?.version).toBe(added.version)
    expect(await failure(road.desk.followUp(incidentId, { ...word, text: "Another" }, as("call-2")))).toMatchObject({ code: "duplicate" })
    expect(await failure(road.desk.followUp(incidentId, word, { actor: executor, idempotencyKey: "call-3" }))).toMatchObject({
      code: "forbidden",
    })
    expect(await failure(road.desk.followUp("inc_none", word, as("call-4")))).toMatchObject({ code: "not-found" })
    expect(pathOf(await failure(road.desk.followUp(incidentId, { ...word, receivedAt: "2027-01-01T00:00:00.000Z" }, as("call-5"))))).toBe(
      "receivedAt",
    )
  })

  it("opens again by what the person says of the same trouble, and answers our question", async () => {
    const road = await build()
    const { incidentId } = await road.desk.register(call, as("form-1"))
    const answer = async (draft: Pick<Extract<DeskCommand, { type: "submit-draft" }>, "replyKind" | "outcome" | "waitMinutes">) => {
      await reply(road, incidentId, draft)
      const { incident } = await only(road)
      if (incident.status !== "publishing") throw new Error("the reply is not on its way")
      const [messageKey = ""] = incident.messageKeys
      const { draftId } = incident.draft
      const publishedAt = road.clock.now()
      return road.desk.execute({ type: "record-publication", incidentId, draftId, messageKey, publishedAt }, { actor: moderator })
    }
    await road.desk.execute({ type: "take", incidentId }, { actor: executor })
    expect((await answer({ replyKind: "clarify", waitMinutes: 60 })).incident.status).toBe("needs-info")
    road.clock.advance(5)
    const said = await road.desk.followUp(incidentId, { from: "phone", text: "The third entrance" }, as("call-2"))
    expect([said.act, (await only(road)).incident.status]).toEqual(["answer", "in-work"])
    await answer({ replyKind: "final", outcome: { value: "explained" } })
    await road.desk.execute({ type: "close", incidentId, reason: "decision" }, { actor: moderator })
    road.clock.advance(5)
    const again = await road.desk.followUp(incidentId, { from: "phone", text: call.text }, as("call-3"))
    expect([again.act, again.isReopened, (await only(road)).incident.status]).toEqual(["word", true, "reopened"])
  })

  it("refuses what is said about an incident that was dismissed: nobody would hear it", async () => {
    const road = await build()
    const { incidentId } = await road.desk.register(call, as("form-1"))
    await road.desk.execute({ type: "dismiss", incidentId, reason: "news" }, { actor: moderator })
    const said = road.desk.followUp(incidentId, { from: "phone", text: "It is still cold" }, as("call-2"))
    expect(await failure(said)).toMatchObject({ code: "illegal-transition" })
  })

  it("has ids in the order of the messages, whenever and in whatever order they are entered", async () => {
    const road = await build()
    const moments = ["2026-11-23T09:00:00.000Z", "2026-11-20T09:00:00.000Z", "2026-11-22T09:00:00.000Z"]
    const ids: string[] = []
    for (const [index, publishedAt] of moments.entries()) {
      const message = { ...complaint(), publishedAt }
      const { incidentId } = await road.desk.register({ from: "network", message, topic: "heating" }, as(`form-${index}`))
      ids.push(incidentId)
      road.clock.advance(1)
    }
    expect(ids.toSorted()).toEqual([ids[1], ids[2], ids[0]])
    const [first] = (await road.desk.find({}, { limit: 9 })).incidents
    const { incident } = await road.desk.execute({ type: "take", incidentId: ids[0] ?? "" }, { actor: executor })
    expect(incident.incidentId).toBe(first?.incident.incidentId)
  })

  it("keeps a contact sealed, in no row that can be read, and tells personal data that the text holds", async () => {
    const road = await build()
    const text = "Холодно, перезвоните на +7 914 000-00-00"
    const { incidentId, findings } = await road.desk.register({ ...call, text, contact: "+7 914 111-22-33" }, as("form-3"))
    expect(findings.map(({ code }) => code)).toEqual(["personal-data"])
    const [key = ""] = (await only(road)).incident.messageKeys
    const [message] = await road.storage.read("message", [key])
    expect(message).toMatchObject({ kind: "by-hand", url: null, text, authorPseudonym: null })
    expect(JSON.stringify([message, (await loadOne(road.storage, incidentId)).events])).not.toContain("111-22-33")
    const opened = await road.desk.unsealAuthor({ incidentId, messageKey: key, purpose: "to call back" }, { actor: moderator })
    expect(opened.authorId).toBe("+7 914 111-22-33")
    await road.desk.execute({ type: "erase", incidentId, messageKey: key }, { actor: moderator })
    expect((await road.storage.read("message", [key]))[0]?.text).toBeNull()
    expect(await road.storage.privacy.readSealedAuthors([key])).toEqual([])
    const bare = await buildRoad(open)
    expect(pathOf(await failure(bare.desk.register({ ...call, contact: "+7" }, as("form-4"))))).toBe("contact")
  })

  it("is answered by hand: no connector gets it, and no link is asked for", async () => {
    const road = await build()
    const { incidentId } = await road.desk.register(call, as("form-5"))
    const [messageKey = ""] = (await only(road)).incident.messageKeys
    await road.desk.execute({ type: "take", incidentId }, { actor: executor })
    const drafted = await road.desk.execute(
      { type: "submit-draft", incidentId, text: "Heat is back.", replyKind: "final", outcome: { value: "explained" } },
      { actor: executor },
    )
    if (drafted.incident.status !== "reply-review") throw new Error("no draft")
    const { draftId, textHash } = drafted.incident.draft
    await road.desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })
    expect(await road.storage.readOutbox(incidentId)).toMatchObject([{ placement: "by-hand", state: "manual", connectorId: null }])
    await road.desk.publish()
    expect(road.network.asked.replies).toEqual([])
    const publishedAt = road.clock.now()
    const told = await road.desk.execute({ type: "record-publication", incidentId, draftId, messageKey, publishedAt }, { actor: approver })
    expect(told.incident).toMatchObject({ status: "replied-final", replies: [{ messageKey, publishedAt }] })
  })

  it("a reply in a network is recorded with its key and its link", async () => {
    const road = await build()
    road.network.messages.push(complaint(undefined, "vk:-1_811"))
    await road.desk.pull()
    const { incidentId } = (await only(road)).incident
    const command = {
      type: "record-publication",
      incidentId,
      draftId: "d",
      messageKey: "vk:-1_811",
      publishedAt: road.clock.now(),
    } as const
    const error = await failure(road.desk.execute(command, { actor: approver }))
    expect(isDeskError(error, "missing-fact") && error.details.facts).toEqual(["replyKey", "url"])
  })

  it("a message that a connector brought is known, and one that was entered is not brought again", async () => {
    const road = await build()
    road.network.messages.push(complaint(undefined, "vk:-1_801"))
    await road.desk.pull()
    const { incidentId } = (await only(road)).incident
    const known = await road.desk.register({ from: "network", message: complaint(undefined, "vk:-1_801") }, as("form-6"))
    expect(known).toMatchObject({ incidentId, number: 1, known: true })
    // No rule finds it: only a person could.
    const unseen = { ...complaint("Совсем другое", "vk:-1_802"), authorId: "citizen-1" }
    const entered = await road.desk.register({ from: "network", message: unseen, topic: "roads" }, as("form-7"))
    expect(entered).toMatchObject({ known: false, number: 2 })
    road.network.messages.push(unseen)
    await road.desk.pull()
    expect((await road.desk.find({}, { limit: 9 })).incidents).toHaveLength(2)
    expect(
      (await road.desk.unsealAuthor({ incidentId: entered.incidentId, messageKey: "vk:-1_802", purpose: "a letter" }, { actor: moderator }))
        .authorId,
    ).toBe("citizen-1")
  })

  it("a link is understood and read by the connector that knows it", async () => {
    const message = complaint(undefined, "vk:-1_803")
    const road = await build()
    const [first] = [road.network.connector]
    const reading: Connector = {
      ...first,
      keyOf: (url) => /^https:\/\/vk\.example\/wall(-\d+_\d+)$/.exec(url)?.[1]?.replace(/^/, "vk:"),
      doRead: async ({ messageKey }) => (messageKey === message.key ? message : undefined),
    }
    const desk = road.restart({ connectors: [reading] })
    expect(await desk.register({ from: "network", url: "https://vk.example/wall-1_803" }, as("form-8"))).toMatchObject({ known: false })
    expect(await desk.register({ from: "network", url: "https://vk.example/wall-1_803" }, as("form-9"))).toMatchObject({ known: true })
    expect(await failure(desk.register({ from: "network", url: "https://vk.example/wall-1_804" }, as("form-10")))).toMatchObject({
      code: "not-found",
    })
    expect(pathOf(await failure(desk.register({ from: "network", url: "https://elsewhere.example/1" }, as("form-11"))))).toBe("url")
    const { doRead: _none, ...blind } = reading
    const error = await failure(
      road.restart({ connectors: [blind] }).register({ from: "network", url: "https://vk.example/wall-1_804" }, as("form-12")),
    )
    expect(isDeskError(error, "missing-fact") && error.details.facts).toEqual(["message"])
  })

  it("a link to a later version of a message leads to the one that is known by its first", async () => {
    const message = complaint(undefined, "vk:-1_805")
    const road = await build()
    const reading: Connector = { ...road.network.connector, keyOf: () => "vk:-1_806", doRead: async () => message }
    const desk = road.restart({ connectors: [reading] })
    const link = { from: "network", url: "https://vk.example/wall-1_806" } as const
    const entered = await desk.register(link, as("form-20"))
    expect(entered).toMatchObject({ known: false })
    expect((await only(road)).incident.messageKeys).toEqual(["vk:-1_805"])
    expect(await desk.register(link, as("form-20"))).toMatchObject({ known: true, incidentId: entered.incidentId })
    expect(await desk.register(link, as("form-21"))).toMatchObject({ known: true, incidentId: entered.incidentId })
  })

  it("a letter of last week has waited since then, and none comes from the future", async () => {
    const wall = { minutes: 2880, time: "wall" } as const
    const road = await build({ policies: [{ id: "p", version: "1", goal: "first-reply", startsAt: "published", term: wall }] })
    await road.desk.register({ ...call, from: "letter", receivedAt: "2026-11-23T01:00:00Z" }, as("form-13"))
    expect((await only(road)).facts).toMatchObject({ publishedAt: "2026-11-23T01:00:00.000Z", dueAt: "2026-11-25T01:00:00.000Z" })
    expect(pathOf(await failure(road.desk.register({ ...call, receivedAt: "2026-11-25T01:00:00Z" }, as("form-14"))))).toBe("receivedAt")
  })

  it("takes the owner, the place and the earlier incident that a person names, and nothing that there is not", async () => {
    const road = await build()
    const first = await road.desk.register(call, as("form-15"))
    const again = await road.desk.register({ ...call, from: "visit", authorityId: "roads", repeatOf: first.incidentId }, as("form-16"))
    const { events } = await loadOne(road.storage, again.incidentId)
    expect(events.map(({ type }) => type)).toEqual([
      "incident-detected",
      "incident-registered",
      "clock-started",
      "incident-assigned",
      "repeat-linked",
    ])
    expect((await road.storage.get(again.incidentId))?.facts.authorityId).toBe("roads")
    for (const [field, wrong] of [
      ["topic", { topic: "none" }],
      ["territoryId", { territoryId: "none" }],
      ["authorityId", { authorityId: "none" }],
    ] as const)
      expect(pathOf(await failure(road.desk.register({ ...call, ...wrong }, as("form-17"))))).toBe(field)
    expect(await failure(road.desk.register({ ...call, repeatOf: "inc_none" }, as("form-18")))).toMatchObject({ code: "not-found" })
    expect((await road.desk.find({}, { limit: 9 })).incidents).toHaveLength(2)
  })

  it("asks the authorisation about the incident as it would be, and writes nothing where it says no", async () => {
    const grants: Readonly<Record<string, readonly Grant[]>> = {
      [moderator.id]: [{ role: "moderator", territoryIds: ["town"] }],
      far: [{ role: "moderator", territoryIds: ["elsewhere"] }],
    }
    const road = await build({ authorisation: createRoleAuthorisation({ grantsOf: (id) => grants[id] ?? [{ role: "supervisor" }] }) })
    const far = { actor: { id: "far", kind: "person" }, idempotencyKey: "form-19" } as const
    expect(await failure(road.desk.register(call, far))).toMatchObject({ code: "forbidden", details: { reason: "territory" } })
    expect(await road.desk.register(call, as("form-19"))).toMatchObject({ known: false, number: 1 })
    expect(await failure(road.desk.register(call, far))).toMatchObject({ code: "forbidden" })
  })
})
