import { addMinutes, DeskError, type MessageKey, type PullOptions } from "@otklik/core"
import { buildMessage } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { createEditMemory, createWatchBook, type Looked } from "../../src/index.ts"

const now = "2026-11-24T03:00:00.000Z"
const pullAt = (minutes: number): PullOptions => ({ sourceId: "wall", limit: 10, now: addMinutes(now, minutes) })
const there = (key: MessageKey, text = "words", isClosed = false): Looked => ({
  kind: "there",
  message: buildMessage({ key, text }),
  isClosed,
})

function setUp(mostReads = 25) {
  const answers = new Map<MessageKey, Looked | Error>()
  const looks: MessageKey[] = []
  const read = createWatchBook({
    edits: createEditMemory(),
    mostReads,
    async look(key) {
      looks.push(key)
      const answer = answers.get(key) ?? there(key)
      if (answer instanceof Error) throw answer
      return answer
    },
  })
  const told = async (keys: readonly MessageKey[], minutes: number) => {
    const { items, notices } = await read(keys, pullAt(minutes))
    return [...notices, ...items.map(({ content }) => content)]
  }
  return { answers, looks, read, told }
}

describe("watched messages", () => {
  it("are read again once an hour, so many in one reading, the first of the list first", async () => {
    const { looks, told } = setUp(2)
    expect(await told(["test:1", "test:2", "test:3"], 0)).toEqual([])
    expect(looks).toEqual(["test:1", "test:2"])
    await told(["test:1", "test:2", "test:3"], 10)
    expect(looks).toEqual(["test:1", "test:2", "test:3"])
    await told(["test:1", "test:2", "test:3"], 61)
    expect(looks.slice(3)).toEqual(["test:1", "test:2"])
  })

  it("are none of them forgotten, however many there are and however rarely anybody reads", async () => {
    const { looks, told } = setUp(2)
    const keys = Array.from({ length: 9 }, (_, index) => `test:${index}`)
    for (let reading = 0; reading < 5; reading += 1) await told(keys, reading * 61)
    expect(new Set(looks)).toEqual(new Set(keys))
  })

  it("tell what became of them, with the same moment and mark in every reading", async () => {
    const { answers, read } = setUp()
    await read(["test:1", "test:2", "test:3"], pullAt(0))
    answers.set("test:1", { kind: "gone" })
    answers.set("test:2", there("test:2", "words", true))
    answers.set("test:3", there("test:3", "other words"))
    const first = await read(["test:1", "test:2", "test:3"], pullAt(61))
    expect([...first.notices, ...first.items.map(({ content }) => content)]).toEqual([
      { kind: "deleted", messageKey: "test:1" },
      { kind: "comments-closed", messageKey: "test:2" },
      expect.objectContaining({ key: "test:3", text: "other words", editedAt: addMinutes(now, 61) }),
    ])
    for (const minutes of [70, 130, 200]) {
      const { items, notices } = await read(["test:1", "test:2", "test:3"], pullAt(minutes))
      expect({ items, notices }).toEqual({ items: first.items, notices: first.notices })
    }
  })

  it("are shown as they stand, as long as nothing tells that they changed", async () => {
    const { answers, read } = setUp()
    const [sight] = (await read(["test:1"], pullAt(0))).sights
    expect(sight).toMatchObject({ message: { key: "test:1" }, at: now })
    answers.set("test:1", there("test:1", "other words"))
    expect(await read(["test:1"], pullAt(61))).toMatchObject({ sights: [], items: [{ content: { text: "other words" } }] })
  })

  it("that are there again, or open again, are told to be so no more", async () => {
    const { answers, told } = setUp()
    answers.set("test:1", { kind: "gone" })
    expect(await told(["test:1"], 0)).toHaveLength(1)
    answers.set("test:1", there("test:1"))
    expect(await told(["test:1"], 61)).toEqual([])
    answers.set("test:1", there("test:1", "words", true))
    expect(await told(["test:1"], 122)).toEqual([{ kind: "comments-closed", messageKey: "test:1" }])
    answers.set("test:1", { kind: "gone" })
    expect(await told(["test:1"], 183)).toEqual([{ kind: "deleted", messageKey: "test:1" }])
  })

  it("hold up nothing when they cannot be read, and stop the reading when a person must act", async () => {
    const { answers, told } = setUp()
    answers.set("test:1", new DeskError("network", "test: down", {}))
    answers.set("test:2", { kind: "unknown" })
    answers.set("test:3", { kind: "gone" })
    expect(await told(["test:1", "test:2", "test:3"], 0)).toEqual([{ kind: "deleted", messageKey: "test:3" }])
    answers.set("test:1", { kind: "gone" })
    expect(await told(["test:1"], 1)).toEqual([{ kind: "deleted", messageKey: "test:1" }])
    answers.set("test:4", new DeskError("auth", "test: token", { action: "renew it" }))
    await expect(told(["test:4"], 2)).rejects.toMatchObject({ code: "auth" })
  })
})

describe("edits that lists do not date", () => {
  it("are noticed by the text, and keep the moment when they were seen", () => {
    const memory = createEditMemory()
    const message = buildMessage({ key: "test:1", text: "words", publishedAt: now })
    const at = (minutes: number, text: string) => memory.note({ ...message, text }, addMinutes(now, minutes)).editedAt
    expect([at(1, "words"), at(2, "words"), at(3, "other"), at(4, "other"), at(5, "words")]).toEqual([
      undefined,
      undefined,
      addMinutes(now, 3),
      addMinutes(now, 3),
      addMinutes(now, 5),
    ])
  })

  it("are forgotten where too much is remembered, and then are no edits", () => {
    const memory = createEditMemory()
    for (let index = 0; index <= 20_000; index += 1) memory.note(buildMessage({ key: `test:${index}`, text: "words" }), now)
    expect(memory.note(buildMessage({ key: "test:0", text: "other" }), addMinutes(now, 9)).editedAt).toBeUndefined()
    expect(memory.note(buildMessage({ key: "test:20000", text: "other" }), addMinutes(now, 9)).editedAt).toBe(addMinutes(now, 9))
  })
})
