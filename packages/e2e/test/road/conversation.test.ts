import { claimHolders, loadOne } from "@otklik/core/storage"
import { describe, expect, it } from "vitest"
import type { DeskOptions } from "@otklik/core"
import { waitingOf } from "@otklik/core/incident"
import { russian } from "@otklik/locale-ru"
import { buildMessage } from "@otklik/testkit"
import { approver, buildRoad, executor, moderator, only, reply, storages, type Road } from "./road.ts"

const wall = (minutes: number) => ({ minutes, time: "wall" as const })
const policies: DeskOptions["policies"] = [
  { id: "first", version: "1", goal: "first-reply", startsAt: "registered", term: wall(240) },
  { id: "later", version: "1", goal: "follow-up", startsAt: "author-wrote", term: wall(240) },
  { id: "window", version: "1", goal: "objection", startsAt: "final-published", term: wall(3 * 1440) },
]
const ladder = [{ goal: "follow-up", level: "supervisor", share: 0.5 }]
const locale = russian()
const explained = { replyKind: "final", outcome: { value: "explained" } } as const

let serial = 0

describe.each(storages)("a conversation on %s", (_, open) => {
  const build = (change: Partial<DeskOptions> = {}) => buildRoad(open, { policies, locale, handling: { ladder }, ...change })

  /** What somebody writes, by default the author under the official post. */
  async function write(road: Road, text: string, more: Partial<Parameters<typeof buildMessage>[0]> = {}): Promise<string> {
    const key = `vk:-1_5_${(serial += 1)}`
    const common = { authorId: "citizen-9000", threadKey: "vk:-1_5", kind: "comment", publishedAt: road.clock.now() } as const
    road.network.messages.push(buildMessage({ key, text, ...common, ...more }))
    await road.desk.pull()
    return key
  }

  /** A complaint under an official post, answered for good. */
  async function answered(change: Partial<DeskOptions> = {}) {
    const road = await build(change)
    const complaintKey = await write(road, "Батареи холодные")
    const { incidentId } = (await only(road)).incident
    await road.desk.execute({ type: "take", incidentId }, { actor: executor })
    const { replies } = await reply(road, incidentId, explained)
    const incident = async () => {
      const stored = await road.storage.get(incidentId)
      if (stored === undefined) throw new Error("the incident is gone")
      return stored.incident
    }
    return { ...road, road, incidentId, complaintKey, replyKey: replies[0]?.replyKey ?? "", incident }
  }

  async function closed(change: Partial<DeskOptions> = {}) {
    const begun = await answered(change)
    await begun.desk.execute({ type: "close", incidentId: begun.incidentId, reason: "decision" }, { actor: moderator })
    return begun
  }

  it("an objection under our reply is heard, waits with a clock, is told of once, and stands in the queue", async () => {
    const { road, desk, clock, incident, replyKey, complaintKey } = await answered()
    const told: string[] = []
    desk.events.on("author-waits", ({ waiting }) => void told.push(waiting.since))
    const first = await write(road, "Ничего не изменилось", { parentKey: replyKey })
    await write(road, "Приезжайте сами", { parentKey: replyKey })
    expect(told).toEqual([clock.now()])
    expect(waitingOf(await incident())?.keys).toHaveLength(2)
    expect((await incident()).messages.find(({ messageKey }) => messageKey === first)).toMatchObject({ act: "word", of: complaintKey })
    expect((await desk.find({ authorWaits: true }, { limit: 10 })).incidents).toHaveLength(1)
    clock.advance(4 * 1440)
    expect(await desk.tick()).toMatchObject({ missed: 1, escalated: 1, closed: 0 })
  })

  it("a word that a page gives before the complaint that it answers is heard, and so is one that was counted before its complaint came", async () => {
    const road = await build()
    const written = { kind: "comment", threadKey: "vk:-1_9", publishedAt: road.clock.now() } as const
    const post = buildMessage({ key: "vk:-1_9", text: "Батареи холодные", authorId: "citizen-1", publishedAt: road.clock.now() })
    const comment = (key: string, text: string, parentKey: string) =>
      buildMessage({ ...written, key, text, parentKey, authorId: "citizen-2" })
    // Newest first, as networks list them, and of one moment.
    const word = comment("vk:-1_9_3", "Пишу ещё раз", "vk:-1_9_2")
    road.network.messages.push(word, comment("vk:-1_9_2", "И у нас батареи холодные", "vk:-1_9"), post)
    await road.desk.pull()
    const holder = async (key: string) => (await claimHolders(road.storage, [`message:${key}`])).get(`message:${key}`)
    expect(await holder("vk:-1_9_3")).toBe(await holder("vk:-1_9_2"))
    expect(await holder("vk:-1_9_3")).not.toBe(await holder("vk:-1_9"))
    // The word comes before its complaint: it is a stranger's for now.
    const early = comment("vk:-1_9_5", "Когда сделаете", "vk:-1_9_4")
    road.network.messages.push({ ...early, authorId: "citizen-3" })
    await road.desk.pull()
    expect(await holder("vk:-1_9_5")).toBeUndefined()
    const late = comment("vk:-1_9_4", "Батареи холодные и у меня", "vk:-1_9")
    road.network.messages.push({ ...late, authorId: "citizen-3" }, { ...early, authorId: "citizen-3" })
    await road.desk.pull()
    expect(await holder("vk:-1_9_5")).toBe(await holder("vk:-1_9_4"))
  })

  it("a new comment of the author under the same official post is heard, and a stranger's is only where a rule holds", async () => {
    const { road, storage, incident } = await answered()
    const own = await write(road, "Так и не сделали")
    const strange = await write(road, "Так и не сделали", { authorId: "stranger" })
    expect((await incident()).messageKeys).toContain(own)
    expect(await storage.read("message", [strange])).toEqual([])
  })

  it("our own answer that is swept back is no incident, also of an account that nobody listed", async () => {
    const { road, desk, replyKey } = await answered()
    await write(road, "Батареи холодные у всех, чиним", { key: replyKey, authorId: "unlisted" })
    expect((await desk.find({}, { limit: 10 })).incidents).toHaveLength(1)
  })

  it("our answer that is read before it is recorded is neither a voice nor an incident, also of an account that nobody listed", async () => {
    const road = await build()
    const complaintKey = await write(road, "Батареи холодные")
    const { incidentId } = (await only(road)).incident
    await road.desk.execute({ type: "take", incidentId }, { actor: executor })
    road.network.faults.push("cut-after")
    const ours = "Батареи холодные у всех, чиним."
    await reply(road, incidentId, { ...explained, text: ours })
    expect((await only(road)).incident.status).toBe("publishing")
    const under = { authorId: "unlisted", parentKey: complaintKey }
    await write(road, ours, under)
    await write(road, `[id9000|Мария], ${ours}`, under)
    expect((await only(road)).incident.voices).toBe(0)
    // Whoever only repeats the words of the answer is a resident.
    await write(road, `${ours} А когда?`, under)
    expect((await road.desk.find({}, { limit: 10 })).incidents).toHaveLength(2)
  })

  it.each([
    ["that nobody listed", []],
    ["of ours", [{ network: "vk", authorId: "official", origin: "own-account" }] as const],
  ])("our answer that is recorded while it is read is no voice and no answer by hand, of an account %s", async (_name, accounts) => {
    const road = await build({ accounts })
    const complaintKey = await write(road, "Батареи холодные")
    const { incidentId } = (await only(road)).incident
    await road.desk.execute({ type: "take", incidentId }, { actor: executor })
    road.network.faults.push("cut-after")
    const ours = "Насос меняют."
    await reply(road, incidentId, { ...explained, text: ours })
    const replyKey = road.network.standing[0]?.replyKey ?? ""
    road.clock.advance(60)
    let isRecorded = false
    const read = async (kind: "claim", keys: readonly string[]) => {
      const found = await road.storage.read(kind, keys)
      if (kind === "claim" && !isRecorded) {
        isRecorded = true
        await road.desk.publish()
      }
      return found
    }
    const storage = { ...road.storage, read } as typeof road.storage
    const message = {
      key: replyKey,
      text: ours,
      authorId: "official",
      threadKey: "vk:-1_5",
      parentKey: complaintKey,
      kind: "comment",
    } as const
    road.network.messages.push(buildMessage({ ...message, publishedAt: road.clock.now() }))
    await road.restart({ storage }).pull()
    const { incident } = await only(road)
    expect(incident).toMatchObject({ status: "replied-final", voices: 0, replies: [{ replyKey }] })
    expect((await loadOne(road.storage, incidentId)).events.map(({ type }) => type)).not.toContain("official-reply-noted")
  })

  it.each([
    [13, "reopened", 1],
    [15, "closed", 2],
    [89, "closed", 2],
    [91, "closed", 2],
  ] as const)("the same trouble %i days after the closing is never lost", async (days, status, count) => {
    const { road, desk, clock, incident, incidentId } = await closed()
    clock.advance(days * 1440)
    await write(road, "Снова холодные батареи")
    expect((await incident()).status).toBe(status)
    const { incidents } = await desk.find({}, { limit: 10 })
    expect(incidents).toHaveLength(count)
    if (count === 2) expect(incidents[1]?.incident.repeatOf).toBe(days < 90 ? incidentId : null)
    const going = await desk.find({ statuses: ["assigned", "reopened", "registered"] }, { limit: 10 })
    expect(going.incidents).toHaveLength(1)
  })

  it("a word after the closing waits there until a person answers, reopens, or registers a repeat of it", async () => {
    const { road, desk, incident, incidentId } = await closed()
    const word = await write(road, "Опять то же самое")
    expect([(await incident()).status, waitingOf(await incident())?.keys]).toEqual(["closed", [word]])
    const repeat = await desk.execute({ type: "register-repeat", incidentId, messageKey: word, topic: "heating" }, { actor: moderator })
    expect([repeat.incident.status, waitingOf(repeat.incident)]).toEqual(["closed", null])
    const { incidents } = await desk.find({ statuses: ["assigned"] }, { limit: 10 })
    expect(incidents[0]?.incident).toMatchObject({ repeatOf: incidentId, messageKeys: [word] })
    const later = await write(road, "Так когда приедете?")
    expect((await desk.case(incidents[0]?.incident.incidentId ?? "", { actor: moderator }))?.incident.state.messageKeys).toEqual([
      word,
      later,
    ])
    const again = await desk.execute({ type: "reopen", incidentId, cause: "author" }, { actor: moderator })
    expect(again.incident.status).toBe("reopened")
  })

  it("thanks are noted and wait for nobody", async () => {
    const { road, incident, desk } = await answered()
    await write(road, "Спасибо большое!")
    expect((await incident()).messages.at(-1)).toMatchObject({ act: "thanks" })
    expect((await desk.find({ authorWaits: true }, { limit: 10 })).incidents).toEqual([])
  })

  it("a neighbour's «и у нас» waits for a person, who joins it; other voices are counted once and stored nowhere", async () => {
    const { road, desk, storage, incident, complaintKey, incidentId } = await answered()
    const joins = await write(road, "и у нас", { authorId: "neighbour", parentKey: complaintKey })
    const voice = await write(road, "Держитесь там", { authorId: "stranger", parentKey: complaintKey })
    await road.restart().pull()
    expect((await incident()).voices).toBe(1)
    expect(await storage.read("message", [voice])).toEqual([])
    const [candidate] = (await desk.find({ statuses: ["candidate"] }, { limit: 10 })).incidents
    expect(candidate?.incident.relation).toEqual({ how: "joins", incidentId })
    await desk.execute({ type: "join", incidentId: candidate?.incident.incidentId ?? "", into: incidentId }, { actor: moderator })
    expect((await incident()).messageKeys).toContain(joins)
  })

  it("an official who answers in the app is told of, and stops no clock", async () => {
    const accounts = [{ network: "vk", authorId: "official", origin: "own-account" }] as const
    const road = await build({ accounts })
    const complaintKey = await write(road, "Батареи холодные")
    await write(road, "Бригада выехала", { authorId: "official", parentKey: complaintKey })
    const { incident } = await only(road)
    expect(incident.officialReplies).toHaveLength(1)
    expect(incident.clocks.find(({ goal }) => goal === "first-reply")?.stoppedAt).toBeNull()
    // A person finds it in a list of its own, until it is recorded.
    const { desk } = road
    const listed = async (answeredByHand: boolean) => (await desk.find({ answeredByHand }, { actor: moderator })).incidents.length
    expect([await listed(true), await listed(false)]).toEqual([1, 0])
    const { incidentId } = incident
    await desk.execute({ type: "take", incidentId }, { actor: executor })
    const text = "Бригада выехала"
    const outcome = { value: "planned", until: "2026-11-30T00:00:00.000Z" } as const
    await desk.execute({ type: "submit-draft", incidentId, text, replyKind: "interim", outcome }, { actor: executor })
    const drafted = (await only(road)).incident
    if (drafted.status !== "reply-review") throw new Error("a draft was expected")
    const { draftId, textHash } = drafted.draft
    await desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })
    const [seen] = incident.officialReplies
    if (seen === undefined) throw new Error("a reply was expected")
    const { replyKey, url, publishedAt } = seen
    const recorded = { draftId, messageKey: complaintKey, replyKey, url: url ?? "https://example.org/1", publishedAt }
    await desk.execute({ type: "record-publication", incidentId, ...recorded }, { actor: moderator })
    expect([await listed(true), await listed(false)]).toEqual([0, 1])
  })

  it("a flood of one author's comments stays small: a hundred wait, the rest is counted", async () => {
    const { road, incident, storage, incidentId, clock } = await answered()
    const flood = Array.from({ length: 400 }, (__, index) =>
      buildMessage({
        key: `vk:-1_5_${90_000 + index}`,
        text: `Ну что там, ${index}`,
        authorId: "citizen-9000",
        threadKey: "vk:-1_5",
        kind: "comment",
        publishedAt: clock.now(),
      }),
    )
    road.network.messages.push(...flood)
    await road.desk.pull({ pageSize: 100 })
    expect(waitingOf(await incident())?.keys).toHaveLength(100)
    expect((await incident()).voices).toBe(300)
    expect(JSON.stringify(await storage.get(incidentId)).length).toBeLessThan(60_000)
  })

  it("erasing what an author said takes the talk away with the last of it", async () => {
    const { road, desk, storage, incidentId, complaintKey } = await answered()
    const word = await write(road, "Так и не сделали")
    const talks = async () => JSON.stringify((await storage.privacy.readRecords("claim", null, 1000)).records).match(/talk:/g)?.length ?? 0
    expect(await talks()).toBe(1)
    await desk.execute({ type: "erase", incidentId, messageKey: word }, { actor: moderator })
    expect(await talks()).toBe(1)
    await desk.execute({ type: "erase", incidentId, messageKey: complaintKey }, { actor: moderator })
    expect(await talks()).toBe(0)
  })
})
