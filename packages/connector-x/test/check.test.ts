import { createFixedToken } from "@otklik/connector-kit"
import { isDeskError } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { createXConnector, type XConnectorOptions } from "../src/index.ts"
import { createWorld, now, readAll, secret } from "./world.ts"

const webhook = { consumerSecret: secret }
const scopes = ["tweet.read", "tweet.write", "users.read", "offline.access"]

describe("doCheck", () => {
  it("finds nothing wrong where nothing is", async () => {
    expect(await createWorld().connect().doCheck()).toEqual({ ok: true, problems: [], expiresAt: null })
  })

  it("names scopes that are missing, a token of another account, and tokens that X does not take", async () => {
    const { x, tokens, citizenId, connect } = createWorld()
    const other = x.issueToken({ kind: "person", accountId: citizenId })
    const { problems } = await connect({ tokens: { app: tokens.app, user: other }, userScopes: ["tweet.read", "users.read"] }).doCheck()
    expect(problems).toEqual([
      expect.stringContaining("the scope tweet.write is missing"),
      expect.stringContaining("the scope offline.access is missing"),
      expect.stringContaining("belongs to another account"),
    ])
    x.revokeToken(tokens.app)
    x.revokeToken(tokens.user)
    expect((await connect().doCheck()).problems).toEqual([
      expect.stringMatching(/^user token: .*valid token/),
      expect.stringMatching(/^app token: .*valid token/),
    ])
  })

  it("tells when a token ends, the nearest end of all, and that one has ended", async () => {
    const { tokens, connect } = createWorld()
    const app = createFixedToken(tokens.app, "2026-12-01T00:00:00.000Z")
    expect(await connect({ tokens: { ...tokens, app } }).doCheck()).toMatchObject({ ok: true, expiresAt: "2026-12-01T00:00:00.000Z" })
    const ended = createFixedToken(tokens.app, "2026-11-01T00:00:00.000Z")
    expect(await connect({ tokens: { ...tokens, app: ended } }).doCheck()).toMatchObject({
      ok: false,
      problems: [expect.stringContaining("it ended")],
    })
  })

  it("warns before what may be read is read", async () => {
    const { x, citizenId, connect } = createWorld()
    const connector = connect({ monthlyReads: 10 })
    for (let index = 0; index < 9; index += 1)
      x.publish({ accountId: citizenId, authorId: citizenId, text: `яма ${index}`, at: "2026-11-24T02:00:00.000Z" })
    await readAll(connector, "search:pits")
    expect((await connector.doCheck()).problems).toEqual([expect.stringContaining("9 of 10 posts")])
  })

  it("notices that the webhook is not registered, or invalid, or silent", async () => {
    const { x, clock, accountId, citizenId: authorId, connect } = createWorld()
    const connector = connect({ webhook })
    expect((await connector.doCheck()).problems).toEqual([
      expect.stringContaining("none is registered"),
      ...["post.mention.create", "post.reply.create", "post.quote.create"].map((type): unknown => expect.stringContaining(type)),
    ])
    x.subscribe({ accountId, url: "https://desk.example.org/x", secret })
    expect((await connector.doCheck()).problems).toEqual([expect.stringContaining("calls it invalid")])
    await readAll(connector, "mentions")
    clock.set("2026-11-24T04:00:00.000Z")
    x.publish({ accountId, authorId, text: "Яма", at: "2026-11-24T03:30:00.000Z" })
    await readAll(connector, "mentions", { at: clock.now() })
    expect((await connector.doCheck()).problems).toContainEqual(expect.stringContaining("is silent"))
    await x.deliver(async (request) => (await connector.doReceive?.(request, { now: clock.now() }))?.response ?? Response.error())
    expect((await connector.doCheck()).problems).toEqual([])
  })

  it("stops with the signal's reason", async () => {
    const reason = new Error("the host stops")
    const { connect } = createWorld()
    await expect(connect().doCheck({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})

describe("capabilities", () => {
  const has = (options: Partial<XConnectorOptions>) => {
    const connector = createWorld().connect(options)
    const notes = Object.fromEntries(connector.describeCapabilities().map(({ topic, has: yes }) => [topic, yes]))
    for (const { sentence } of connector.describeCapabilities()) expect(sentence.length).toBeGreaterThan(10)
    return { ...connector.capabilities, notes, sources: connector.sources.map(({ id }) => id) }
  }
  const { tokens } = createWorld()

  it("follow from the tokens, the scopes and the plan", () => {
    expect(has({ tokens: { app: tokens.app } })).toMatchObject({
      pull: true,
      reply: false,
      replyPlacements: [],
      webhook: false,
      sources: ["search:pits", "mentions", "conversations"],
      notes: { search: true, reply: false, government: false },
    })
    expect(has({ tokens: {} })).toMatchObject({ pull: false, reply: false, sources: [], notes: { search: false, deletions: false } })
    expect(has({ tokens: { user: tokens.user }, userScopes: ["tweet.read", "users.read"] })).toMatchObject({ pull: true, reply: false })
    expect(has({ userScopes: [...scopes, "media.write"], webhook, plan: "enterprise" })).toMatchObject({
      reply: true,
      replyPhoto: true,
      replyLinks: false,
      replyTextOnce: true,
      webhook: true,
      notes: { replyToAnybody: true, government: true, replyPhoto: true, officialPost: false },
    })
    expect(has({ mentions: false, conversations: false, searches: [] })).toMatchObject({ pull: false, sources: [] })
  })

  it("say what X demands of an authority", () => {
    const sentences = createWorld()
      .connect()
      .describeCapabilities()
      .map(({ sentence }) => sentence)
      .join("\n")
    for (const words of ["government end users", "Enterprise", "24 hours", "compliance job"]) expect(sentences).toContain(words)
  })

  it.each([
    ["account", { account: undefined, webhook }],
    ["account", { account: undefined }],
    ["account.id", { account: { id: "city", username: "city" } }],
    ["account.username", { account: { id: "1", username: "@city" } }],
    [
      "searches",
      {
        searches: [
          { id: "a", keywords: ["x"] },
          { id: "a", keywords: ["y"] },
        ],
      },
    ],
    ["searches[0].id", { searches: [{ id: "a:2", keywords: ["x"] }] }],
    ["searches[0].keywords", { searches: [{ id: "a", keywords: [] }] }],
    ["searches[0].keywords[0]", { searches: [{ id: "a", keywords: ["я".repeat(600)] }] }],
    ["webhook", { webhook: {} }],
    ["monthlyReads", { monthlyReads: 10, tokens: { user: "some-token" } }],
    ["backfillHours", { backfillHours: 169 }],
    ["lagSeconds", { lagSeconds: 5 }],
    ["apiUrl", { apiUrl: "https://api.example.com" }],
    ["clock.sleep", { clock: { now: () => now } }],
    ["tokens", { tokens: { app: 7 } as never }],
  ])("are not derived from wrong options: %s", (path, options: Partial<XConnectorOptions>) => {
    try {
      createWorld().connect(options)
      expect.fail("an error was expected")
    } catch (error) {
      if (!isDeskError(error, "config")) throw error
      expect(error.details.issues[0]?.path).toContain(path)
    }
  })

  it("need a clock, a fetch and chance of the host", () => {
    expect(() => createXConnector({ tokens: {} } as never)).toThrow("createXConnector options")
  })
})
