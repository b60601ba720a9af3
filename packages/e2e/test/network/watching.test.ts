import { describe, expect, it } from "vitest"
import { createVkWorld, createWorld, held, networks, secret } from "./world.ts"

describe("what was written below a message before anybody tracked it", () => {
  it("is read once more when the message is registered, and belongs to its incident", async () => {
    const world = createVkWorld()
    const post = world.post("Во дворе беда")
    await world.readLater()
    const comments = [world.comment(post, "Вот фото"), world.comment(post, "Третий подъезд")]
    // Handed over, and passed over by the desk: nothing of it matches, and nobody tracks the post.
    await world.readLater()
    expect(await held(world)).toEqual([])
    world.clock.advance(120)
    world.network.edit(post, "Во дворе яма")
    await world.readLater()
    expect(await held(world)).toEqual([[post]])
    await world.readLater()
    expect(await held(world)).toEqual([[post, ...comments]])
    const late = world.comment(post, "И ещё")
    await world.readLater()
    expect(await held(world)).toEqual([[post, ...comments, late]])
  })
})

describe("comments pushed before their post", () => {
  it("are found by the next sweep, however the pushes came", async () => {
    const world = createVkWorld()
    world.network.subscribe({ accountId: world.accountId, url: "https://desk.example.org/vk", secret })
    const receive = (request: Request) => world.desk.receive(`vk:club${Math.abs(Number(world.accountId))}`, request)
    await world.network.deliver(receive)
    const post = world.post("Во дворе яма")
    const comment = world.comment(post, "Вот фото")
    world.network.inject({ kind: "reorder", operation: "push" })
    world.network.inject({ kind: "duplicate", operation: "push" })
    await world.network.deliver(receive)
    expect(await held(world)).toEqual([[post]])
    await world.readLater()
    await world.readLater()
    expect(await held(world)).toEqual([[post, comment]])
  })
})

describe.each(networks)("posts of any age, at %s", (name, connect) => {
  it("are watched as long as their incident is open, and what is deleted there is noted", async () => {
    const world = createWorld(name, connect)
    const post = world.post("Опять яма")
    await world.readLater()
    expect(await held(world)).toEqual([[post]])
    await world.readLater(60 * 24 * 40)
    const first = world.comment(post, "Прошёл месяц, а яма на месте")
    const second = world.comment(post, "Отзовитесь")
    await world.readLater(120)
    await world.readLater(120)
    expect(await held(world)).toEqual([[post, first, second]])
    world.network.remove(second)
    await world.readLater(120)
    await world.readLater(120)
    const [stored] = (await world.desk.find({}, { limit: 1 })).incidents
    const deleted = stored?.incident.messages.filter(({ deletedAt }) => deletedAt !== null).map(({ messageKey }) => messageKey)
    expect(deleted).toEqual([second])
    expect((await world.storage.read("message", [second]))[0]?.text).toBeNull()
  })
})

describe.each(networks)("comments under a post that lists show no more, at %s", (name, connect) => {
  it("are found although newer messages were read before them", async () => {
    const world = createWorld(name, connect)
    const post = world.post("Опять яма")
    await world.readLater()
    await world.readLater(60 * 24 * 20)
    // So many that the pages of the list end above the post.
    for (let index = 0; index < 110; index += 1) world.post("Добрый день")
    await world.readLater(60 * 24 * 20)
    await world.readLater()
    const comments: string[] = []
    for (let round = 0; round < 40; round += 1) {
      if (round < 20) comments.push(world.comment(post, "Прошёл месяц, а яма на месте"))
      world.post("Добрый день")
      await world.readLater(5)
    }
    expect((await held(world)).map((keys) => keys.toSorted())).toEqual([[post, ...comments].toSorted()])
  })
})
