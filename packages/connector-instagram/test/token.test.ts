import { inspect } from "node:util"
import { addMinutes } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { createInstagramToken } from "../src/index.ts"
import { createWorld, now, readAll } from "./world.ts"

const day = 24 * 60

function setUp() {
  const world = createWorld("instagram")
  const first = { value: world.token, expiresAt: addMinutes(now, 60 * day) }
  const stored: unknown[] = []
  const create = (fetch: typeof globalThis.fetch = world.instagram.fetch) =>
    createInstagramToken({ clock: world.clock, fetch, first, store: async (token) => void stored.push(token) })
  const renewals = () => world.instagram.requests.filter(({ operation }) => operation === "GET refresh_access_token").length
  return { ...world, first, stored, create, renewals }
}

describe("tokens of Instagram Login", () => {
  it("are renewed ten days before their end, once for all who wait, and stored before they are used", async () => {
    const { clock, connect, first, stored, create, renewals } = setUp()
    const token = create()
    const connector = connect({ token })
    clock.advance(49 * day)
    expect(await token.current()).toEqual(first)
    clock.advance(2 * day)
    const [one, other] = await Promise.all([token.current(), token.current()])
    expect(one).toEqual(other)
    expect(one.value).not.toBe(first.value)
    expect(Date.parse(one.expiresAt ?? "") - Date.parse(clock.now())).toBeGreaterThan(59 * day * 60_000)
    expect(stored).toEqual([one])
    expect((await readAll(connector, "media", { at: clock.now() })).skipped).toEqual([])
    expect((await connector.doCheck()).expiresAt).toBe(one.expiresAt)
    expect(renewals()).toBe(1)
  })

  it("that cannot be renewed now are used while they hold, and tried again in an hour", async () => {
    const { instagram, clock, first, create, renewals } = setUp()
    const token = create()
    clock.advance(51 * day)
    instagram.inject({ kind: "server-error", operation: "GET refresh_access_token" })
    for (let index = 0; index < 3; index += 1) expect(await token.current()).toEqual(first)
    expect(renewals()).toBe(1)
    clock.advance(61)
    expect((await token.current()).value).not.toBe(first.value)
  })

  it("that have ended take a new login, and tell nothing of themselves", async () => {
    const { clock, token: value, create } = setUp()
    const token = create(async () => Response.json({ error: { message: `Session ${value}`, code: 190 } }, { status: 400 }))
    clock.advance(61 * day)
    const error: unknown = await token.current().catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: "auth", details: { action: expect.stringContaining("log in") } })
    expect(inspect(error, { depth: 9 })).not.toContain(value)
    expect(token.refuse(value)).toBe(false)
    await expect(create(async () => Response.json({ token: 1 })).current()).rejects.toMatchObject({ code: "protocol" })
  })
})
