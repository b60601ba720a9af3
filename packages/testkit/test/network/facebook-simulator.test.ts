import { createHmac } from "node:crypto"
import { describe, expect, it } from "vitest"
import { createManualClock } from "@otklik/testkit"
import { createNetworkSimulator } from "@otklik/testkit/networks"

const now = "2026-11-24T03:00:00.000Z"

interface Answer {
  readonly status: number
  readonly usage: string | null
  readonly body: {
    readonly id?: string
    readonly message?: string
    readonly from?: { readonly id: string }
    readonly parent?: { readonly id: string }
    readonly data?: readonly { readonly id: string; readonly message?: string }[]
    readonly paging?: { readonly cursors: { readonly after: string }; readonly next?: string }
    readonly summary?: { readonly total_count: number; readonly can_comment: boolean }
    readonly error?: { readonly code: number; readonly error_subcode?: number; readonly fbtrace_id: string }
  }
}

function setUp() {
  const clock = createManualClock({ at: now })
  const facebook = createNetworkSimulator("facebook", { clock })
  const pageId = facebook.addAccount({ kind: "official", name: "Администрация" })
  const authorId = facebook.addAccount({ kind: "person", name: "Имя" })
  const token = facebook.issueToken({ kind: "account", accountId: pageId })
  const secret = facebook.application?.secret ?? ""
  const proof = (value: string) => createHmac("sha256", secret).update(value).digest("hex")
  async function call(path: string, params: Readonly<Record<string, string>> = {}, { as = token, method = "GET" } = {}): Promise<Answer> {
    const all = new URLSearchParams({ appsecret_proof: proof(as), ...params })
    const url = `https://graph.facebook.com/v25.0/${path}`
    const headers = { authorization: `Bearer ${as}` }
    const response =
      method === "GET"
        ? await facebook.fetch(`${url}?${all.toString()}`, { headers })
        : await facebook.fetch(url, { method, headers, body: all })
    const usage = response.headers.get("x-business-use-case-usage")
    return { status: response.status, usage, body: (await response.json()) as Answer["body"] }
  }
  const error = async (...given: Parameters<typeof call>) => {
    const { body } = await call(...given)
    return body.error === undefined ? undefined : [body.error.code, body.error.error_subcode].filter((code) => code !== undefined).join("/")
  }
  const idOf = (key: string) => key.split("_").slice(-2).join("_").replace("facebook:", "")
  return { clock, facebook, pageId, authorId, token, secret, proof, call, error, idOf }
}

describe("the simulated Facebook", () => {
  it("is as strict as the specification: versions, proofs, paths, parameters, fields", async () => {
    const { facebook, pageId, token, error } = setUp()
    expect(await error(`${pageId}/feed`)).toBeUndefined()
    expect(await error(`${pageId}/feed`, { appsecret_proof: "0" })).toBe("100")
    expect(await error(`${pageId}/feed`, {}, { as: "nobody" })).toBe("190")
    expect(await error(`${pageId}/walls`)).toBe("2500")
    expect(await error(`${pageId}/feed`, { colour: "red" })).toBe("100")
    expect(await error(`${pageId}/feed`, { limit: "101" })).toBe("100")
    expect(await error(`${pageId}/feed`, { limit: "many" })).toBe("100")
    expect(await error(`${pageId}/feed`, { fields: "id,(" })).toBe("2500")
    expect(await error("77_7/comments", { order: "newest" })).toBe("100")
    expect(await error("77_7")).toBe("100/33")
    const old = await facebook.fetch(`https://graph.facebook.com/v24.0/${pageId}/feed`, { headers: { authorization: `Bearer ${token}` } })
    expect(old.status).toBe(400)
    const without = await facebook.fetch(`https://graph.facebook.com/v25.0/${pageId}/feed`)
    expect(((await without.json()) as Answer["body"]).error?.code).toBe(104)
  })

  it("shows the fields that were asked for, and refuses those that a node has not", async () => {
    const { facebook, pageId: accountId, authorId, call, error, idOf } = setUp()
    const post = facebook.publish({ accountId, authorId, text: "Яма" })
    facebook.comment({ under: post, authorId, text: "Да" })
    const id = idOf(post)
    expect((await call(id, { fields: "message" })).body).toEqual({ id, message: "Яма" })
    expect(await error(id, { fields: "colour" })).toBe("100")
    expect(await error(`${accountId}/feed`, { fields: "colour" })).toBe("100")
    const { body } = await call(id, { fields: "id,comments.filter(stream).limit(0).summary(true)" })
    expect(body).toEqual({ id, comments: { data: [], summary: { order: "chronological", total_count: 1, can_comment: true } } })
  })

  it("walks lists by cursors that do not shift, with the token in the next address, and pages that may be empty", async () => {
    const { facebook, pageId: accountId, authorId, token, call, idOf } = setUp()
    const keys = Array.from({ length: 6 }, (_, index) => facebook.publish({ accountId, authorId, text: `Яма ${index}` }))
    const first = await call(`${accountId}/feed`, { limit: "2" })
    expect(first.body.data?.map(({ id }) => id)).toEqual([keys[5], keys[4]].map((key) => idOf(key ?? "")))
    expect(first.body.paging?.next).toContain(encodeURIComponent(token))
    facebook.publish({ accountId, authorId, text: "Новая" })
    for (const key of [keys[3], keys[2]]) facebook.remove(key ?? "")
    const second = await call(`${accountId}/feed`, { limit: "2", after: first.body.paging?.cursors.after ?? "" })
    expect(second.body.data).toEqual([])
    expect(second.body.paging?.next).toBeDefined()
    const third = await call(`${accountId}/feed`, { limit: "2", after: second.body.paging?.cursors.after ?? "" })
    expect(third.body.data).toHaveLength(2)
    expect(third.body.paging?.next).toBeUndefined()
  })

  it("keeps two levels of comments, and shows authors to the Page's own token alone", async () => {
    const { facebook, pageId: accountId, authorId, call, idOf } = setUp()
    const hidden = facebook.addAccount({ kind: "person", name: "Скрытый", isClosed: true })
    const post = facebook.publish({ accountId, authorId, text: "Яма" })
    const top = facebook.comment({ under: post, authorId, text: "Раз" })
    const deep = facebook.comment({ under: facebook.comment({ under: top, authorId, text: "Два" }), authorId: hidden, text: "Три" })
    const shown = (await call(idOf(deep), { fields: "parent{id},from" })).body
    expect([shown.parent?.id, shown.from]).toEqual([idOf(top), undefined])
    expect((await call(idOf(top), { fields: "from" })).body.from?.id).toBe(authorId)
    expect((await call(`${idOf(post)}/comments`)).body.data).toHaveLength(1)
    expect((await call(`${idOf(post)}/comments`, { filter: "stream" })).body.data).toHaveLength(3)
    expect((await call(`${idOf(top)}/comments`)).body.data).toHaveLength(2)
    const application = facebook.issueToken({ kind: "application" })
    expect((await call(idOf(top), { fields: "from" }, { as: application })).body.from).toBeUndefined()
  })

  it("publishes at every call: there is no key of idempotency", async () => {
    const { facebook, pageId: accountId, authorId, call, idOf } = setUp()
    const post = facebook.publish({ accountId, authorId, text: "Яма" })
    const path = `${idOf(post)}/comments`
    const created = await call(path, { message: "Засыпали", attachment_url: "https://city.example.org/1.jpg" }, { method: "POST" })
    await call(path, { message: "Засыпали" }, { method: "POST" })
    expect(facebook.replies()).toEqual([
      expect.objectContaining({ key: `facebook:${accountId}_${created.body.id ?? ""}`, under: post, accountId, attachments: 1 }),
      expect.objectContaining({ under: post, text: "Засыпали", attachments: 0 }),
    ])
  })

  it("asks for rights, and tells what is gone from what is closed no better than Meta", async () => {
    const { facebook, pageId: accountId, authorId, error, idOf } = setUp()
    const post = facebook.publish({ accountId, authorId, text: "Яма" })
    const poor = facebook.issueToken({ kind: "account", accountId, rights: ["pages_read_engagement"] })
    expect(await error(`${accountId}/visitor_posts`, {}, { as: poor })).toBe("10")
    expect(await error(`${accountId}/feed`, {}, { as: poor })).toBeUndefined()
    expect(await error(idOf(post), {}, { as: poor })).toBe("100/33")
    expect(await error(`${idOf(post)}/comments`, { message: "x" }, { as: poor, method: "POST" })).toBe("200")
    const stranger = facebook.issueToken({ kind: "application", rights: [] })
    expect(await error(`${accountId}/feed`, {}, { as: stranger })).toBe("100")
    facebook.closeComments(post)
    expect(await error(`${idOf(post)}/comments`, { message: "x" }, { method: "POST" })).toBe("200")
    expect(await error(`${idOf(post)}/comments`, { message: "" }, { method: "POST" })).toBe("100")
    facebook.remove(post)
    expect(await error(idOf(post))).toBe("100/33")
    facebook.restore(post)
    expect(await error(idOf(post))).toBeUndefined()
  })

  it("ends and revokes tokens, tells about them, and how much of the limits is used", async () => {
    const { clock, facebook, pageId: accountId, token, call, error } = setUp()
    const short = facebook.issueToken({ kind: "account", accountId, expiresAt: "2026-11-24T03:01:00.000Z" })
    const application = facebook.issueToken({ kind: "application" })
    const about = await call("debug_token", { input_token: short }, { as: application })
    expect(about.body.data).toMatchObject({ is_valid: true, type: "PAGE", expires_at: 1_795_489_260 })
    expect(await error("debug_token", { input_token: short })).toBe("100")
    clock.advance(1)
    expect(await error(`${accountId}/feed`, {}, { as: short })).toBe("190/463")
    expect(JSON.parse((await call(`${accountId}/feed`)).usage ?? "")).toMatchObject({ [accountId]: [{ type: "pages", call_count: 0 }] })
    facebook.inject({ kind: "rate-limit" })
    expect((await call(`${accountId}/feed`)).usage).toContain('"estimated_time_to_regain_access":1')
    facebook.revokeToken(token)
    expect(await error(`${accountId}/feed`)).toBe("190/460")
  })

  it("shakes hands, then pushes in signed batches with everything beyond ASCII escaped, again and again until it is taken", async () => {
    const { facebook, pageId: accountId, authorId, secret } = setUp()
    facebook.subscribe({ accountId, url: "https://desk.example.org/hook", secret: "verify-token" })
    const post = facebook.publish({ accountId, authorId, text: "Яма" })
    facebook.comment({ under: post, authorId, text: "Да" })
    facebook.edit(post, "Большая яма")
    facebook.remove(post)
    const bodies: string[] = []
    const receive = (status: number) => async (request: Request) => {
      const { searchParams } = new URL(request.url)
      if (request.method === "GET") {
        expect([searchParams.get("hub.mode"), searchParams.get("hub.verify_token")]).toEqual(["subscribe", "verify-token"])
        return new Response(searchParams.get("hub.challenge"))
      }
      const body = await request.text()
      const signature = createHmac("sha256", secret).update(body).digest("hex")
      expect(request.headers.get("x-hub-signature-256")).toBe(`sha256=${signature}`)
      expect(body).toMatch(/^[ -~]+$/)
      bodies.push(body)
      return new Response("ok", { status })
    }
    expect(await facebook.deliver(receive(500))).toBe(1) // the handshake
    expect(await facebook.deliver(receive(200))).toBe(1)
    expect(await facebook.deliver(receive(200))).toBe(0)
    expect(bodies[0]).toBe(bodies[1])
    const { entry } = JSON.parse(bodies[0] ?? "") as { entry: { changes: { value: { verb: string; item: string; message?: string } }[] }[] }
    expect(entry.map(({ changes }) => changes.map(({ value: { item, verb, message } }) => [item, verb, message]))).toEqual([
      [
        ["post", "add", "Яма"],
        ["comment", "add", "Да"],
        ["post", "edit", "Большая яма"],
      ],
      [["post", "remove", undefined]],
    ])
  })
})
