import { createDesk } from "@otklik/core"
import { sha256 } from "@otklik/core/internal"
import { createMemoryStorage } from "@otklik/storage-memory"
import { describe, expect, it } from "vitest"
import { createWorld, secret } from "./world.ts"

const executor = { kind: "person", id: "e" } as const
const approver = { kind: "person", id: "a" } as const

function setUp() {
  const world = createWorld()
  const { clock, accountId, citizenId: authorId } = world
  const connector = world.connect({ webhook: { consumerSecret: secret } })
  const desk = createDesk({
    storage: createMemoryStorage(),
    connectors: [connector],
    rules: [{ id: "pits", query: "яма", topic: "roads" }],
    routing: {
      authorities: [{ id: "roads", title: "Дороги", kind: "utility" }],
      territories: [],
      rules: [{ id: "all", when: { topics: ["roads"] }, assign: { authorityId: "roads" } }],
    },
    policies: [],
    accounts: [{ network: "x", authorId: accountId, origin: "own-account" }],
    authorKey: new Uint8Array(32),
    clock,
  })
  /** Some time passes, and everything is read. */
  const read = async (minutes = 60) => {
    clock.advance(minutes)
    await desk.pull()
  }
  const incidents = async () => (await desk.find({}, { limit: 50 })).incidents.map(({ incident }) => incident)
  const answer = async (incidentId: string, text: string) => {
    await desk.execute({ type: "take", incidentId }, { actor: executor })
    const draft = { type: "submit-draft", incidentId, text, replyKind: "final", outcome: { value: "explained" } } as const
    const { events } = await desk.execute(draft, { actor: executor })
    const submitted = events.find((event) => event.type === "draft-submitted")
    if (submitted?.type !== "draft-submitted") throw new Error("a draft was expected")
    await desk.execute({ type: "approve-draft", incidentId, draftId: submitted.draftId, textHash: sha256(text) }, { actor: approver })
    return desk.publish()
  }
  return { ...world, desk, read, incidents, answer, authorId }
}

describe("a desk on X", () => {
  it("hears that a complaint was changed, and within a day that it was deleted, also when nothing is pushed", async () => {
    const { x, accountId, authorId, desk, read, incidents } = setUp()
    await read(1)
    const key = x.publish({ accountId, authorId, text: "яма" })
    await read(6)
    const stored = async () => {
      const [first] = (await desk.find({}, { limit: 1 })).incidents
      return { version: first?.version ?? 0, deletedAt: first?.incident.messages.map((message) => message.deletedAt) }
    }
    const { version } = await stored()
    expect((await incidents()).map(({ messageKeys }) => messageKeys)).toEqual([[key]])
    x.edit(key, "яма на Лесной")
    await read()
    expect(await stored()).toEqual({ version: version + 1, deletedAt: [null] })
    x.remove(key)
    await read()
    const gone = await stored()
    expect(gone.deletedAt).toEqual([expect.stringMatching(/^2026-11-24T/)])
    await read()
    expect(await stored()).toEqual(gone)
  })

  it("hears of a complaint once, by search, by mention and by push, and takes its own posts for none", async () => {
    const { x, accountId, authorId, desk, read, incidents } = setUp()
    x.subscribe({ accountId, url: "https://desk.example.org/x", secret })
    await read(1)
    const key = x.publish({ accountId, authorId, text: "яма" })
    x.publish({ accountId, authorId: accountId, text: "яма засыпана, все довольны" })
    await x.deliver((request) => desk.receive(`x:${accountId}`, request))
    await read(6)
    await read()
    expect((await incidents()).map(({ messageKeys }) => messageKeys)).toEqual([[key]])
  })

  it("answers who addressed the account; for others the reply takes the next way", async () => {
    const { x, accountId, authorId, read, incidents, answer } = setUp()
    await read(1)
    const asked = x.publish({ accountId, authorId, text: "яма" })
    await read(6)
    const alone = x.publish({ accountId: authorId, authorId, text: "яма у школы" })
    await read()
    const [first, second] = await incidents()
    const of = (key: string) => [first, second].find((incident) => incident?.messageKeys.includes(key))?.incidentId ?? ""
    expect(await answer(of(asked), "Засыпали, проверьте.")).toMatchObject({ published: 1, refused: 0 })
    expect(await answer(of(alone), "Засыпали у школы.")).toMatchObject({ published: 0 })
    expect(x.replies().map(({ under }) => under)).toEqual([asked])
  })
})
