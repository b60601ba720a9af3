import { addMinutes, createRoleAuthorisation, type Actor, type DeskOptions, type Storage } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { buildMessage } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { buildRoad, executor, moderator, reply, storages } from "./road.ts"

const began = "2026-11-24T00:30:00.000Z"
const where = { topics: ["heating"], territoryIds: ["city"], published: { from: began } } as const
const cold = "Батареи холодные"

/** A town inside a city, and a village beside it. */
const routing: DeskOptions["routing"] = {
  authorities: [{ id: "heat", title: "Heat", kind: "utility" }],
  territories: [
    { id: "city", title: "City", kind: "district" },
    { id: "town", title: "Town", kind: "settlement", parentId: "city", communities: ["vk:-1"] },
    { id: "village", title: "Village", kind: "settlement", communities: ["vk:-2"] },
  ],
  rules: [{ id: "heating", when: { topics: ["heating"] }, assign: { authorityId: "heat" } }],
  addressWords: { street: ["улица", "ул"] },
}

/** A storage that dies at its n-th commit, after it is stored. */
function dying(storage: Storage, commits: number): Storage {
  let left = commits
  return {
    ...storage,
    async commit(unit) {
      left -= 1
      if (left < 0) throw new Error("killed")
      const committed = await storage.commit(unit)
      if (left === 0) throw new Error("killed")
      return committed
    },
  }
}

type Text = string | readonly [text: string, community: string]

/** A desk with an incident for each text, a minute after the other. */
async function buildEvent(open: () => Storage, texts: readonly Text[], change: Partial<DeskOptions> = {}) {
  const road = await buildRoad(open, { routing, ...change })
  for (const [index, one] of texts.entries()) {
    const [text, community] = typeof one === "string" ? [one, "vk:-1"] : one
    const publishedAt = addMinutes(began, index)
    road.network.messages.push(
      buildMessage({ key: `${community}_${index}`, communityKey: community, text, authorId: `citizen-${index}`, publishedAt }),
    )
  }
  await road.desk.pull({ pageSize: 1000 })
  const incidents = async () => (await road.storage.find({ limit: 1000 })).incidents
  const ids = (await incidents()).map(({ incident }) => incident.incidentId)
  const [into = ""] = ids
  const statuses = async () => (await incidents()).map(({ facts }) => facts.status)
  return { ...road, into, ids, statuses }
}

describe.each(storages)("joining the incidents of an event on %s", (_, open) => {
  const build = (texts: readonly Text[], change?: Partial<DeskOptions>) => buildEvent(open, texts, change)

  it("is seen before it is done, and a dry run stores nothing", async () => {
    const { desk, storage, into, ids, statuses } = await build([cold, cold, [cold, "vk:-2"], "Яма во дворе"])
    const before = await storage.readEvents(null, 1000)
    const preview = await desk.joinAll({ into, where }, { actor: moderator, dryRun: true })
    expect(preview).toEqual({
      joins: [
        {
          incidentId: ids[1],
          number: 2,
          why: [
            { fact: "topic", value: "heating" },
            { fact: "territory", value: "town" },
            { fact: "minutes", value: 1 },
          ],
        },
      ],
      refused: [],
      more: false,
      stopped: false,
    })
    expect(await storage.readEvents(null, 1000)).toEqual(before)
    expect(await desk.joinAll({ into, where }, { actor: moderator })).toEqual(preview)
    expect(await statuses()).toEqual(["assigned", "merged", "assigned", "candidate"])
  })

  it("that was killed does the rest when it is called again", async () => {
    const { desk, restart, storage, into, statuses } = await build(Array.from({ length: 8 }, () => cold))
    const ask = (on = desk) => on.joinAll({ into, where }, { actor: moderator })
    await expect(ask(restart({ storage: dying(storage, 3) }))).rejects.toThrow("killed")
    expect((await statuses()).filter((status) => status === "merged")).toHaveLength(3)
    expect((await ask()).joins).toHaveLength(4)
    expect((await desk.case(into, { actor: moderator }))?.incident.state.messageKeys).toHaveLength(8)
    expect(await ask()).toMatchObject({ joins: [], more: false })
  })

  it("leaves another street out unless it is named", async () => {
    const texts = [`${cold} на ул. Чкалова`, `${cold}, Чкалова улица`, `${cold} на ул. Мира`, cold]
    const { desk, into, ids } = await build(texts)
    const preview = await desk.joinAll({ into, where }, { actor: moderator, dryRun: true })
    expect(preview.refused).toEqual([{ incidentId: ids[2], number: 3, reason: "other-street" }])
    expect(preview.joins.map(({ number }) => number)).toEqual([2, 4])
    const named = await desk.joinAll({ into, where: { ...where, streets: ["Мира"] } }, { actor: moderator })
    expect(named.joins.map(({ number }) => number)).toEqual([2, 3, 4])
  })

  it("leaves to a person whoever asks about something else as well, has a reply of their own, or was taken out of it", async () => {
    const { desk, into, ids } = await build([cold, `${cold}, и яма во дворе`, cold, cold, cold])
    const [, , answered = "", taken = ""] = ids
    await desk.execute({ type: "take", incidentId: answered }, { actor: executor })
    await reply({ desk }, answered, { replyKind: "final", outcome: { value: "explained" } })
    await desk.execute({ type: "merge", incidentId: taken, into }, { actor: moderator })
    await desk.execute({ type: "unmerge", incidentId: taken }, { actor: moderator })
    const { joins, refused } = await desk.joinAll({ into, where }, { actor: moderator })
    expect(refused.map(({ number, reason }) => [number, reason])).toEqual([
      [2, "something-else"],
      [3, "answered"],
      [4, "taken-out"],
    ])
    expect(joins.map(({ number }) => number)).toEqual([5])
  })

  it("answers those who are joined while the replies go out", async () => {
    const { desk, into, network } = await build([cold, cold, cold])
    await desk.execute({ type: "take", incidentId: into }, { actor: executor })
    const draft = { type: "submit-draft", incidentId: into, text: "A pipe broke.", replyKind: "interim" } as const
    const outcome = { value: "unknown", noDateReason: "It is being dug out." } as const
    const { incident } = await desk.execute({ ...draft, outcome }, { actor: executor })
    if (incident.status !== "reply-review") throw new Error("not in review")
    const { draftId, textHash } = incident.draft
    await desk.execute({ type: "approve-draft", incidentId: into, draftId, textHash }, { actor: { id: "approver-1", kind: "person" } })
    expect((await desk.joinAll({ into, where }, { actor: moderator })).joins).toHaveLength(2)
    await desk.publish()
    expect(new Set(network.standing.map(({ replyKey }) => replyKey.replace(/_r\d+$/, "")))).toEqual(
      new Set(["vk:-1_0", "vk:-1_1", "vk:-1_2"]),
    )
  })

  it("joins what the actor reaches, and nothing into what is not theirs", async () => {
    const clerk: Actor = { id: "clerk-1", kind: "person" }
    const { restart, into, ids } = await build([cold, cold, [cold, "vk:-2"]])
    const desk = restart({
      authorisation: createRoleAuthorisation({ grantsOf: () => [{ role: "moderator", territoryIds: ["town"] }] }),
    })
    const both = { ...where, territoryIds: ["city", "village"] }
    expect((await desk.joinAll({ into, where: both }, { actor: clerk })).joins.map(({ number }) => number)).toEqual([2])
    await expect(desk.joinAll({ into: ids[2] ?? "", where: both }, { actor: clerk })).rejects.toMatchObject({ code: "forbidden" })
    const reader = restart({ authorisation: createRoleAuthorisation({ grantsOf: () => [{ role: "approver" }] }) })
    await expect(reader.joinAll({ into, where }, { actor: clerk, dryRun: true })).rejects.toMatchObject({ code: "forbidden" })
  })

  it.each([
    ["an incident that there is not", { into: "inc_none", where }, "not-found"],
    ["no topic", { where: { territoryIds: ["city"], published: { from: began } } }, "config"],
    ["no place", { where: { topics: ["heating"], published: { from: began } } }, "config"],
    ["no moment", { where: { ...where, published: {} } }, "config"],
    ["a topic that there is not", { where: { ...where, topics: ["roofs"] } }, "config"],
    ["another condition", { where: { ...where, networks: ["vk"] } }, "config"],
  ])("%s is refused before anything is done", async (_what, request, code) => {
    const { desk, into, statuses } = await build([cold, cold])
    const call = async (): Promise<void> => {
      await Reflect.apply(desk.joinAll, desk, [{ into, ...request }, { actor: moderator }])
    }
    await expect(call()).rejects.toMatchObject({ code })
    expect(await statuses()).toEqual(["assigned", "assigned"])
  })
})

it("joining takes 200 incidents a call, and says that there are more", async () => {
  const { desk, into } = await buildEvent(
    createMemoryStorage,
    Array.from({ length: 205 }, () => cold),
  )
  const ask = () => desk.joinAll({ into, where }, { actor: moderator })
  expect([await ask(), await ask()].map(({ joins, more }) => [joins.length, more])).toEqual([
    [200, true],
    [4, false],
  ])
})
