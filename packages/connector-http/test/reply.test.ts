import { isDeskError } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { createSystem, now, secret } from "./system.ts"

const reply = { messageKey: "portal:a1", text: "Фонарь заменят завтра", photos: [], idempotencyKey: "key-1", now, mayBePublished: false }

describe("a reply", () => {
  it("goes out signed, with photos as the bytes that were approved, and comes back with its key", async () => {
    const system = createSystem()
    const bytes = new Uint8Array([1, 2, 3])
    const photo = {
      url: "https://files.example.org/1.jpg",
      contentHash: "ab",
      read: async () => ({ bytes, type: "image/jpeg" }),
    }
    const receipt = await system.connect().doReply?.({ ...reply, photos: [photo] })
    expect(receipt).toMatchObject({ replyKey: "portal:r1", url: "urn:otklik:portal:r1" })
    expect(system.replies).toMatchObject([
      { messageId: "a1", text: reply.text, photos: [{ contentHash: "ab", type: "image/jpeg", content: "AQID" }] },
    ])
  })

  it("is published once where the answer of the system is lost, and its receipt is found", async () => {
    const system = createSystem()
    system.answerNext("publish-reply", (handled) => {
      handled()
      throw new TypeError("fetch failed")
    })
    expect(await system.connect().doReply?.(reply)).toMatchObject({ replyKey: "portal:r1" })
    expect(system.replies).toHaveLength(1)
  })

  it("is taken by a system that knows only one of two secrets, while one replaces the other", async () => {
    const next = `whsec_${Buffer.alloc(32, 7).toString("base64")}`
    for (const secrets of [
      [secret, next],
      [next, secret],
    ]) {
      const system = createSystem()
      expect(await system.connect({ secrets }).doReply?.(reply)).toMatchObject({ replyKey: "portal:r1" })
    }
  })

  it("has one id for every try, as the system must know it again", async () => {
    const system = createSystem()
    for (let run = 0; run < 3; run += 1) {
      system.answerNext("publish-reply", () => new Response(null, { status: 503 }))
      system.answerNext("find-replies", () => Response.json({ replies: [] }))
      await system
        .connect()
        .doReply?.(reply)
        .catch(() => undefined)
    }
    const ids = system.came.filter(({ type }) => type === "publish-reply").map(({ id }) => id)
    expect(new Set(ids).size).toBe(1)
    expect(ids.length).toBe(3)
  })

  it.each([
    [400, "refused"],
    [401, "auth"],
    [403, "auth"],
    [404, "refused"],
    [409, "refused"],
    [410, "refused"],
    [422, "refused"],
    [429, "rate-limited"],
    [500, "ambiguous"],
    [503, "ambiguous"],
  ])("that the system answers with %i ends as %s, and the answer's words go nowhere", async (status, code) => {
    const system = createSystem()
    system.answerNext("publish-reply", () => new Response("Тайная причина", { status }))
    const error: unknown = await system
      .connect()
      .doReply?.(reply)
      .catch((thrown: unknown) => thrown)
    expect(isDeskError(error) ? error.code : error).toBe(code)
    expect(String(error)).not.toContain("Тайная")
  })

  it.each([{}, { replyId: "r 1", publishedAt: now }, { replyId: "r1", publishedAt: "yesterday" }, "published"])(
    "whose receipt is %j is ambiguous: it may be published",
    async (answer) => {
      const system = createSystem()
      system.answerNext("publish-reply", () => Response.json(answer))
      await expect(system.connect().doReply?.(reply)).rejects.toMatchObject({ code: "ambiguous" })
    },
  )

  it("that is gone already is deleted", async () => {
    const system = createSystem()
    const connector = system.connect()
    const receipt = await connector.doReply?.(reply)
    const named = { messageKey: reply.messageKey, replyKey: receipt?.replyKey ?? "" }
    await connector.doRetract?.(named)
    await connector.doRetract?.(named)
    expect(system.replies).toEqual([])
  })
})

describe("a connector", () => {
  it("without an address for replies takes messages only", async () => {
    const connector = createSystem().connect({ replies: undefined })
    expect(connector.capabilities).toMatchObject({ webhook: true, reply: false, replyPhoto: false })
    expect([connector.doReply, connector.doFindReplies, connector.doRetract]).toEqual([undefined, undefined, undefined])
    expect(await connector.doCheck()).toEqual({ ok: true, problems: [], expiresAt: null })
  })

  it("says in its check what keeps the system from answering", async () => {
    const system = createSystem()
    expect(await system.connect().doCheck()).toMatchObject({ ok: true })
    const other = `whsec_${Buffer.alloc(32, 1).toString("base64")}`
    const { ok, problems } = await system.connect({ secrets: [other] }).doCheck()
    expect(ok).toBe(false)
    expect(problems).toEqual([expect.stringContaining("replies: portal: ping")])
    expect(problems.join()).not.toContain(other)
  })

  it.each([
    ["a short secret", { secrets: ["whsec_AAAA"] }, "24 to 64 bytes"],
    ["a secret of another kind", { secrets: ["hunter2-hunter2"] }, "whsec_"],
    ["no secret", { secrets: [] }, "a secret was expected"],
    ["an address without https", { replies: { url: "http://portal.example.org/x" } }, "https was expected"],
    ["an option that there is not", { replies: { url: "https://portal.example.org/x", fotos: true } }, "photos"],
    ["a network with capitals", { network: "Portal" }, "lower-case"],
  ])("is not made with %s, which the error does not repeat", (_, options, sentence) => {
    const attempt = () => createSystem().connect(options)
    expect(attempt).toThrow(expect.objectContaining({ code: "config", message: expect.stringContaining(sentence) }))
    expect(attempt).not.toThrow(/hunter2|AAAA|An-invented/)
  })

  it("talks to a system on the same machine without https", () => {
    expect(createSystem().connect({ replies: { url: "http://127.0.0.1:8080/otklik" }, secrets: [secret] }).capabilities.reply).toBe(true)
  })
})
