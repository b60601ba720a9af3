import { createFixedToken, createRefreshingToken } from "@otklik/connector-kit"
import { isDeskError } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { createVkConnector, type VkConnectorOptions } from "../src/index.ts"
import { createWorld, minutesAgo, now, readAll, secret } from "./world.ts"

describe("doCheck", () => {
  it("finds nothing wrong where nothing is", async () => {
    const { connect } = createWorld()
    expect(await connect().doCheck()).toEqual({ ok: true, problems: [], expiresAt: null })
  })

  it("names every right that the community token lacks", async () => {
    const { vk, communityId: accountId, tokens, connect } = createWorld()
    const community = vk.issueToken({ kind: "account", accountId, rights: ["photos"] })
    const { ok, problems } = await connect({ tokens: { ...tokens, community }, longPoll: true }).doCheck()
    expect(ok).toBe(false)
    expect(problems).toEqual([
      expect.stringContaining('the right "wall" is missing'),
      expect.stringContaining('the right "manage" is missing'),
    ])
  })

  it("names tokens that VK does not take, walls that are closed, and a server that is not there", async () => {
    const { vk, tokens, connect } = createWorld()
    const closed = vk.addAccount({ kind: "official", name: "Закрытое", isClosed: true })
    vk.revokeToken(tokens.community)
    const { problems } = await connect({ walls: [{ ownerId: -1 }, { ownerId: Number(closed) }], callback: { secret } }).doCheck()
    expect(problems).toEqual([
      expect.stringMatching(/^community token: .*valid token/),
      expect.stringMatching(/^callback server: .*valid token/),
      expect.stringMatching(new RegExp(`^wall ${closed}: `)),
    ])
  })

  it("tells when a token ends, the nearest end of all, and that one has ended", async () => {
    const { tokens, connect } = createWorld()
    const user = createFixedToken(tokens.user, "2026-12-01T00:00:00.000Z")
    expect(await connect({ tokens: { ...tokens, user } }).doCheck()).toMatchObject({ ok: true, expiresAt: "2026-12-01T00:00:00.000Z" })
    const ended = createFixedToken(tokens.user, "2026-11-01T00:00:00.000Z")
    expect(await connect({ tokens: { ...tokens, user: ended } }).doCheck()).toMatchObject({
      ok: false,
      problems: [expect.stringContaining("it ended")],
    })
  })

  it("notices that the callback server fails, or is silent", async () => {
    const { vk, clock, communityId: accountId, citizenId: authorId, connect } = createWorld()
    vk.subscribe({ accountId, url: "https://desk.example.org/vk", secret })
    const connector = connect({ callback: { secret } })
    await vk.deliver(async () => new Response("no", { status: 500 }))
    expect((await connector.doCheck()).problems).toEqual([expect.stringContaining('VK says "failed"')])
    await readAll(connector, "wall:-1")
    clock.set("2026-11-24T04:00:00.000Z")
    vk.publish({ accountId, authorId, text: "Яма", at: "2026-11-24T03:30:00.000Z" })
    await connector.doPull({ sourceId: "wall:-1", limit: 10, now: clock.now() })
    expect((await connector.doCheck()).problems).toContainEqual(expect.stringContaining("is silent"))
  })

  it("does not call the callback server silent for what is older than the process, or a few minutes old", async () => {
    const { vk, communityId: accountId, citizenId: authorId, clock, connect } = createWorld()
    vk.publish({ accountId, authorId, text: "Яма", at: minutesAgo(30) })
    vk.subscribe({ accountId, url: "https://desk.example.org/vk", secret })
    const connector = connect({ callback: { secret } })
    await readAll(connector, "wall:-1")
    clock.set("2026-11-24T03:09:00.000Z")
    vk.publish({ accountId, authorId, text: "Яма", at: "2026-11-24T03:05:00.000Z" })
    await connector.doPull({ sourceId: "wall:-1", limit: 10, now: clock.now() })
    expect((await connector.doCheck()).problems).toEqual([expect.stringContaining('VK says "unconfigured"')])
  })

  it.each([
    ["5.81", undefined, false],
    ["5.92", undefined, false],
    ["5.198", undefined, false],
    ["5.199", undefined, true],
    ["5.200", undefined, true],
    ["6.0", undefined, true],
    ["5.199", "5.200", false],
  ])("compares the version %s of the callback server with what is asked for (%s) by its parts", async (api, version, isFine) => {
    const { vk, connect, communityId: accountId } = createWorld()
    vk.subscribe({ accountId, url: "https://desk.example.org/vk", secret })
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const answer = await vk.fetch(input, init)
      if (!String(input instanceof Request ? input.url : input).endsWith("groups.getCallbackSettings")) return answer
      return Response.json({ response: { api_version: api, events: { wall_post_new: 1, wall_reply_new: 1, wall_reply_edit: 1 } } })
    }
    const { problems } = await connect({ callback: { secret }, fetch, version }).doCheck()
    expect(problems.some((problem) => problem.includes(`set it to ${version ?? "5.199"}`))).toBe(!isFine)
  })

  it("stops with the signal's reason", async () => {
    const reason = new Error("the host stops")
    await expect(
      createWorld()
        .connect()
        .doCheck({ signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason)
  })
})

describe("calls", () => {
  it("go to api.vk.ru and ask for the version that is wanted", async () => {
    const seen: (readonly [string, string | null])[] = []
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init)
      seen.push([request.url, new URLSearchParams(await request.text()).get("v")])
      return Response.json({ response: { count: 0, items: [] } })
    }
    const { connect } = createWorld()
    await readAll(connect({ fetch }), "wall:-1")
    await readAll(connect({ fetch, version: "5.201", apiUrl: "https://vk.example.org/method/" }), "wall:-1")
    expect(seen).toEqual([
      ["https://api.vk.ru/method/wall.get", "5.199"],
      ["https://vk.example.org/method/wall.get", "5.201"],
    ])
  })
})

describe("a closed community", () => {
  it("is not read with the token of a member, and VK is asked once an hour", async () => {
    const { vk, tokens, connect, citizenId: authorId } = createWorld()
    const closed = vk.addAccount({ kind: "official", name: "Закрытое", isClosed: true })
    vk.publish({ accountId: closed, authorId, text: "Только для своих", at: minutesAgo(5) })
    const walls = [{ ownerId: Number(closed) }, { ownerId: -1 }]
    const options = { tokens: { user: tokens.user }, walls, boards: [{ communityId: -Number(closed) }] }
    const connector = connect(options)
    for (const sourceId of [`wall:${closed}`, `board:${-Number(closed)}`])
      await expect(readAll(connector, sourceId)).rejects.toMatchObject({ code: "refused" })
    expect((await readAll(connector, "wall:-1")).keys).toEqual([])
    expect(vk.requests.map(({ operation }) => operation)).toEqual(["groups.getById", "groups.getById", "wall.get"])
    expect((await connector.doCheck()).problems).toEqual([expect.stringContaining("closed communities are not read")])
  })
})

describe("a token that is renewed", () => {
  it("is renewed when VK refuses it, and the call goes on", async () => {
    const { vk, clock, communityId: accountId, citizenId: authorId, tokens, connect } = createWorld()
    const key = vk.publish({ accountId, authorId, text: "Яма", at: minutesAgo(1) })
    const service = createRefreshingToken({
      clock,
      first: { value: tokens.service, expiresAt: null },
      refresh: async () => ({ value: vk.issueToken({ kind: "application" }), expiresAt: null }),
    })
    vk.revokeToken(tokens.service)
    expect((await readAll(connect({ tokens: { service } }), "wall:-1")).keys).toEqual([key])
  })
})

describe("capabilities", () => {
  const has = (options: Partial<VkConnectorOptions>) => {
    const connector = createWorld().connect(options)
    const notes = Object.fromEntries(connector.describeCapabilities().map(({ topic, has: yes }) => [topic, yes]))
    for (const { sentence } of connector.describeCapabilities()) expect(sentence.length).toBeGreaterThan(10)
    return { ...connector.capabilities, notes, sources: connector.sources.map(({ id }) => id) }
  }
  const { tokens } = createWorld()

  it("follow from the tokens", () => {
    expect(has({ tokens: { service: tokens.service } })).toMatchObject({ pull: true, reply: false, replyPhoto: false, webhook: false })
    expect(has({ tokens: { community: tokens.community } })).toMatchObject({
      pull: false,
      reply: false,
      sources: [],
      notes: { walls: false },
    })
    expect(has({ tokens, callback: { secret } })).toMatchObject({
      reply: true,
      replyPhoto: true,
      webhook: true,
      notes: { reply: true, webhook: true },
    })
    expect(has({ tokens: { community: tokens.community }, longPoll: true })).toMatchObject({ pull: true, sources: ["long-poll"] })
  })

  it.each([
    ["walls[0].ownerId", { walls: [{ ownerId: 0 }] }, /-123 for the community vk\.com\/club123/],
    ["walls[0].ownerId", { walls: [{ ownerId: "-1" as never }] }, /-123 for the community vk\.com\/club123/],
    ["walls", { walls: [{ ownerId: -1 }, { ownerId: -1 }] }, /duplicate/],
    ["communityId", { communityId: -5 }, /above 0: 123 for vk\.com\/club123/],
    ["communityId", { communityId: undefined, callback: { secret } }, /the official community was expected/],
    ["callback.secret", { callback: { secret: "short" } }, /a text of 8 or more characters was expected/],
    ["apiUrl", { apiUrl: "https://api.example.com" }, /a slash at the end was expected/],
    ["clock", { clock: { now: 1 } as never }, /a clock was expected: \{ now:/],
    ["clock.sleep", { clock: { now: () => now } }, /a clock with sleep/],
    ["fetch", { fetch: "https://proxy.example.org" as never }, /globalThis\.fetch/],
    ["tokens.service", { tokens: { service: 7 } as never }, /a token was expected .* or a source of tokens/],
    ["tokens.service", { tokens: { service: "abc" } }, /a text of 6 /],
    ["wals", { wals: [] } as never, /did you mean "walls"\?/],
  ])("are not derived from wrong options: %s", (path, options, says) => {
    try {
      createWorld().connect(options)
      expect.fail("an error was expected")
    } catch (error) {
      if (!isDeskError(error, "config")) throw error
      expect(error.details.issues[0]).toEqual({ path, message: expect.stringMatching(says) })
    }
  })

  it("without a token say where one comes from", () => {
    const told = createWorld().connect({ tokens: {} }).describeCapabilities()
    expect(told.find(({ topic }) => topic === "walls")).toMatchObject({
      has: false,
      sentence: expect.stringMatching(/needs a service key.*id\.vk\.com/),
    })
  })

  it("a page in HTML instead of an answer is told as such, and nothing of it is quoted", async () => {
    const fetch = async () => new Response("<html>502 Bad Gateway</html>", { headers: { "content-type": "text/html" } })
    const connector = createWorld().connect({ fetch })
    const [source] = connector.sources
    const pull = connector.doPull({ sourceId: source?.id ?? "", limit: 10, now })
    await expect(pull).rejects.toMatchObject({ code: "protocol", message: expect.stringMatching(/an answer in JSON was expected$/) })
  })

  it("need a clock, a fetch and chance of the host", () => {
    expect(() => createVkConnector({ tokens: {} } as never)).toThrow("createVkConnector options")
  })
})
