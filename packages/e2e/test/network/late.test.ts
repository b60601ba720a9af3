import { loadOne } from "@otklik/core/storage"
import { describe, expect, it } from "vitest"
import { createVkWorld, held, secret, type World } from "./world.ts"

const day = { zone: "UTC", from: "2026-11-23", to: "2026-11-26" }

/** Has the network's pushes come to the desk. */
async function subscribe(world: World): Promise<() => Promise<number>> {
  world.network.subscribe({ accountId: world.accountId, url: "https://desk.example.org/vk", secret })
  const deliver = () => world.network.deliver((request) => world.desk.receive(`vk:club${Math.abs(Number(world.accountId))}`, request))
  await deliver()
  return deliver
}

describe("push and sweep pass one gate", () => {
  it.each(["the push first", "the sweep first", "the push twice, days later"])("%s: one incident a message", async (order) => {
    const world = createVkWorld()
    const deliver = await subscribe(world)
    const post = world.post("Во дворе яма")
    const comment = world.comment(post, "Вот фото")
    if (order !== "the push first") await world.readLater()
    if (order.startsWith("the push twice")) {
      world.network.inject({ kind: "duplicate", operation: "push", times: Infinity })
      world.clock.advance(3 * 24 * 60)
    }
    await deliver()
    await world.readLater()
    await world.readLater()
    expect(await held(world)).toEqual([[post, comment]])
    expect(
      (await loadOne(world.storage, (await world.desk.find({}, { limit: 1 })).incidents[0]?.incident.incidentId ?? "")).events.map(
        ({ type }) => type,
      ),
    ).toEqual(["incident-detected", "incident-registered", "owner-not-found", "author-wrote"])
  })

  it("a push that is taken in while the sweep reads the same message makes it one incident", async () => {
    const world = createVkWorld()
    const deliver = await subscribe(world)
    const posts = Array.from({ length: 20 }, (_, index) => world.post(`Яма ${index}`))
    world.clock.advance(10)
    await Promise.all([world.desk.pull({ pageSize: 3 }), deliver()])
    await deliver()
    await world.readLater()
    expect((await held(world)).flat().toSorted()).toEqual(posts.toSorted())
  })
})

describe("bursts", () => {
  it("larger than a page are walked to the end, also when the list shifts meanwhile", async () => {
    const world = createVkWorld({ maxCalls: 50 })
    const posts = Array.from({ length: 230 }, (_, index) => world.post(`Яма ${index}`))
    world.network.inject({ kind: "meanwhile", operation: "wall.get", action: () => void posts.push(world.post("Ещё яма")) })
    world.clock.advance(1)
    await world.desk.pull({ pageSize: 7 })
    await world.readLater()
    expect((await held(world)).flat().toSorted()).toEqual(posts.toSorted())
    const [source] = (await world.desk.coverage(day)).sources
    expect(source?.gaps.map(({ reason }) => reason)).toEqual(
      ["before the first reading", "it has not been read to its end since"].slice(0, source?.gaps.length),
    )
  })

  it("larger than one reading may walk are recorded as a gap, and the gap is missing in what was read", async () => {
    const world = createVkWorld({ maxCalls: 1 })
    await world.readLater()
    for (let index = 0; index < 130; index += 1) {
      world.post(`Яма ${index}`)
      world.clock.advance(1)
    }
    await world.readLater()
    const [source] = (await world.desk.coverage(day)).sources
    const gap = source?.gaps.find(({ reason }) => reason === "more posts than one reading may walk through")
    expect(gap).toBeDefined()
    expect(source?.read.some(({ from, to }) => from < (gap?.to ?? "") && to > (gap?.from ?? ""))).toBe(false)
    // What lies behind the gap was read.
    expect((await held(world)).length).toBeGreaterThan(90)
  })
})
