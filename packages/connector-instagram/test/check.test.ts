import { addMinutes } from "@otklik/core"
import { createFixedToken } from "@otklik/connector-kit"
import { describe, expect, it } from "vitest"
import { citizenName, createWorld, minutesAgo, now, readAll, verifyToken } from "./world.ts"

const webhook = { verifyToken }
const url = "https://desk.example.org/instagram"

function setUp(login: "facebook" | "instagram" = "facebook") {
  const world = createWorld(login)
  const { instagram, accountId, citizenId } = world
  const media = instagram.publish({ accountId, authorId: accountId, text: "Пост", at: minutesAgo(60) })
  return { ...world, media, subscribe: () => instagram.subscribe({ accountId, url, secret: verifyToken }), citizenId }
}

describe.each(["facebook", "instagram"] as const)("the check by %s", (login) => {
  it("finds nothing where all is well", async () => {
    const { connect, subscribe } = setUp(login)
    subscribe()
    for (const options of [{}, { webhook }, { app: undefined }])
      expect(await connect(options).doCheck()).toEqual({ ok: true, problems: [], expiresAt: null })
  })

  it("tells when the token ends, has ended or was revoked", async () => {
    const { instagram, accountId, token, connect } = setUp(login)
    const expiresAt = addMinutes(now, 60 * 24)
    const rights = login === "instagram" ? { rights: ["instagram_business_basic", "instagram_business_manage_comments"] } : {}
    const soon = instagram.issueToken({ kind: "account", accountId, expiresAt, ...rights })
    expect(await connect({ token: createFixedToken(soon, login === "instagram" ? expiresAt : null) }).doCheck()).toEqual({
      ok: true,
      problems: [],
      expiresAt,
    })
    const over = await connect({ token: createFixedToken(token, minutesAgo(1)) }).doCheck()
    expect(over).toMatchObject({ ok: false, expiresAt: minutesAgo(1), problems: [expect.stringContaining("it has ended")] })
    instagram.revokeToken(token)
    const { problems } = await connect().doCheck()
    expect(problems.join("\n")).toMatch(/log in again/)
    expect(problems.join("\n")).not.toContain(token)
  })

  it("tells which right is missing", async () => {
    const { instagram, accountId, connect } = setUp(login)
    const rights = login === "instagram" ? ["instagram_business_basic"] : ["instagram_basic", "pages_show_list", "pages_read_engagement"]
    const { problems } = await connect({ token: instagram.issueToken({ kind: "account", accountId, rights }) }).doCheck()
    expect(problems.join("\n")).toMatch(
      login === "instagram" ? /instagram_business_manage_comments/ : /instagram_manage_comments is missing/,
    )
  })

  it("tells a token of another account", async () => {
    const { instagram, connect } = setUp(login)
    const other = instagram.addAccount({ kind: "official", name: "another" })
    const rights = login === "instagram" ? { rights: ["instagram_business_basic", "instagram_business_manage_comments"] } : {}
    const { ok, problems } = await connect({ token: instagram.issueToken({ kind: "account", accountId: other, ...rights }) }).doCheck()
    expect([ok, problems.join("\n")]).toEqual([false, expect.stringMatching(/^account: /m)])
  })

  it("tells that the application or the account is not subscribed", async () => {
    const { connect, instagram } = setUp(login)
    const { problems } = await connect({ webhook, pageId: "12345" }).doCheck()
    expect(problems.some((problem) => problem.includes("webhook"))).toBe(true)
    expect(problems).toHaveLength(login === "instagram" ? 1 : 3)
    expect(instagram.requests.map(({ operation }) => operation)).toContain(
      login === "instagram" ? "GET user/subscribed_apps" : "GET app/subscriptions",
    )
  })

  it("notices that the webhook is silent", async () => {
    const { instagram, media, citizenId: authorId, clock, connect, subscribe } = setUp(login)
    subscribe()
    const connector = connect({ webhook })
    const { cursor } = await readAll(connector)
    clock.advance(5)
    const at = clock.now()
    instagram.comment({ under: media, authorId, text: "Яма", at })
    clock.advance(15)
    await readAll(connector, "media", { cursor, at: clock.now() })
    const { ok, problems } = await connector.doCheck()
    expect([ok, problems]).toEqual([false, [expect.stringContaining("the webhook is silent")]])
    expect(problems.join("")).not.toContain(citizenName)
    await instagram.deliver(async (request) => (await connector.doReceive?.(request, { now: clock.now() }))?.response ?? Response.error())
    expect((await connector.doCheck()).ok).toBe(true)
  })

  it("goes on after one thing failed, and stops when it is told to", async () => {
    const { instagram, connect } = setUp(login)
    instagram.inject({ kind: "malformed", operation: "GET user" })
    const { problems } = await connect().doCheck()
    expect(problems).toEqual([expect.stringContaining("account: instagram: account:")])
    const reason = new Error("the host stops")
    await expect(connect().doCheck({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})

describe("the check by Facebook Login", () => {
  it("sees whether the Page lets the application hear", async () => {
    const { instagram, accountId, connect, subscribe, token } = setUp()
    subscribe()
    const page = await instagram.fetch(`https://graph.facebook.com/v25.0/${accountId}?fields=id&access_token=${token}`)
    expect(page.status).toBe(200)
    // The simulator names Pages 10… with the number after the account's own.
    const pageId = `10${String(Number(accountId.slice(-6)) + 2).padStart(15, "0")}`
    expect(await connect({ webhook, pageId }).doCheck()).toEqual({ ok: true, problems: [], expiresAt: null })
  })
})
