import { createMatcher } from "@otklik/core/rules"
import { russian } from "@otklik/locale-ru"
import { describe, expect, it } from "vitest"
import { createRoleAuthorisation, defaultViews, englishViewWording, isDeskError, type FindOptions, type Grant } from "@otklik/core"
import { buildRoad, complaint, executor, moderator, storages } from "./road.ts"

const pathsOf = async (act: Promise<unknown>) => {
  const error = await act.catch((caught: unknown) => caught)
  return isDeskError(error, "config") ? error.details.issues.map(({ path, message }) => `${path}: ${message}`) : [String(error)]
}
const locale = russian()

describe.each(storages)("lists on %s", (_, open) => {
  const build = async (count: number, change: Parameters<typeof buildRoad>[1] = {}) => {
    const road = await buildRoad(open, change)
    for (let index = 0; index < count; index += 1) road.network.messages.push(complaint(undefined, `vk:-1_9${index}`))
    await road.desk.pull()
    return road
  }

  it("refuse fields and values that there are not, and say what was probably meant", async () => {
    const { desk } = await build(1)
    const ask = (where: object, options: object = {}) => pathsOf(desk.find(where, options))
    expect((await ask({ topic: ["heating"] }))[0]).toMatch(/topic.*did you mean "topics"/)
    expect((await ask({ topics: ["heeting"] }))[0]).toMatch(/topics\[0\]: there is no "heeting"; did you mean "heating"/)
    expect((await ask({ statuses: ["asigned"] }))[0]).toMatch(/statuses\[0\]/)
    expect((await ask({ topics: [] }))[0]).toMatch(/topics: an absent list finds everything/)
    expect((await ask({ reach: [{}] }))[0]).toMatch(/reach/)
    expect((await ask({ withParts: true }))[0]).toMatch(/withParts: `territoryIds` were expected/)
    expect((await ask({ text: "ab*" }))[0]).toMatch(/text: "ab\*" is too short/)
    expect((await ask({}, { order: "fast" }))[0]).toMatch(/order/)
  })

  it("a next page belongs to its conditions and its order", async () => {
    const { desk } = await build(3)
    const first = await desk.find({ open: true }, { limit: 1, order: "oldest" })
    const after = first.next ?? ""
    expect((await desk.find({ open: true }, { limit: 5, order: "oldest", after })).incidents).toHaveLength(2)
    expect((await pathsOf(desk.find({ open: false }, { order: "oldest", after })))[0]).toMatch(/after: .* other conditions/)
    expect((await pathsOf(desk.find({ open: true }, { order: "newest", after })))[0]).toMatch(/after: .* another order/)
    expect((await pathsOf(desk.find({ open: true }, { after: "somewhere" })))[0]).toMatch(/after: the `next` of a page/)
  })

  it("a clerk with one of 2 000 gets it in one call of the storage, and it is counted as one", async () => {
    const grants: Readonly<Record<string, readonly Grant[]>> = { clerk: [{ role: "executor", authorityIds: ["roads"] }] }
    const road = await build(2000)
    const { incidents } = await road.desk.find({}, { limit: 1000 })
    const incidentId = incidents[717]?.incident.incidentId ?? ""
    await road.desk.execute({ type: "transfer", incidentId, authorityId: "roads", why: "theirs" }, { actor: moderator })
    let calls = 0
    const storage = { ...road.storage, find: (query: Parameters<typeof road.storage.find>[0]) => ((calls += 1), road.storage.find(query)) }
    const guarded = road.restart({ storage, authorisation: createRoleAuthorisation({ grantsOf: (id) => grants[id] ?? [] }) })
    const actor = { id: "clerk", kind: "person" } as const
    const page = await guarded.find({}, { limit: 10, count: true, actor })
    expect([page.incidents.map(({ incident }) => incident.incidentId), page.next, page.count, calls]).toEqual([
      [incidentId],
      null,
      { value: 1, isExact: true },
      1,
    ])
  }, 60_000)

  it("views are opened and counted, for who reads and at the present moment", async () => {
    const { desk, clock } = await build(3, { views: defaultViews(englishViewWording) })
    const { incidents } = await desk.find({}, {})
    await desk.execute({ type: "take", incidentId: incidents[0]?.incident.incidentId ?? "", executorId: executor.id }, { actor: executor })
    const reader = { actor: executor }
    expect(await desk.counts(["mine", "new", "overdue", "due-today"], reader)).toEqual({
      mine: { value: 1, isExact: true },
      new: { value: 0, isExact: true },
      overdue: { value: 0, isExact: true },
      "due-today": { value: 3, isExact: true },
    })
    const first = await desk.queue({ view: "due-today", limit: 2, count: true }, reader)
    expect([first.view, first.order, first.count]).toEqual([{ id: "due-today", title: "Due today" }, "due", { value: 3, isExact: true }])
    // The next page is that of the view, though its moments are others by now.
    clock.advance(1)
    expect((await desk.queue({ view: "due-today", limit: 2, after: first.next ?? "" }, reader)).incidents).toHaveLength(1)
    clock.advance(3 * 1440)
    expect(await desk.counts(["overdue"], reader)).toEqual({ overdue: { value: 3, isExact: true } })
    expect((await pathsOf(desk.queue({ view: "overdew" }, reader)))[0]).toMatch(/view: .*did you mean "overdue"/)
    expect((await pathsOf(desk.queue({ view: "mine" })))[0]).toMatch(/actor/)
    expect((await pathsOf(desk.queue({ view: "overdue", where: { due: {} } }, reader)))[0]).toMatch(
      /where.due: the view has this condition/,
    )
  })

  it("a desk refuses views that nobody could open", async () => {
    const views = [{ id: "a", title: "A", where: { topic: "x" }, order: "due" }] as never
    await expect(buildRoad(open, { views })).rejects.toThrow(/views\[0\]\.where.*topic/)
    const twice = [defaultViews(englishViewWording)[0], defaultViews(englishViewWording)[0]] as never
    await expect(buildRoad(open, { views: twice })).rejects.toThrow(/duplicate id/)
  })

  it("words are found in every form, each search is written down, and a person is looked for with a purpose only", async () => {
    const road = await buildRoad(open, { locale })
    road.network.messages.push(complaint("Холодные батареи, нет отопления", "vk:-1_91"), complaint("Батарея холодная", "vk:-1_92"))
    await road.desk.pull()
    const keys = async (text: string, options: FindOptions = {}) =>
      (await road.desk.find({ text }, options)).incidents.map(({ incident }) => incident.messageKeys[0])
    expect(await keys("батарея")).toEqual(["vk:-1_91", "vk:-1_92"])
    expect(await keys("=батарея")).toEqual(["vk:-1_92"])
    expect(await keys("батарея отопление")).toEqual(["vk:-1_91"])
    expect(await keys("отопл*", { actor: moderator })).toEqual(["vk:-1_91"])
    expect((await pathsOf(road.desk.find({ text: "Иванович" })))[0]).toMatch(/purpose: a purpose is needed/)
    await road.desk.find({ text: "Иванович" }, { purpose: "letter 17", actor: moderator })
    const { entries } = await road.desk.journal({ kind: "search", limit: 10 })
    expect(entries.map((entry) => (entry.kind === "search" ? [entry.words, entry.purpose, entry.found] : []))).toEqual(
      expect.arrayContaining([
        ["батарея", null, 2],
        ["отопл*", null, 1],
        ["Иванович", "letter 17", 0],
      ]),
    )
    expect(entries).toHaveLength(5)
  })

  it("a search finds what a rule of the same words finds", async () => {
    const road = await buildRoad(open, { locale })
    const texts = [
      "Нет воды",
      "Воду отключили",
      "нет, не вода",
      "ВОДЫ НЕТ!",
      "водой залило, нет света",
      "Свет есть",
      "Вoдa",
      "#вода кончилась",
    ]
    for (const [index, text] of texts.entries()) road.network.messages.push(complaint(`Батареи холодные. ${text}`, `vk:-1_7${index}`))
    await road.desk.pull()
    for (const question of ["вода", "вода нет", "=воды", "вод*", "свет"]) {
      const query = question.split(" ").join(" & ")
      const matcher = createMatcher([{ id: "asked", query }], { locale })
      const expected = road.network.messages.filter((message) => matcher.match(message).length > 0).map(({ key }) => key)
      const found = await road.desk.find({ text: question }, { limit: 100 })
      expect(new Set(found.incidents.map(({ incident }) => incident.messageKeys[0])), question).toEqual(new Set(expected))
    }
  })
})
