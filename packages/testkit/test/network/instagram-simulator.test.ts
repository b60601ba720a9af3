import { createHmac } from "node:crypto"
import { describe, expect, it } from "vitest"
import { createManualClock } from "@otklik/testkit"
import { createNetworkSimulator } from "@otklik/testkit/networks"
import { parseFields } from "../../src/network/meta/fields.ts"

const now = "2026-11-24T03:00:00.000Z"

interface Answer {
  readonly data?: readonly Readonly<Record<string, unknown>>[]
  readonly paging?: { readonly cursors: { readonly after: string }; readonly next?: string }
  readonly error?: { readonly code: number; readonly error_subcode?: number }
  readonly [name: string]: unknown
}

const idOf = (key: string): string => key.split(/[:-]/).at(-1) ?? ""

function setUp() {
  const clock = createManualClock({ at: now })
  const instagram = createNetworkSimulator("instagram", { clock })
  const accountId = instagram.addAccount({ kind: "official", name: "city.official" })
  const authorId = instagram.addAccount({ kind: "person", name: "a.citizen" })
  const token = instagram.issueToken({ kind: "account", accountId })
  const direct = instagram.issueToken({
    kind: "account",
    accountId,
    rights: ["instagram_business_basic", "instagram_business_manage_comments"],
  })
  type Params = Readonly<Record<string, string>>
  const ask = async (host: string, path: string, params: Params = {}, method = "GET") => {
    const query = new URLSearchParams({ access_token: host.includes("instagram") ? direct : token, ...params })
    const url = `https://${host}/v25.0/${path}`
    const response =
      method === "GET" ? await instagram.fetch(`${url}?${query.toString()}`) : await instagram.fetch(url, { method, body: query })
    return { status: response.status, headers: response.headers, answer: (await response.json()) as Answer }
  }
  const get = async (path: string, params: Params = {}) => (await ask("graph.facebook.com", path, params)).answer
  const post = async (path: string, params: Params) => (await ask("graph.facebook.com", path, params, "POST")).answer
  const code = async (path: string, params: Params = {}) => (await get(path, params)).error?.code
  const publish = (text: string, at = now) => instagram.publish({ accountId, authorId: accountId, text, at })
  return { clock, instagram, accountId, authorId, token, direct, ask, get, post, code, publish }
}

describe("field expansion", () => {
  it("is read as Meta writes it, and refused where it is broken", () => {
    expect(parseFields("id,media.limit(5).after(QVFI=){id,owner{id}},x")).toEqual([
      { name: "id", args: {} },
      {
        name: "media",
        args: { limit: "5", after: "QVFI=" },
        fields: [
          { name: "id", args: {} },
          { name: "owner", args: {}, fields: [{ name: "id", args: {} }] },
        ],
      },
      { name: "x", args: {} },
    ])
    for (const wrong of ["", "id,", "a{", "a{b", "a{}", "a.b", "a.b(c", "a b", "a}"]) expect(parseFields(wrong), wrong).toBeUndefined()
  })
})

describe("the simulated Instagram", () => {
  it("is strict: hosts, versions, tokens of either way, proof, rights, parameters, fields", async () => {
    const { instagram, accountId, token, direct, ask, code } = setUp()
    expect(await code(accountId, { fields: "id,username" })).toBeUndefined()
    expect((await instagram.fetch(`https://graph.facebook.com/${accountId}`)).status).toBe(404)
    expect((await instagram.fetch("https://example.org/v25.0/me")).status).toBe(404)
    expect(await code(accountId, { access_token: "nobody" })).toBe(190)
    expect(await code(accountId, { access_token: direct })).toBe(190)
    expect((await ask("graph.instagram.com", "me", { access_token: token })).answer.error?.code).toBe(190)
    expect(await code(accountId, { appsecret_proof: "0".repeat(64) })).toBe(100)
    const proof = createHmac("sha256", instagram.application?.secret ?? "")
      .update(token)
      .digest("hex")
    expect(await code(accountId, { appsecret_proof: proof })).toBeUndefined()
    const weak = instagram.issueToken({ kind: "account", accountId, rights: ["instagram_basic", "pages_read_engagement"] })
    expect(await code(`${accountId}/media`, { access_token: weak })).toBeUndefined()
    expect(await code(`${accountId}/tags`, { access_token: weak })).toBe(10)
    expect(await code(`${accountId}/media`, { colour: "red" })).toBe(100)
    expect(await code(`${accountId}/media`, { limit: "101" })).toBe(100)
    expect(await code(`${accountId}/media`, { after: "?" })).toBe(100)
    expect(await code(accountId, { fields: "id{" })).toBe(2500)
    expect(await code(accountId, { fields: "colour" })).toBe(100)
    expect(await code("17900000000099999", {})).toBe(100)
    const other = instagram.addAccount({ kind: "official", name: "another" })
    expect(await code(`${other}/media`)).toBe(100)
  })

  it("ends, revokes, describes and renews tokens", async () => {
    const { clock, instagram, accountId, token, direct, code, get } = setUp()
    const short = instagram.issueToken({ kind: "account", accountId, expiresAt: "2026-11-24T03:01:00.000Z" })
    const { data } = await get("debug_token", { input_token: short })
    expect(data).toMatchObject({
      is_valid: true,
      expires_at: Date.parse(now) / 1000 + 60,
      scopes: expect.arrayContaining(["instagram_basic"]),
    })
    clock.advance(1)
    expect((await get(accountId, { access_token: short })).error).toMatchObject({ code: 190, error_subcode: 463 })
    const renew = async (value: string) =>
      (await (
        await instagram.fetch(`https://graph.instagram.com/refresh_access_token?grant_type=ig_refresh_token&access_token=${value}`)
      ).json()) as Answer
    expect((await renew(direct)).error?.code).toBe(190)
    clock.advance(24 * 60)
    const { access_token: fresh, expires_in: seconds } = await renew(direct)
    expect([typeof fresh, seconds]).toEqual(["string", 5_184_000])
    expect((await renew(String(fresh))).error?.code).toBe(190)
    instagram.revokeToken(token)
    expect(await code(accountId)).toBe(190)
  })

  it("shows media and comments from the newest, in pages that may be empty, with ids beyond 2^53 and times as the Graph API writes them", async () => {
    const { instagram, authorId, get, publish, accountId } = setUp()
    const keys = ["а", "б", "в"].map((text, index) => publish(text, `2026-11-24T02:0${index}:00.000Z`))
    const first = await get(`${accountId}/media`, { fields: "id,caption,timestamp", limit: "1" })
    expect(first.data).toEqual([{ id: idOf(keys[2] ?? ""), caption: "в", timestamp: "2026-11-24T02:02:00+0000" }])
    expect(Number.isSafeInteger(Number(idOf(keys[0] ?? "")))).toBe(false)
    instagram.remove(keys[1] ?? "")
    const after = first.paging?.cursors.after ?? ""
    const empty = await get(`${accountId}/media`, { limit: "1", after })
    expect([empty.data, typeof empty.paging?.next]).toEqual([[], "string"])
    const top = instagram.comment({ under: keys[0] ?? "", authorId, text: "И у нас" })
    const reply = instagram.comment({ under: top, authorId: accountId, text: "Едем" })
    const nested = instagram.comment({ under: reply, authorId, text: "Ждём" })
    const fields = "id,text,username,from,parent_id,hidden,user{id},replies.limit(1){id,parent_id,from,user}"
    const { data } = await get(`${idOf(keys[0] ?? "")}/comments`, { fields })
    expect(data).toEqual([
      {
        id: idOf(top),
        text: "И у нас",
        username: "a.citizen",
        from: { id: authorId, username: "a.citizen" },
        hidden: false,
        replies: expect.objectContaining({ data: [expect.objectContaining({ id: idOf(nested), parent_id: idOf(top) })] }),
      },
    ])
    const { data: replies } = await get(`${idOf(top)}/replies`, { fields: "id,from,user" })
    expect(replies?.[1]).toMatchObject({ user: { id: accountId }, from: { self_ig_scoped_id: expect.any(String) } })
    instagram.remove(top)
    for (const gone of [top, nested]) expect((await get(idOf(gone))).error).toMatchObject({ code: 100, error_subcode: 33 })
    instagram.restore(top)
    expect((await get(idOf(top)))["id"]).toBe(idOf(top))
  })

  it("keeps what only Facebook Login has from tokens of Instagram Login", async () => {
    const { ask, accountId } = setUp()
    const login = async (path: string, params = {}) => (await ask("graph.instagram.com", path, params)).answer
    expect(await login("me", { fields: "user_id,username" })).toMatchObject({ user_id: accountId, username: "city.official" })
    for (const [path, params] of [
      ["ig_hashtag_search", { user_id: accountId, q: "pit" }],
      [accountId, { fields: "business_discovery.username(a.b){id}" }],
      [accountId, { fields: "mentioned_media.media_id(1){id}" }],
      [`${accountId}/recently_searched_hashtags`, {}],
    ] as const)
      expect((await login(path, params)).error?.code, path).toBe(100)
  })

  it("asks for thirty hashtags a week, shows a day of them without authors, and leads the last page to itself", async () => {
    const { clock, instagram, accountId, authorId, get, code } = setUp()
    const search = { user_id: accountId, q: "яма" }
    const { data } = await get("ig_hashtag_search", search)
    const id = String(data?.[0]?.["id"])
    expect(id).toMatch(/^178\d{14}$/)
    expect(await code("ig_hashtag_search", { ...search, q: "🕳" })).toBe(24)
    for (let index = 1; index < 30; index += 1) expect(await code("ig_hashtag_search", { ...search, q: `t${index}` })).toBeUndefined()
    expect(await code("ig_hashtag_search", { ...search, q: "one.more" })).toBe(24)
    expect(await code("ig_hashtag_search", { ...search, q: "onemore" })).toBe(18)
    expect(await code("ig_hashtag_search", search)).toBeUndefined()
    expect((await get(`${accountId}/recently_searched_hashtags`, { limit: "30" })).data).toHaveLength(30)
    instagram.publish({ accountId: authorId, authorId, text: "Старая #Яма", at: "2026-11-23T02:00:00.000Z" })
    const key = instagram.publish({ accountId: authorId, authorId, text: "Новая #Яма, не #ямабур" })
    const recent = { user_id: accountId, fields: "id,caption,permalink", limit: "1" }
    const page = await get(`${id}/recent_media`, recent)
    expect(page.data).toEqual([{ id: idOf(key), caption: "Новая #Яма, не #ямабур", permalink: expect.any(String) }])
    const again = await get(`${id}/recent_media`, { ...recent, after: page.paging?.cursors.after ?? "" })
    expect(again).toEqual(page)
    expect(await code(`${id}/recent_media`, { ...recent, fields: "username" })).toBe(100)
    clock.advance(7 * 24 * 60)
    expect(await code("ig_hashtag_search", { ...search, q: "onemore" })).toBeUndefined()
  })

  it("shows mentions to the one who is mentioned, tags to the one who is tagged, and other businesses, as far as they are public", async () => {
    const { instagram, accountId, authorId, get, code } = setUp()
    const caption = instagram.publish({ accountId: authorId, authorId, text: "@city.official, яма" })
    const other = instagram.publish({ accountId: authorId, authorId, text: "Просто" })
    const comment = instagram.comment({ under: other, authorId, text: "@city.official, и тут" })
    const through = (field: string, id: string, inner: string) => get(accountId, { fields: `${field}(${id}){${inner}}` })
    expect((await through("mentioned_media.media_id", idOf(caption), "id,caption,username,owner"))["mentioned_media"]).toEqual({
      id: idOf(caption),
      caption: "city.official, яма",
      username: "a.citizen",
    })
    expect((await through("mentioned_comment.comment_id", idOf(comment), "text,media{id}"))["mentioned_comment"]).toMatchObject({
      text: "city.official, и тут",
      media: { id: idOf(other) },
    })
    expect((await through("mentioned_media.media_id", idOf(other), "id")).error?.code).toBe(100)
    expect(await code(idOf(caption))).toBe(100)
    expect(await code(idOf(comment))).toBe(100)
    const tagged = instagram.publish({ accountId, authorId, text: "Вот" })
    const hidden = instagram.addAccount({ kind: "person", name: "hidden", isClosed: true })
    instagram.publish({ accountId, authorId: hidden, text: "Тайно" })
    expect((await get(`${accountId}/tags`)).data).toEqual([{ id: idOf(tagged) }])
    const shop = instagram.addAccount({ kind: "official", name: "a.shop" })
    const sale = instagram.publish({ accountId: shop, authorId: shop, text: "Скидки" })
    const found = await through("business_discovery.username", "a.shop", "id,media.limit(5){id,caption,owner{id}}")
    expect(found["business_discovery"]).toMatchObject({
      id: shop,
      media: { data: [{ id: idOf(sale), caption: "Скидки", owner: { id: shop } }] },
    })
    expect((await through("business_discovery.username", "a.citizen", "id")).error?.code).toBe(110)
  })

  it("takes comments, replies and answers to mentions; with fields it writes and then refuses; twice it writes twice", async () => {
    const { instagram, accountId, authorId, post, publish } = setUp()
    const media = publish("Пост")
    const top = instagram.comment({ under: media, authorId, text: "Яма" })
    const nested = instagram.comment({ under: top, authorId, text: "И тут" })
    expect(await post(`${idOf(top)}/replies`, { message: "Едем" })).toEqual({ id: expect.any(String) })
    expect((await post(`${idOf(nested)}/replies`, { message: "@a.citizen Едем" }))["id"]).toEqual(expect.any(String))
    expect((await post(`${idOf(media)}/comments`, { message: "Всем", fields: "id" })).error).toMatchObject({
      code: 20,
      error_subcode: 1_772_107,
    })
    const mention = instagram.publish({ accountId: authorId, authorId, text: "@city.official, яма" })
    expect((await post(`${accountId}/mentions`, { media_id: idOf(mention), message: "Едем" }))["id"]).toEqual(expect.any(String))
    const shared = { accountId, attachments: 0, key: expect.any(String) }
    expect(instagram.replies()).toEqual([
      { ...shared, under: top, text: "Едем" },
      { ...shared, under: nested, text: "@a.citizen Едем" },
      { ...shared, under: media, text: "Всем" },
      { ...shared, under: mention, text: "Едем" },
    ])
    expect((await post(`${idOf(media)}/comments`, { message: " " })).error?.code).toBe(100)
    const tagged = instagram.publish({ accountId, authorId, text: "Вот" })
    expect((await post(`${idOf(tagged)}/comments`, { message: "Едем" })).error?.code).toBe(100)
    expect((await post(`${accountId}/mentions`, { media_id: idOf(tagged), message: "Едем" })).error?.code).toBe(100)
    instagram.distort(top, { hidden: true })
    expect((await post(`${idOf(top)}/replies`, { message: "Едем" })).error?.code).toBe(100)
    instagram.closeComments(media)
    expect((await post(`${idOf(media)}/comments`, { message: "Ещё" })).error?.code).toBe(100)
    expect(instagram.replies()).toHaveLength(4)
  })

  it("pushes comments, live comments and mentions, signed over escaped bytes, until they are taken", async () => {
    const { instagram, accountId, authorId, publish } = setUp()
    instagram.subscribe({ accountId, url: "https://desk.example.org/instagram", secret: "verify" })
    const media = publish("Пост")
    instagram.comment({ under: media, authorId, text: "Яма" })
    instagram.comment({ under: instagram.publish({ accountId, authorId: accountId, text: "Эфир", section: "live" }), authorId, text: "Ау" })
    instagram.publish({ accountId: authorId, authorId, text: "@city.official, яма" })
    const hidden = instagram.addAccount({ kind: "person", name: "hidden", isClosed: true })
    instagram.publish({ accountId: hidden, authorId: hidden, text: "@city.official, тайно" })
    const seen: string[] = []
    const take = async (request: Request): Promise<Response> => {
      if (request.method === "GET") return new Response(new URL(request.url).searchParams.get("hub.challenge"))
      const body = await request.text()
      const right = createHmac("sha256", instagram.application?.secret ?? "")
        .update(body)
        .digest("hex")
      expect(request.headers.get("x-hub-signature-256")).toBe(`sha256=${right}`)
      expect(body).not.toMatch(/[^\u0000-\u007f]/)
      seen.push((JSON.parse(body) as { entry: { changes: { field: string }[] }[] }).entry[0]?.changes[0]?.field ?? "")
      return new Response("ok", { status: seen.length === 1 ? 500 : 200 })
    }
    expect(await instagram.deliver(take)).toBe(3)
    expect(await instagram.deliver(take)).toBe(1)
    expect(seen).toEqual(["comments", "live_comments", "mentions", "comments"])
    instagram.comment({ under: media, authorId, text: "Ещё" })
    instagram.inject({ kind: "events-lost", operation: "push" })
    expect(await instagram.deliver(take)).toBe(0)
    expect(await instagram.deliver(take)).toBe(0)
  })

  it.each([
    ["rate-limit", 4, 400],
    ["daily-limit", 80_002, 400],
    ["captcha", 190, 400],
    ["flood", 613, 400],
    ["comments-closed", 100, 400],
    ["links-forbidden", 368, 400],
    ["too-many-replies", 368, 400],
    ["token-expired", 190, 400],
    ["token-revoked", 190, 400],
    ["server-error", 2, 500],
  ] as const)("fails with %s as error %i, as often as told", async (kind, expected, status) => {
    const { instagram, ask, accountId } = setUp()
    instagram.inject({ kind, operation: "GET user", every: 2, times: 1 })
    const seen = []
    for (let index = 0; index < 3; index += 1) {
      const { status: got, answer } = await ask("graph.facebook.com", accountId)
      seen.push([got, answer.error?.code])
    }
    expect(seen).toEqual([
      [200, undefined],
      [status, expected],
      [200, undefined],
    ])
  })

  it("breaks answers: cut, no JSON, another shape, doubled, turned, cursors that ended; tells what is used up", async () => {
    const { instagram, ask, get, publish, accountId } = setUp()
    const ids = ["раз", "два"].map((text) => idOf(publish(text)))
    for (const kind of ["cut-before", "cut-after", "malformed"] as const) {
      instagram.inject({ kind })
      await expect(get(`${accountId}/media`)).rejects.toThrow()
    }
    instagram.inject({ kind: "changed-shape" })
    expect(await get(`${accountId}/media`)).toEqual({ result: { list: [] } })
    instagram.inject({ kind: "duplicate" })
    instagram.inject({ kind: "reorder" })
    const [one, two] = ids
    expect((await get(`${accountId}/media`)).data?.map(({ id }) => id)).toEqual([one, one, two, two])
    instagram.inject({ kind: "key-lost" })
    expect((await get(`${accountId}/media`, { after: "QQ==" })).error?.code).toBe(100)
    instagram.inject({ kind: "daily-limit" })
    const { headers } = await ask("graph.facebook.com", accountId)
    const usage = JSON.parse(headers.get("x-business-use-case-usage") ?? "") as Record<string, readonly unknown[]>
    expect(usage[accountId]).toEqual([expect.objectContaining({ type: "instagram", call_count: 100, estimated_time_to_regain_access: 30 })])
  })

  it("speaks HTTP on localhost with the host in the path; refuses what it does not know", async () => {
    const { instagram, accountId, token } = setUp()
    const { url, close } = await instagram.listen()
    try {
      const response = await fetch(`${url}/graph.facebook.com/v25.0/${accountId}?fields=username&access_token=${token}`)
      expect(await response.json()).toEqual({ id: accountId, username: "city.official" })
    } finally {
      await close()
    }
    expect(() => instagram.publish({ accountId: "1", authorId: "1", text: "x" })).toThrow("does not know")
    for (const act of [instagram.remove, instagram.restore, instagram.closeComments])
      expect(() => act("instagram:1")).toThrow("does not know")
    expect(() => instagram.distort("instagram:1", {})).toThrow("does not know")
    expect(() => instagram.revokeToken("nobody")).toThrow("does not know")
  })
})
