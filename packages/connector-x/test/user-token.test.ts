import { createNetworkSimulator } from "@otklik/testkit/networks"
import { describe, expect, it } from "vitest"
import { createXUserToken, type XUserTokenOptions, type XUserTokens } from "../src/index.ts"
import { createFlowingClock } from "../../testkit/test/network/flowing-clock.ts"
import { createWorld, minutesAgo, now, readAll } from "./world.ts"

function setUp(options: Partial<XUserTokenOptions> = {}) {
  const clock = createFlowingClock(now)
  const x = createNetworkSimulator("x", { clock })
  const accountId = x.addAccount({ kind: "official", name: "Администрация" })
  const accessToken = x.issueToken({ kind: "account", accountId, expiresAt: "2026-11-24T05:00:00.000Z" })
  const first: XUserTokens = { accessToken, refreshToken: accessToken.replace("access", "refresh"), expiresAt: "2026-11-24T05:00:00.000Z" }
  const kept: XUserTokens[] = []
  const { key: clientId = "", secret: clientSecret } = x.application ?? {}
  const source = createXUserToken({
    clock,
    fetch: x.fetch,
    clientId,
    clientSecret,
    tokens: first,
    keep: async (tokens) => void kept.push(tokens),
    ...options,
  })
  return { clock, x, accountId, first, kept, source, clientId }
}

describe("the account's token", () => {
  it("is used until it is about to end, then renewed once for all who wait, and kept before it is used", async () => {
    const { clock, x, first, kept, source } = setUp()
    expect(await source.current()).toEqual({ value: first.accessToken, expiresAt: first.expiresAt })
    clock.set("2026-11-24T04:56:00.000Z")
    const all = await Promise.all([source.current(), source.current(), source.current()])
    expect(new Set(all.map(({ value }) => value)).size).toBe(1)
    expect(kept).toEqual([
      { accessToken: all[0]?.value, refreshToken: expect.stringContaining("refresh"), expiresAt: "2026-11-24T06:56:00.000Z" },
    ])
    expect(x.requests.filter(({ operation }) => operation === "token")).toHaveLength(1)
    clock.set("2026-11-24T06:55:00.000Z")
    await source.current()
    expect(kept).toHaveLength(2)
  })

  it("is renewed when X refuses it, and the call goes on", async () => {
    const { x, clock, accountId, citizenId: authorId, account, connect, tokens } = createWorld()
    const kept: XUserTokens[] = []
    const { key: clientId = "", secret: clientSecret } = x.application ?? {}
    const accessToken = x.issueToken({ kind: "account", accountId, expiresAt: minutesAgo(1) })
    const user = createXUserToken({
      clock,
      fetch: x.fetch,
      clientId,
      clientSecret,
      tokens: { accessToken, refreshToken: accessToken.replace("access", "refresh"), expiresAt: "2026-11-24T05:00:00.000Z" },
      keep: async (given) => void kept.push(given),
    })
    const key = x.publish({ accountId, authorId, text: "Яма", at: minutesAgo(5) })
    expect((await readAll(connect({ account, tokens: { app: tokens.app, user } }), "mentions")).keys).toEqual([key])
    expect(kept).toHaveLength(1)
  })

  it("is not lost when it cannot be kept: the same is kept the next time, although its refresh token works once", async () => {
    const kept: XUserTokens[] = []
    let tries = 0
    const { clock, x, source } = setUp({
      keep: async (tokens) => {
        tries += 1
        if (tries === 1) throw new Error("the database is away")
        kept.push(tokens)
      },
    })
    clock.set("2026-11-24T04:59:00.000Z")
    await expect(source.current()).rejects.toThrow("the database is away")
    const { value } = await source.current()
    expect(kept.map(({ accessToken }) => accessToken)).toEqual([value])
    expect(x.requests.filter(({ operation }) => operation === "token")).toHaveLength(1)
  })

  it("that cannot be renewed says that a person must permit the app again, and tells no token", async () => {
    const { clock, first, source, x } = setUp()
    clock.set("2026-11-24T04:59:00.000Z")
    // Another party used the refresh token.
    const { key = "" } = x.application ?? {}
    const body = new URLSearchParams({ grant_type: "refresh_token", refresh_token: first.refreshToken, client_id: key })
    expect((await x.fetch("https://api.x.com/2/oauth2/token", { method: "POST", body })).status).toBe(200)
    const error = await source.current().catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: "auth", details: { action: expect.stringContaining("permit the app again") } })
    expect(String(error)).not.toContain(first.refreshToken)
  })

  it.each([
    ["server-error", "network"],
    ["cut-before", "network"],
    ["malformed", "protocol"],
    ["changed-shape", "protocol"],
  ] as const)("that meets %s tells %s", async (kind, code) => {
    const { clock, x, source } = setUp()
    clock.set("2026-11-24T04:59:00.000Z")
    x.inject({ kind, operation: "token" })
    if (kind !== "server-error") return expect(source.current()).rejects.toMatchObject({ code })
    const away = setUp({ fetch: async () => new Response("<html>", { status: 503 }) })
    away.clock.set("2026-11-24T04:59:00.000Z")
    return expect(away.source.current()).rejects.toMatchObject({ code })
  })

  it("needs its options", () => {
    expect(() => createXUserToken({} as never)).toThrow("createXUserToken options")
  })
})
