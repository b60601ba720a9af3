import { createFixedToken, createRefreshingToken } from "@otklik/connector-kit"
import { isDeskError } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { createFacebookConnector, type FacebookConnectorOptions } from "../src/index.ts"
import { createWorld, hook, minutesAgo, now, readAll, verifyToken } from "./world.ts"

const webhook = { verifyToken }

describe("doCheck", () => {
  it("finds nothing wrong where nothing is", async () => {
    const { facebook, pageId, connect } = createWorld()
    expect(await connect().doCheck()).toEqual({ ok: true, problems: [], expiresAt: null })
    const connector = connect({ webhook })
    facebook.subscribe({ accountId: pageId, url: hook, secret: verifyToken })
    await facebook.deliver(
      async (request) => (await connector.doReceive?.(request, { now }))?.response ?? new Response("", { status: 500 }),
    )
    expect(await connector.doCheck()).toEqual({ ok: true, problems: [], expiresAt: null })
  })

  it("names every right that the token lacks, and what it is for", async () => {
    const { facebook, pageId, connect } = createWorld()
    const token = facebook.issueToken({ kind: "account", accountId: pageId, rights: ["pages_read_engagement"] })
    const { ok, problems } = await connect({ token, lists: ["feed"] }).doCheck()
    expect(ok).toBe(false)
    expect(problems).toEqual([
      expect.stringMatching(/pages_read_user_content is missing, to read what others write/),
      expect.stringMatching(/pages_manage_engagement is missing, to answer/),
    ])
  })

  it("tells when the token ends, that it has ended, and that it was revoked", async () => {
    const { facebook, clock, pageId, connect } = createWorld()
    const expiresAt = "2026-11-24T04:00:00.000Z"
    const token = facebook.issueToken({ kind: "account", accountId: pageId, expiresAt })
    expect(await connect({ token }).doCheck()).toMatchObject({ ok: true, expiresAt })
    expect(await connect({ token: createFixedToken(token, minutesAgo(-30)) }).doCheck()).toMatchObject({ expiresAt: minutesAgo(-30) })
    clock.set("2026-11-24T05:00:00.000Z")
    expect((await connect({ token }).doCheck()).problems[0]).toMatch(/^token: it has ended; log in again/)
    clock.set(now)
    facebook.revokeToken(token)
    expect((await connect({ token }).doCheck()).problems[0]).toMatch(/^token: Meta does not take it; log in again/)
  })

  it("names the side of the webhook that is not subscribed: Meta would be silent", async () => {
    const { facebook, pageId, connect } = createWorld()
    const connector = connect({ webhook })
    expect((await connector.doCheck()).problems).toEqual([
      expect.stringContaining("the application has no active webhook"),
      expect.stringMatching(/the Page does not send the application feed; call POST \/\d+\/subscribed_apps/),
      expect.stringContaining("the Page does not send the application mention"),
    ])
    facebook.subscribe({ accountId: pageId, url: hook, secret: verifyToken })
    // no handshake yet
    expect((await connector.doCheck()).problems).toEqual([expect.stringContaining("no active webhook")])
  })

  it("notices that pushes are missing while reading finds messages", async () => {
    const { facebook, clock, pageId: accountId, citizenId: authorId, connect } = createWorld()
    facebook.subscribe({ accountId, url: hook, secret: verifyToken })
    const connector = connect({ webhook })
    await facebook.deliver(
      async (request) => (await connector.doReceive?.(request, { now }))?.response ?? new Response("", { status: 500 }),
    )
    const { cursor } = await readAll(connector)
    facebook.publish({ accountId, authorId, text: "Яма", at: now })
    clock.advance(15)
    await readAll(connector, "feed", { cursor, at: clock.now() })
    expect((await connector.doCheck()).problems).toEqual([expect.stringContaining("the webhook is silent")])
  })

  it("names Pages that cannot be read, and works without the application", async () => {
    const { facebook, connect } = createWorld()
    const other = facebook.addAccount({ kind: "official", name: "Другая" })
    facebook.issueToken({ kind: "application", rights: [] })
    expect((await connect({ publicPages: [{ pageId: other }] }).doCheck()).problems).toEqual([
      expect.stringMatching(new RegExp(`^Page ${other}: .*let Meta review the application`)),
    ])
    const alone = connect({ app: undefined })
    expect((await alone.doCheck()).problems).toEqual(
      ["feed", "visitor_posts", "tagged"].map(
        (list) => expect.stringMatching(new RegExp(`^${list} of the Page: .*secret of the application`)) as string,
      ),
    )
  })

  it("stops with the signal's reason", async () => {
    const reason = new Error("the host stops")
    const check = createWorld()
      .connect()
      .doCheck({ signal: AbortSignal.abort(reason) })
    await expect(check).rejects.toBe(reason)
  })
})

describe("a token that is renewed", () => {
  it("is renewed when Meta refuses it, and the call goes on", async () => {
    const { facebook, clock, pageId: accountId, citizenId: authorId, token: old, connect } = createWorld()
    const key = facebook.publish({ accountId, authorId, text: "Яма", at: minutesAgo(1) })
    const token = createRefreshingToken({
      clock,
      first: { value: old, expiresAt: null },
      refresh: async () => ({ value: facebook.issueToken({ kind: "account", accountId }), expiresAt: null }),
    })
    facebook.revokeToken(old)
    expect((await readAll(connect({ token }))).keys).toEqual([key])
  })
})

describe("capabilities", () => {
  const has = (options: Partial<FacebookConnectorOptions>) => {
    const connector = createWorld().connect(options)
    const notes = Object.fromEntries(connector.describeCapabilities().map(({ topic, has: yes }) => [topic, yes]))
    for (const { sentence } of connector.describeCapabilities()) expect(sentence.length).toBeGreaterThan(10)
    return { ...connector.capabilities, notes, sources: connector.sources.map(({ id }) => id) }
  }

  it("follow from the settings, and search by words is refused in words", () => {
    expect(has({})).toMatchObject({
      pull: true,
      webhook: false,
      reply: true,
      replyPhoto: true,
      notes: { webhook: false, publicPages: false },
    })
    expect(has({ webhook, publicPages: [{ pageId: "5" }] })).toMatchObject({
      webhook: true,
      notes: { webhook: true, publicPages: true, search: false, groups: false, profiles: false, private: false },
      sources: ["feed", "visitor_posts", "tagged", "page:5"],
    })
    expect(has({ lists: [] })).toMatchObject({ pull: false, sources: [] })
    const search = createWorld()
      .connect()
      .describeCapabilities()
      .find(({ topic }) => topic === "search")
    expect(search?.sentence).toContain("Meta offers none to anybody")
  })

  it.each([
    ["pageId", { pageId: "page" }],
    ["publicPages", { publicPages: [{ pageId: "7" }, { pageId: "7" }] }],
    ["lists", { lists: ["feed", "feed"] }],
    ["lists", { lists: ["search"] as never }],
    ["app", { app: undefined, webhook }],
    ["app", { app: undefined, publicPages: [{ pageId: "7" }] }],
    ["webhook", { webhook: { verifyToken: "short" } }],
    ["apiUrl", { apiUrl: "https://graph.example.com" }],
    ["version", { version: "25" }],
    ["clock.sleep", { clock: { now: () => now } }],
    ["token", { token: 7 as never }],
  ] as const)("are not derived from wrong options: %s", (path, options) => {
    try {
      createWorld().connect(options)
      expect.fail("an error was expected")
    } catch (error) {
      if (!isDeskError(error, "config")) throw error
      expect(error.details.issues[0]?.path).toContain(path)
    }
  })

  it("need a clock, a fetch and chance of the host", () => {
    expect(() => createFacebookConnector({ pageId: "1", token: "long-enough" } as never)).toThrow("createFacebookConnector options")
  })
})
