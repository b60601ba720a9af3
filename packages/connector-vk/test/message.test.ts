import type { IncomingMessage } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { createWorld, minutesAgo, now, readAll, secret } from "./world.ts"

/** Reads a wall with one post of the community that has these fields. */
async function readOne(fields: Readonly<Record<string, unknown>>): Promise<IncomingMessage | undefined> {
  const { vk, communityId, connect } = createWorld()
  const key = vk.publish({ accountId: communityId, authorId: communityId, text: "", at: minutesAgo(5) })
  vk.distort(key, fields)
  return (await readAll(connect(), "wall:-1")).messages[0]
}

const photo = (id: number) => ({
  type: "photo",
  photo: { id, owner_id: 77, sizes: [{ url: `https://sun.example.com/${id}.jpg`, width: 9, height: 9 }] },
})

describe("a repost", () => {
  const original = { id: 5, owner_id: 77, from_id: 77, date: 1, text: "На Ленина яма &amp; лужа", attachments: [photo(1)] }

  it("holds the words and photos of what it hands on, so that a complaint that a community reposts is found", async () => {
    expect(await readOne({ text: "", copy_history: [original] })).toMatchObject({
      text: "На Ленина яма & лужа",
      repostOf: "vk:77_5",
      attachments: [{ kind: "photo", url: "https://sun.example.com/1.jpg" }],
    })
  })

  it("begins with its own words, and tells the nearest of several originals", async () => {
    const chain = [{ id: 6, owner_id: 78, text: "" }, original]
    expect(await readOne({ text: "Посмотрите", copy_history: chain, attachments: [photo(2)] })).toMatchObject({
      text: "Посмотрите\n\nНа Ленина яма & лужа",
      repostOf: "vk:78_6",
      attachments: [{ url: "https://sun.example.com/2.jpg" }, { url: "https://sun.example.com/1.jpg" }],
    })
  })
})

it("a signed post of a community is its signer's", async () => {
  expect(await readOne({ text: "Нет света", signer_id: 555 })).toMatchObject({ authorId: "555", communityKey: "vk:-1" })
})

describe("a suggested post", () => {
  const object = { id: 11, owner_id: -1, from_id: 555, date: Date.parse(now) / 1000 - 400, post_type: "suggest", text: "Нет света" }
  const push = async (suggested: boolean) => {
    const body = JSON.stringify({ type: "wall_post_new", group_id: 1, event_id: "e1", v: "5.199", secret, object })
    const request = new Request("https://desk.example.org/vk", { method: "POST", body })
    return createWorld().connect({ callback: { secret }, suggested }).doReceive?.(request, { now })
  }

  it("is a message by choice only: the community's team alone sees it", async () => {
    expect((await push(false))?.messages).toEqual([])
    expect((await push(true))?.messages).toMatchObject([{ key: "vk:-1_11", authorId: "555", text: "Нет света" }])
  })

  it("is read with a user token, from the list of those that wait", async () => {
    const { tokens, connect, clock } = createWorld()
    const asked: (string | null)[] = []
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const params = new URLSearchParams(await new Request(input, init).text())
      asked.push(params.get("filter"))
      return Response.json({ response: { count: 1, items: [object] } })
    }
    const connector = connect({ clock, fetch, tokens, suggested: true })
    expect(connector.sources.map(({ id }) => id)).toContain("suggested")
    expect((await readAll(connector, "suggested")).keys).toEqual(["vk:-1_11"])
    expect(asked).toContain("suggests")
    expect(connect({ tokens }).sources.map(({ id }) => id)).not.toContain("suggested")
  })
})
