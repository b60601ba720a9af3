import { createHash } from "node:crypto"
import { describe, expect, it } from "vitest"
import { createManualClock } from "@otklik/testkit"
import { createNetworkSimulator } from "@otklik/testkit/networks"

const now = "2026-11-24T03:00:00.000Z"

const md5 = (text: string): string => createHash("md5").update(text).digest("hex")

type Answer = Readonly<Record<string, unknown>>

function setUp() {
  const clock = createManualClock({ at: now })
  const ok = createNetworkSimulator("ok", { clock })
  const { application } = ok
  if (application === undefined) throw new Error("an application was expected")
  const accountId = ok.addAccount({ kind: "official", name: "Администрация" })
  const authorId = ok.addAccount({ kind: "person", name: "Имя" })
  const token = ok.issueToken({ kind: "account", accountId })
  const callAt = async (fetch: typeof globalThis.fetch, base: string, params: Readonly<Record<string, string>>) => {
    const { access_token: session = token, sig, ...rest } = params
    const signed: Readonly<Record<string, string>> = { application_key: application.key, format: "json", ...rest }
    const names = Object.keys(signed).toSorted()
    const right = md5(names.map((name) => `${name}=${signed[name] ?? ""}`).join("") + md5(session + application.secret))
    const body = new URLSearchParams({ ...signed, access_token: session, sig: sig ?? right })
    return fetch(`${base}/fb.do`, { method: "POST", body })
  }
  const call = async (method: string, params: Readonly<Record<string, string>> = {}): Promise<Answer> =>
    (await (await callAt(ok.fetch, "https://api.ok.ru", { method, ...params })).json()) as Answer
  const code = async (method: string, params: Readonly<Record<string, string>> = {}) => (await call(method, params))["error_code"]
  const topicOf = (key: string): string => key.split("_")[1] ?? ""
  return { clock, ok, accountId, authorId, token, callAt, call, code, topicOf }
}

describe("the simulated OK", () => {
  it("is strict: methods, application, session, signature, format, parameters, fields, rights", async () => {
    const { ok, accountId, authorId, code, topicOf } = setUp()
    const gid = accountId
    expect(await code("mediatopic.fly")).toBe(3)
    expect(await code("mediatopic.getTopics", { gid, application_key: "another" })).toBe(101)
    expect(await code("mediatopic.getTopics", { gid, access_token: "nobody" })).toBe(103)
    expect(await code("mediatopic.getTopics", { gid, sig: "0".repeat(32) })).toBe(104)
    expect(await code("mediatopic.getTopics", { gid, format: "xml" })).toBe(5000)
    const wrong: readonly Readonly<Record<string, string>>[] = [
      { count: "101" },
      { count: "0" },
      { colour: "red" },
      { gid: "group" },
      { anchor: "?" },
    ]
    for (const params of wrong) expect(await code("mediatopic.getTopics", { gid, ...params })).toBe(100)
    expect(await code("mediatopic.getTopics")).toBe(100)
    expect(await code("mediatopic.getTopics", { gid: "1" })).toBe(160)
    const weak = ok.issueToken({ kind: "account", accountId, rights: [] })
    expect(await code("mediatopic.getTopics", { gid, access_token: weak })).toBe(10)
    const topic = ok.publish({ accountId, authorId, text: "Яма" })
    ok.comment({ under: topic, authorId, text: "Да" })
    const discussion = { discussionId: topicOf(topic), discussionType: "GROUP_TOPIC" }
    expect(await code("discussions.getComments", { ...discussion, fields: "comment.COLOUR" })).toBe(220)
    expect(await code("discussions.getComments", { ...discussion, discussionId: "1" })).toBe(300)
  })

  it("refuses with status 200 and the header of OK", async () => {
    const { ok, callAt } = setUp()
    const response = await callAt(ok.fetch, "https://api.ok.ru", { method: "mediatopic.fly" })
    expect([response.status, response.headers.get("invocation-error")]).toEqual([200, "3"])
    expect(await response.json()).toEqual({ error_code: 3, error_msg: expect.stringContaining("METHOD"), error_data: null })
  })

  it("ends and revokes sessions", async () => {
    const { clock, ok, token, code } = setUp()
    const short = ok.issueToken({ kind: "application", expiresAt: "2026-11-24T03:01:00.000Z" })
    expect(await code("users.getCurrentUser", { access_token: short })).toBeUndefined()
    clock.advance(1)
    expect(await code("users.getCurrentUser", { access_token: short })).toBe(102)
    ok.revokeToken(token)
    expect(await code("users.getCurrentUser")).toBe(103)
  })

  it("gives the asked fields of comments, the date with milliseconds and in Moscow time, and ids that hold the moment", async () => {
    const { ok, accountId, authorId, call, topicOf } = setUp()
    const topic = ok.publish({ accountId, authorId, text: "Яма" })
    ok.comment({ under: topic, authorId, text: "Да" })
    const discussion = { discussionId: topicOf(topic), discussionType: "GROUP_TOPIC" }
    const fields = "comment.ID,comment.DATE,comment.AUTHOR_REF"
    const { comments } = (await call("discussions.getComments", { ...discussion, fields })) as { comments: readonly { id: string }[] }
    expect(comments).toEqual([
      { id: expect.any(String), author_ref: `user:${authorId}`, date: "2026-11-24 06:00:00", date_ms: Date.parse(now) },
    ])
    expect(Buffer.from(comments[0]?.id ?? "", "base64").toString()).toMatch(new RegExp(`^${Date.parse(now)}:.*:${topicOf(topic)}:1$`))
    const whole = await call("discussions.getComments", discussion)
    expect(whole["comments"]).toEqual([expect.objectContaining({ author_name: "Имя", type: "ACTIVE_MESSAGE" })])
  })

  it("walks comments in either direction by anchors that stay although comments go", async () => {
    const { ok, accountId, authorId, call, topicOf } = setUp()
    const topic = ok.publish({ accountId, authorId, text: "Яма" })
    const keys = Array.from({ length: 5 }, (_, index) => ok.comment({ under: topic, authorId, text: String(index) }))
    const walk = async (first: string, direction: string): Promise<readonly string[]> => {
      const pages: string[] = []
      let anchor = first
      for (;;) {
        const discussion = { discussionId: topicOf(topic), discussionType: "GROUP_TOPIC", count: "2", anchor, direction }
        const page = (await call("discussions.getComments", discussion)) as {
          comments?: readonly { text: string }[]
          anchor: string
          has_more: boolean
        }
        pages.push((page.comments ?? []).map(({ text }) => text).join(""))
        if (!page.has_more) return pages
        ;({ anchor } = page)
      }
    }
    expect(await walk("LAST", "BACKWARD")).toEqual(["34", "12", "0"])
    expect(await walk("FIRST", "FORWARD")).toEqual(["01", "23", "4"])
    ok.remove(keys[2] ?? "")
    expect(await walk("LAST", "BACKWARD")).toEqual(["34", "01"])
    ok.restore(keys[2] ?? "")
    expect(await walk("FIRST", "FORWARD")).toEqual(["01", "23", "4"])
  })

  it("lets an administrator answer as the group, as often as asked", async () => {
    const { ok, accountId, authorId, call, code, topicOf } = setUp()
    const topic = ok.publish({ accountId, authorId, text: "Яма" })
    const under = ok.comment({ under: topic, authorId, text: "Да" })
    const reply = { entityId: topicOf(topic), entityType: "GROUP_TOPIC", comment: "Засыпали", as_admin: "true" }
    const answer = { ...reply, reply_to_comment_id: under.slice(topic.length + 1) }
    const { id } = await call("discussions.addDiscussionComment", answer)
    await call("discussions.addDiscussionComment", answer)
    const shared = { under, accountId, text: "Засыпали", attachments: 0 }
    expect(ok.replies()).toEqual([
      { ...shared, key: `${topic}_${String(id)}` },
      { ...shared, key: expect.any(String) },
    ])
    const person = ok.issueToken({ kind: "person", accountId: authorId })
    expect(await code("discussions.addDiscussionComment", { ...answer, access_token: person })).toBe(50)
    expect(await code("discussions.addDiscussionComment", { ...reply, reply_to_comment_id: "x" })).toBe(700)
    ok.remove(under)
    expect(await code("discussions.addDiscussionComment", answer)).toBe(702)
    ok.closeComments(topic)
    expect(await code("discussions.addDiscussionComment", reply)).toBe(456)
  })

  it.each([
    ["rate-limit", 8],
    ["daily-limit", 11],
    ["captcha", 514],
    ["flood", 7],
    ["comments-closed", 456],
    ["links-forbidden", 454],
    ["too-many-replies", 511],
    ["token-expired", 102],
    ["token-revoked", 103],
    ["server-error", 2],
  ] as const)("fails with %s as error %i, as often as told", async (kind, expected) => {
    const { ok, code } = setUp()
    ok.inject({ kind, operation: "users.getCurrentUser", every: 2, times: 1 })
    const codes = []
    for (let index = 0; index < 4; index += 1) codes.push(await code("users.getCurrentUser"))
    expect(codes).toEqual([undefined, expected, undefined, undefined])
  })

  it("breaks answers: cut, no JSON, another shape, doubled, turned", async () => {
    const { ok, accountId, authorId, call } = setUp()
    for (const text of ["раз", "два"]) ok.publish({ accountId, authorId, text })
    const gid = accountId
    for (const kind of ["cut-before", "cut-after", "malformed"] as const) {
      ok.inject({ kind })
      await expect(call("mediatopic.getTopics", { gid })).rejects.toThrow()
    }
    ok.inject({ kind: "changed-shape" })
    expect(await call("mediatopic.getTopics", { gid })).toEqual({ result: { list: [] } })
    const { media_topics: topics } = (await call("mediatopic.getTopics", { gid })) as { media_topics: readonly unknown[] }
    ok.inject({ kind: "duplicate" })
    ok.inject({ kind: "reorder" })
    const disturbed = await call("mediatopic.getTopics", { gid })
    expect(disturbed["media_topics"]).toEqual([topics[1], topics[1], topics[0], topics[0]])
  })

  it("speaks HTTP on localhost; pushes nothing; refuses what it does not know", async () => {
    const { ok, accountId, authorId, callAt } = setUp()
    const { url, close } = await ok.listen()
    try {
      const params = { method: "users.hasAppPermission", ext_perm: "VALUABLE_ACCESS" }
      expect(await (await callAt(fetch, url, params)).json()).toBe(true)
      expect((await fetch(`${url}/nowhere`)).status).toBe(404)
    } finally {
      await close()
    }
    expect(() => ok.subscribe({ accountId, url: "https://desk.example.org/ok", secret: "s" })).toThrow("pushes no comments")
    expect(await ok.deliver(async () => new Response("ok"))).toBe(0)
    expect(() => ok.publish({ accountId: "1", authorId, text: "x" })).toThrow("does not know")
    for (const act of [ok.remove, ok.restore, ok.closeComments]) expect(() => act("ok:1_1")).toThrow("does not know")
    expect(() => ok.distort("ok:1_1", {})).toThrow("does not know")
    expect(() => ok.revokeToken("nobody")).toThrow("does not know")
  })
})
