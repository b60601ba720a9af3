import { loadOne } from "@otklik/core/storage"
import assert from "node:assert/strict"
import fc from "fast-check"
import type { DeskOptions, IncomingMessage } from "@otklik/core"
import type { MessageNotice } from "@otklik/core/connector"
import { createMemoryStorage } from "@otklik/storage-memory"
import { buildMessage } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { buildRoad, storages, type Road } from "./road.ts"

const key = "vk:-1_7"
const publishedAt = "2026-11-24T00:50:00.000Z"
const deleted: MessageNotice = { kind: "deleted", messageKey: key }

/** What a network tells of one message: it, its edits in their order, and whether it was deleted in the end. */
interface Life {
  readonly texts: readonly string[]
  readonly isDeleted: boolean
}

type Telling = IncomingMessage | MessageNotice

const textOf = (isMatch: boolean, index: number): string => (isMatch ? `Батареи холодные ${index}` : `Добрый день ${index}`)

function tellingsOf({ texts, isDeleted }: Life): readonly Telling[] {
  const versions = texts.map((text, index) =>
    buildMessage({
      key,
      text,
      authorId: "citizen-1",
      publishedAt,
      ...(index === 0 ? {} : { editedAt: `2026-11-24T00:5${index}:00.000Z` }),
    }),
  )
  return isDeleted ? [...versions, deleted] : versions
}

async function push(road: Road, tellings: readonly Telling[]): Promise<void> {
  const body = {
    messages: tellings.filter((one) => "text" in one),
    notices: tellings.filter((one) => "messageKey" in one),
  }
  await road.desk.receive("vk:wall", new Request("https://example.org/hook", { method: "POST", body: JSON.stringify(body) }))
}

/** What is left of a message, whatever the order in which it was told. */
async function stateOf({ desk, storage }: Road) {
  const incidents = (await desk.find({}, { limit: 10 })).incidents.map(({ incident }) => ({
    status: incident.status,
    messages: incident.messages.map(({ messageKey, deletedAt }) => [messageKey, deletedAt !== null]),
  }))
  const [message] = await storage.read("message", [key])
  return { incidents, text: message?.text, publishedAt: message?.publishedAt, author: message?.authorPseudonym }
}

async function play(batches: readonly (readonly Telling[])[], options: Partial<DeskOptions>, open = () => createMemoryStorage()) {
  const road = await buildRoad(open, options)
  for (const batch of batches) await push(road, batch)
  return stateOf(road)
}

describe("what is told of one message", () => {
  it("comes to the same in any order, in any batches, told once or twice", async () => {
    const life = fc.record({ isMatch: fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }), isDeleted: fc.boolean() })
    const order = fc.record({ shuffle: fc.infiniteStream(fc.nat(1000)), eraseDeleted: fc.boolean(), repeats: fc.nat(2) })
    await fc.assert(
      fc.asyncProperty(life, order, async ({ isMatch, isDeleted }, { shuffle, eraseDeleted, repeats }) => {
        const handling = { handling: { eraseDeleted } }
        const tellings = tellingsOf({ texts: isMatch.map(textOf), isDeleted })
        const inOrder = await play(
          tellings.map((one) => [one]),
          handling,
        )
        const next = (below: number): number => (shuffle.next().value ?? 0) % below
        const all = [...tellings, ...Array.from({ length: repeats }, () => tellings[next(tellings.length)] ?? deleted)]
        const batches: Telling[][] = []
        while (all.length > 0) {
          const [taken] = all.splice(next(all.length), 1)
          const last = batches.at(-1)
          if (taken === undefined) continue
          if (last !== undefined && next(3) === 0) last.push(taken)
          else batches.push([taken])
        }
        assert.deepEqual(await play(batches, handling), inOrder)
      }),
      { numRuns: 80, seed: 7 },
    )
  })
})

describe.each(storages)("a deletion that comes first, on %s", (_, open) => {
  const [message = buildMessage({})] = tellingsOf({ texts: [textOf(true, 0)], isDeleted: false }).filter((one) => "text" in one)

  it("is noted when its message comes, in one commit, and leaves no text", async () => {
    const road = await buildRoad(open)
    await push(road, [deleted])
    await push(road, [deleted])
    await push(road, [message])
    await push(road, [message])
    expect(await stateOf(road)).toMatchObject({ incidents: [{ messages: [[key, true]] }], text: null, author: null })
    const [{ incident } = { incident: undefined }] = (await road.desk.find({}, { limit: 1 })).incidents
    const types = (await loadOne(road.storage, incident?.incidentId ?? "")).events.map(({ type }) => type)
    expect(types.slice(-2)).toEqual(["source-deleted", "erasure-noted"])
  })

  it("is noted of what an author wrote below a complaint, too", async () => {
    const road = await buildRoad(open)
    const comment = buildMessage({
      key: `${key}_1`,
      text: "Подъезд второй",
      authorId: "citizen-1",
      kind: "comment",
      threadKey: key,
      publishedAt,
    })
    await push(road, [message])
    await push(road, [{ kind: "deleted", messageKey: comment.key }])
    await push(road, [comment])
    expect((await stateOf(road)).incidents).toMatchObject([
      {
        messages: [
          [key, false],
          [comment.key, true],
        ],
      },
    ])
    // What is said of it later still reaches its incident.
    await push(road, [{ kind: "comments-closed", messageKey: comment.key }])
    const [{ incident } = { incident: undefined }] = (await road.desk.find({}, { limit: 1 })).incidents
    expect((await loadOne(road.storage, incident?.incidentId ?? "")).events.at(-1)?.type).toBe("comments-closed")
  })

  it("says nothing of a comment below the message, nor of a message that comes days later, nor of one that a list still shows", async () => {
    const road = await buildRoad(open)
    await push(road, [deleted])
    const below = buildMessage({ key: `${key}_1`, text: "И у нас холодные батареи", kind: "comment", threadKey: key, publishedAt })
    await push(road, [below])
    road.clock.advance(16)
    road.network.messages.push(message)
    await road.desk.pull()
    const other = { ...message, key: "vk:-1_8" }
    await push(road, [{ kind: "deleted", messageKey: other.key }])
    road.clock.advance(2 * 24 * 60 + 1)
    await push(road, [other])
    const { incidents } = await road.desk.find({}, { limit: 10 })
    expect(incidents.flatMap(({ incident }) => incident.messages).map(({ messageKey, deletedAt }) => [messageKey, deletedAt])).toEqual([
      [below.key, null],
      [key, null],
      [other.key, null],
    ])
    // And once it is registered, its end is noted as any other.
    await push(road, [deleted])
    expect((await stateOf(road)).incidents[1]?.messages).toEqual([[key, true]])
  })

  it("that races with its message is noted, whoever comes first", async () => {
    const road = await buildRoad(open)
    let between: (() => Promise<unknown>) | null = () => push(road, [message])
    const slow = {
      ...road.storage,
      async commit(unit: Parameters<typeof road.storage.commit>[0]) {
        const act = between
        between = null
        await act?.()
        return road.storage.commit(unit)
      },
    }
    const body = JSON.stringify({ messages: [], notices: [deleted] })
    await road.restart({ storage: slow }).receive("vk:wall", new Request("https://example.org/hook", { method: "POST", body }))
    expect(await stateOf(road)).toMatchObject({ incidents: [{ messages: [[key, true]] }], text: null })
  })
})
