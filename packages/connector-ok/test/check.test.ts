import { createFixedToken, createRefreshingToken } from "@otklik/connector-kit"
import { isDeskError } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { createOkConnector, type OkConnectorOptions } from "../src/index.ts"
import { createWorld, minutesAgo, now, readAll } from "./world.ts"

describe("doCheck", () => {
  it("finds nothing wrong where nothing is", async () => {
    expect(await createWorld().connect().doCheck()).toEqual({ ok: true, problems: [], expiresAt: null })
  })

  it("names every right that the token lacks", async () => {
    const { ok, groupId: accountId, connect } = createWorld()
    const token = ok.issueToken({ kind: "account", accountId, rights: [] })
    const { ok: isWell, problems } = await connect({ token }).doCheck()
    expect(isWell).toBe(false)
    expect(problems).toEqual([expect.stringContaining("VALUABLE_ACCESS is missing"), expect.stringContaining("GROUP_CONTENT is missing")])
    expect((await connect({ token, reply: undefined }).doCheck()).problems).toHaveLength(1)
  })

  it("names a token that OK does not take, groups that are closed or not there, and an owner who may not answer", async () => {
    const { ok, groupId, citizenId: accountId, connect, token } = createWorld()
    const closed = ok.addAccount({ kind: "official", name: "Закрытая", isClosed: true })
    const person = ok.issueToken({ kind: "person", accountId })
    const groups = [{ groupId }, { groupId: closed }, { groupId: "77" }]
    expect((await connect({ token: person, groups }).doCheck()).problems).toEqual([
      expect.stringMatching(new RegExp(`^group ${closed}: .*closed groups are not read`)),
      expect.stringMatching(/^group 77: .*has no such group/),
      expect.stringMatching(new RegExp(`^group ${groupId}: .*neither administrator nor moderator`)),
    ])
    ok.revokeToken(token)
    expect((await connect().doCheck()).problems).toEqual([expect.stringMatching(/^token: .*valid token/)])
  })

  it("names a wrong secret and a wrong application", async () => {
    const { connect } = createWorld()
    const first = async (options: Partial<OkConnectorOptions>) => (await connect(options).doCheck()).problems[0]
    expect(await first({ applicationSecret: "another secret" })).toContain("secret that belongs to the token")
    expect(await first({ applicationKey: "another key" })).toContain("public key of the application")
  })

  it("notices that OK does not begin at the newest comment where it is asked to: nothing else would", async () => {
    const { ok, groupId: accountId, citizenId: authorId, connect } = createWorld()
    const under = ok.publish({ accountId, authorId, text: "Яма", at: minutesAgo(60) })
    for (const minutes of [50, 40, 30]) ok.comment({ under, authorId, text: "Да", at: minutesAgo(minutes) })
    expect((await connect().doCheck()).problems).toEqual([])
    const [first, last] = ok.requests.flatMap(({ operation, answer }) => (operation === "discussions.getComments" ? [answer] : []))
    const spoiled =
      (ofFirst: unknown, ofLast: unknown): typeof globalThis.fetch =>
      async (input, init) => {
        const request = new Request(input, init)
        const params = new URLSearchParams(await request.clone().text())
        if (params.get("method") !== "discussions.getComments") return ok.fetch(request)
        return Response.json(params.get("anchor") === "FIRST" ? ofFirst : ofLast)
      }
    for (const [ofFirst, ofLast] of [
      [first, first],
      [last, first],
      [first, { has_more: false }],
    ])
      expect((await connect({ fetch: spoiled(ofFirst, ofLast) }).doCheck()).problems).toEqual([expect.stringContaining("may be missed")])
    expect((await connect({ fetch: spoiled(last, first), groups: [{ groupId: accountId, comments: false }] }).doCheck()).ok).toBe(true)
  })

  it("tells when a token ends, and that it has ended", async () => {
    const { token, connect } = createWorld()
    const expiresAt = "2026-12-01T00:00:00.000Z"
    expect(await connect({ token: createFixedToken(token, expiresAt) }).doCheck()).toMatchObject({ ok: true, expiresAt })
    const ended = createFixedToken(token, "2026-11-01T00:00:00.000Z")
    expect(await connect({ token: ended }).doCheck()).toMatchObject({ ok: false, problems: [expect.stringContaining("it ended")] })
  })

  it("stops with the signal's reason", async () => {
    const reason = new Error("the host stops")
    const signal = AbortSignal.abort(reason)
    await expect(createWorld().connect().doCheck({ signal })).rejects.toBe(reason)
  })
})

describe("a token that is renewed", () => {
  it("is renewed when OK refuses it, is signed with its own secret, and the call goes on", async () => {
    const { ok, clock, groupId: accountId, citizenId: authorId, token, sourceId, connect } = createWorld()
    const key = ok.publish({ accountId, authorId, text: "Яма", at: minutesAgo(1) })
    const source = createRefreshingToken({
      clock,
      first: { value: token, expiresAt: null },
      refresh: async () => ({ value: ok.issueToken({ kind: "account", accountId }), expiresAt: null }),
    })
    ok.revokeToken(token)
    expect((await readAll(connect({ token: source }), sourceId)).keys).toEqual([key])
  })

  it("and refused again is a matter for a person", async () => {
    const { ok, clock, token, sourceId, connect } = createWorld()
    const source = createRefreshingToken({
      clock,
      first: { value: token, expiresAt: null },
      refresh: async () => ({ value: "-s-old-token", expiresAt: null }),
    })
    ok.revokeToken(token)
    await expect(readAll(connect({ token: source }), sourceId)).rejects.toMatchObject({ code: "auth" })
  })
})

describe("capabilities", () => {
  const has = (options: Partial<OkConnectorOptions>) => {
    const connector = createWorld().connect(options)
    const notes = Object.fromEntries(connector.describeCapabilities().map(({ topic, has: yes }) => [topic, yes]))
    for (const { sentence } of connector.describeCapabilities()) expect(sentence.length).toBeGreaterThan(10)
    return { ...connector.capabilities, notes, id: connector.id, sources: connector.sources.map(({ id }) => id) }
  }

  it("follow from the options; what OK does not document is off", () => {
    expect(has({})).toMatchObject({ pull: true, reply: true, replyPhoto: false, webhook: false, notes: { reply: true, search: false } })
    expect(has({ reply: undefined })).toMatchObject({ id: "ok", reply: false, notes: { reply: false } })
    expect(has({ groups: [], discussions: true })).toMatchObject({ pull: false, sources: [], notes: { groups: false, discussions: false } })
    expect(has({ discussions: true, groups: [{ groupId: "7" }] })).toMatchObject({
      sources: ["group:7", "discussions"],
      notes: { discussions: true },
    })
    expect(has({ reply: { groupId: "7" } }).id).toBe("ok:group7")
  })

  it("a session's own secret signs as well", async () => {
    const { token, application, connect } = createWorld()
    const { createHash } = await import("node:crypto")
    const sessionSecret = createHash("md5")
      .update(token + application.secret)
      .digest("hex")
    expect(await connect({ applicationSecret: undefined, sessionSecret }).doCheck()).toMatchObject({ ok: true })
  })

  it.each([
    ["groups", { groups: [{ groupId: "-1" }] }],
    ["groups", { groups: [{ groupId: "7" }, { groupId: "7" }] }],
    ["reply", { reply: { groupId: "" } }],
    ["applicationSecret", { applicationSecret: undefined }],
    ["applicationSecret", { sessionSecret: "both secrets" }],
    ["sessionSecret", { applicationSecret: undefined, sessionSecret: "of another", token: createFixedToken("-s-a-token") }],
    ["apiUrl", { apiUrl: "api.ok.ru" }],
    ["clock.sleep", { clock: { now: () => now } }],
    ["token", { token: 7 as never }],
  ])("are not derived from wrong options: %s", (path, options) => {
    try {
      createWorld().connect(options)
      expect.fail("an error was expected")
    } catch (error) {
      if (!isDeskError(error, "config")) throw error
      expect(error.details.issues[0]?.path).toContain(path)
    }
  })

  it("need a clock, a fetch and chance of the host", () => {
    expect(() => createOkConnector({} as never)).toThrow("createOkConnector options")
  })
})
