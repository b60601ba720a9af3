import { isDeskError } from "@otklik/core"
import { describe, expect, it } from "vitest"
import { createManualClock } from "@otklik/testkit"
import { createNetworkSimulator, type SimulatedNetwork } from "@otklik/testkit/networks"

const now = "2026-11-24T03:00:00.000Z"

interface Answer {
  readonly response?: Readonly<Record<string, unknown>>
  readonly error?: {
    readonly error_code: number
    readonly error_msg: string
    readonly request_params: readonly { readonly key: string; readonly value: string }[]
  }
}

function setUp() {
  const clock = createManualClock({ at: now })
  const vk = createNetworkSimulator("vk", { clock })
  const accountId = vk.addAccount({ kind: "official", name: "Администрация" })
  const authorId = vk.addAccount({ kind: "person", name: "Имя" })
  const token = vk.issueToken({ kind: "application" })
  const community = vk.issueToken({ kind: "account", accountId })
  const callAt = async (
    fetch: typeof globalThis.fetch,
    base: string,
    method: string,
    params: Readonly<Record<string, string>>,
  ): Promise<Answer> => {
    const body = new URLSearchParams({ v: "5.199", access_token: token, ...params })
    return (await (await fetch(`${base}/method/${method}`, { method: "POST", body })).json()) as Answer
  }
  const call = (method: string, params: Readonly<Record<string, string>> = {}) => callAt(vk.fetch, "https://api.vk.com", method, params)
  const code = async (method: string, params: Readonly<Record<string, string>> = {}) => (await call(method, params)).error?.error_code
  return { clock, vk, accountId, authorId, token, community, call, callAt, code }
}

describe("createNetworkSimulator", () => {
  it("knows the networks of its type only, and says so with config", () => {
    const make = (network: string) => createNetworkSimulator(network as SimulatedNetwork, { clock: createManualClock({ at: now }) })
    for (const network of ["myspace", "toString", ""]) {
      try {
        make(network)
        expect.fail("an error was expected")
      } catch (error) {
        expect(isDeskError(error, "config")).toBe(true)
      }
    }
    // @ts-expect-error an unknown network is a type error
    expect(() => createNetworkSimulator("myspace", { clock: createManualClock({ at: now }) })).toThrow("network")
  })
})

describe("the simulated VK", () => {
  it("is as strict as the contract: methods, tokens, parameters", async () => {
    const { clock, code, community, vk } = setUp()
    expect(await code("wall.fly")).toBe(3)
    expect(await code("wall.get", { access_token: "nobody" })).toBe(5)
    expect(await code("wall.get", { owner_id: "-1", access_token: community })).toBe(27)
    expect(await code("wall.createComment", { owner_id: "-1", post_id: "1", message: "x" })).toBe(28)
    expect(await code("newsfeed.getMentions")).toBe(28)
    const wrong: readonly Readonly<Record<string, string>>[] = [{ count: "101" }, { count: "-1" }, { count: "many" }, { colour: "red" }]
    for (const params of wrong) {
      clock.advance(1 / 60)
      expect(await code("wall.get", { owner_id: "-1", ...params })).toBe(100)
    }
    const body = new URLSearchParams({ access_token: community })
    expect(
      ((await (await vk.fetch("https://api.vk.com/method/wall.get", { method: "POST", body })).json()) as Answer).error?.error_code,
    ).toBe(8)
  })

  it("echoes the call in an error, the token included, as VK does", async () => {
    const { call, token } = setUp()
    expect((await call("wall.get", { owner_id: "x" })).error?.request_params).toContainEqual({ key: "access_token", value: token })
  })

  it("allows so many calls a second, by its clock", async () => {
    const { clock, code } = setUp()
    const codes = []
    for (let index = 0; index < 6; index += 1) codes.push(await code("wall.get", { owner_id: "-1" }))
    expect(codes).toEqual([undefined, undefined, undefined, undefined, undefined, 6])
    clock.advance(1 / 60)
    expect(await code("wall.get", { owner_id: "-1" })).toBeUndefined()
  })

  it("ends and revokes tokens", async () => {
    const { clock, vk, call, token, code } = setUp()
    const short = vk.issueToken({ kind: "application", expiresAt: "2026-11-24T03:01:00.000Z" })
    expect((await call("wall.get", { owner_id: "-1", access_token: short })).error).toBeUndefined()
    clock.advance(1)
    expect((await call("wall.get", { owner_id: "-1", access_token: short })).error?.error_code).toBe(1117)
    vk.revokeToken(token)
    expect(await code("wall.get", { owner_id: "-1" })).toBe(5)
  })

  it("cuts texts of comments at 90 characters unless told otherwise, and escapes them", async () => {
    const { vk, accountId, authorId, call } = setUp()
    const post = vk.publish({ accountId, authorId, text: "<Яма>" })
    vk.comment({ under: post, authorId, text: "я".repeat(200) })
    const comments = async (params: Readonly<Record<string, string>>) =>
      JSON.stringify(await call("wall.getComments", { owner_id: "-1", post_id: "1", ...params }))
    expect(await comments({})).toContain(`"text":"${"я".repeat(90)}…"`)
    expect(await comments({ preview_length: "0" })).toContain(`"text":"${"я".repeat(200)}"`)
    expect(JSON.stringify(await call("wall.get", { owner_id: "-1" }))).toContain("&lt;Яма&gt;")
  })

  it("gives the same comment for the same guid, and knows what was answered", async () => {
    const { vk, accountId, authorId, community, call } = setUp()
    const post = vk.publish({ accountId, authorId, text: "Яма" })
    const under = vk.comment({ under: post, authorId, text: "Да" })
    const params = {
      owner_id: "-1",
      post_id: "1",
      from_group: "1",
      reply_to_comment: "2",
      message: "Засыпали",
      guid: "g",
      access_token: community,
    }
    const first = await call("wall.createComment", params)
    expect(await call("wall.createComment", params)).toEqual(first)
    expect(vk.replies()).toEqual([{ key: "vk:-1_1_3", under, accountId: "-1", text: "Засыпали", attachments: 0 }])
    vk.remove("vk:-1_1_3")
    expect(vk.replies()).toEqual([])
  })

  it.each([
    ["rate-limit", 6],
    ["daily-limit", 29],
    ["captcha", 14],
    ["flood", 9],
    ["comments-closed", 213],
    ["links-forbidden", 222],
    ["too-many-replies", 223],
    ["token-expired", 1117],
    ["token-revoked", 5],
    ["server-error", 10],
  ] as const)("fails with %s as error %i, as often as told", async (kind, expected) => {
    const { vk, code } = setUp()
    vk.inject({ kind, operation: "wall.get", every: 2, times: 1 })
    const codes = []
    for (let index = 0; index < 4; index += 1) codes.push(await code("wall.get", { owner_id: "-1" }))
    expect(codes).toEqual([undefined, expected, undefined, undefined])
  })

  it("breaks answers: cut, late, no JSON, another shape", async () => {
    const { clock, vk, call } = setUp()
    const params = { owner_id: "-1" }
    for (const kind of ["cut-before", "cut-after", "malformed"] as const) {
      vk.inject({ kind })
      await expect(call("wall.get", params)).rejects.toThrow()
    }
    vk.inject({ kind: "changed-shape" })
    expect((await call("wall.get", params)).response).not.toHaveProperty("items")
    vk.inject({ kind: "slow", millis: 1000 })
    const late = call("wall.get", params)
    while (clock.sleepers === 0) await Promise.resolve()
    clock.advance(1)
    expect((await late).response).toHaveProperty("items")
  })

  it("pushes events until they are acknowledged, after the handshake", async () => {
    const { vk, accountId, authorId } = setUp()
    vk.subscribe({ accountId, url: "https://desk.example.org/vk", secret: "s" })
    vk.publish({ accountId, authorId, text: "Яма" })
    const seen: (readonly [string, string | null])[] = []
    const receive = (answer: string) => async (request: Request) => {
      const { type } = (await request.json()) as { readonly type: string }
      seen.push([type, request.headers.get("x-retry-counter")])
      return new Response(type === "confirmation" ? "code1" : answer)
    }
    expect(await vk.deliver(receive('"ok"'))).toBe(1)
    vk.inject({ kind: "duplicate", operation: "push" })
    expect(await vk.deliver(receive("ok"))).toBe(2)
    expect(await vk.deliver(receive("ok"))).toBe(0)
    expect(seen).toEqual([
      ["confirmation", null],
      ["wall_post_new", null],
      ["wall_post_new", "1"],
      ["wall_post_new", "1"],
    ])
  })

  it("speaks HTTP on localhost, and cuts connections there too", async () => {
    const { vk, accountId, authorId, callAt } = setUp()
    vk.publish({ accountId, authorId, text: "Яма" })
    const { url, close } = await vk.listen()
    try {
      expect(await callAt(fetch, url, "wall.get", { owner_id: "-1" })).toMatchObject({ response: { count: 1 } })
      vk.inject({ kind: "cut-after" })
      await expect(callAt(fetch, url, "wall.get", { owner_id: "-1" })).rejects.toThrow("fetch failed")
      expect((await fetch(`${url}/nowhere`)).status).toBe(404)
      expect((await fetch(`${url}/photo/1.png`)).headers.get("content-type")).toBe("image/png")
    } finally {
      await close()
    }
  })

  it("refuses what it does not know", () => {
    const { vk, accountId, authorId } = setUp()
    for (const act of [
      () => vk.edit("vk:-1_99", "x"),
      () => vk.comment({ under: "vk:-1_99", authorId, text: "x" }),
      () => vk.publish({ accountId: "-99", authorId, text: "x" }),
      () => vk.closeComments("vk:-1_99"),
      () => vk.distort("vk:-1_99", {}),
      () => vk.revokeToken("nobody"),
    ]) {
      expect(act).toThrow("does not know")
    }
    expect(accountId).toBe("-1")
  })
})
