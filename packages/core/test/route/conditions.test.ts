import { describe, expect, it } from "vitest"
import { route, routingSchema, type RoutingInput } from "../../src/route/index.ts"

const authorities: RoutingInput["authorities"] = ["special", "general", "old-heat", "new-heat", "roads", "press"].map((id) => ({
  id,
  title: id,
  kind: "utility",
}))
const territories: RoutingInput["territories"] = [
  { id: "region", title: "The Region", kind: "region", owners: { heating: "general" } },
  {
    id: "north",
    title: "North",
    kind: "district",
    parentId: "region",
    owners: { roads: "roads" },
    ownersByTime: [
      { role: "heating", authorityId: "old-heat", validTo: "2026-10-01T00:00:00+09:00" },
      { role: "heating", authorityId: "new-heat", validFrom: "2026-10-01T00:00:00+09:00", validTo: "2027-10-01T00:00:00+09:00" },
    ],
  },
]
const read = (rules: RoutingInput["rules"], change: Partial<RoutingInput> = {}) =>
  routingSchema.parse({ authorities, territories, rules, ...change })
const facts = { topic: "heating", territoryId: "north", network: "vk" } as const

describe("conditions of a rule", () => {
  it.each([
    [{ topics: ["heating"] }, facts, true],
    [{ topics: ["heating"] }, { ...facts, topic: null }, false],
    [{ territoryIds: ["region"] }, facts, true],
    [{ territoryIds: ["north"] }, { ...facts, territoryId: "region" }, false],
    [{ networks: ["vk"] }, facts, true],
    [{ networks: ["ok"] }, facts, false],
    [{ communities: ["vk:-1"] }, { ...facts, communityKey: "vk:-1" }, true],
    [{ communities: ["vk:-1"] }, { ...facts, communityKey: "vk:-2" }, false],
    [{ communities: ["vk:-1"] }, facts, false],
    [{ kinds: ["question", "thanks"] }, { ...facts, kind: "thanks" }, true],
    [{ kinds: ["question"] }, { ...facts, kind: "problem" }, false],
    [{ kinds: ["question"] }, facts, false],
    [{ importance: "raised" }, { ...facts, importance: "raised" }, true],
    [{ importance: "raised" }, facts, false],
    [{ importance: "normal" }, facts, true],
    [{ topics: ["heating"], networks: ["vk"], importance: "raised" }, { ...facts, importance: "normal" }, false],
  ] satisfies [RoutingInput["rules"][number]["when"], Parameters<typeof route>[1], boolean][])("%j for %j: %s", (when, asked, holds) => {
    const routing = read([
      { id: "first", when, assign: { authorityId: "special" } },
      { id: "rest", when: {}, assign: { authorityId: "general" } },
    ])
    const found = route(routing, asked)
    expect(found.authorityId).toBe(holds ? "special" : "general")
    expect(found.passed).toHaveLength(holds ? 0 : 1)
  })

  it("that are not known are refused, since a rule without its condition would take everything", () => {
    const result = routingSchema.safeParse({
      authorities,
      territories,
      rules: [{ id: "first", when: { topic: ["heating"] }, assign: { authorityId: "special" } }],
    })
    expect(result.error?.issues[0]).toMatchObject({ path: ["rules", 0, "when"], code: "unrecognized_keys" })
  })
})

describe("time", () => {
  const byRole = read([{ id: "heat", when: {}, assign: { role: "heating" } }])
  it.each([
    ["2026-09-30T14:59:59.999Z", "old-heat"],
    ["2026-09-30T15:00:00.000Z", "new-heat"],
    ["2027-09-30T14:59:59.999Z", "new-heat"],
    ["2027-09-30T15:00:00.000Z", "general"],
  ])("a role changes hands at its moment: %s %s", (at, owner) => {
    expect(route(byRole, { ...facts, at }).authorityId).toBe(owner)
  })

  it("an authority is nobody's owner outside of its time, and the rules behind it are asked", () => {
    const closed = authorities.map((authority) =>
      authority.id === "special" ? { ...authority, validTo: "2026-01-01T00:00:00Z" } : authority,
    )
    const routing = read(
      [
        { id: "first", when: {}, assign: { authorityId: "special" } },
        { id: "second", when: { topics: ["roads"] }, assign: { authorityId: "roads" } },
      ],
      { authorities: closed },
    )
    expect(route(routing, { ...facts, at: "2025-12-31T23:59:59.999Z" }).authorityId).toBe("special")
    const found = route(routing, { ...facts, at: "2026-01-01T00:00:00.000Z" })
    expect(found.authorityId).toBeNull()
    expect(found.why).toContain('nearest rule "first": the authority "special" is valid only before 2026-01-01T00:00:00.000Z')
    expect(route(routing, { ...facts, topic: "roads", at: "2026-01-01T00:00:00.000Z" }).authorityId).toBe("roads")
  })

  it("a part whose owner is not responsible any more is answered for by what it lies in", () => {
    const closed = authorities.map((authority) =>
      authority.id === "old-heat" ? { ...authority, validTo: "2026-01-01T00:00:00Z" } : authority,
    )
    const routing = read([{ id: "heat", when: {}, assign: { role: "heating" } }], { authorities: closed })
    expect(route(routing, { ...facts, at: "2026-02-01T00:00:00.000Z" }).authorityId).toBe("general")
  })

  it.each([
    [
      { rules: [{ id: "r", when: {}, assign: { role: "x" }, validFrom: "2026-02-01T00:00:00Z", validTo: "2026-01-01T00:00:00Z" }] },
      "rules.0.validTo",
    ],
    [
      {
        authorities: [{ id: "a", title: "A", kind: "ministry", validFrom: "2026-01-01T00:00:00Z", validTo: "2026-01-01T00:00:00Z" }],
        territories: [],
      },
      "authorities.0.validTo",
    ],
    [
      { territories: [{ id: "t", title: "T", kind: "district", ownersByTime: [{ role: "heating", authorityId: "nobody" }] }] },
      "territories.0.ownersByTime.0.authorityId",
    ],
    [
      { rules: [{ id: "r", when: {}, assign: { role: "x" }, coExecutors: [{ authorityId: "nobody" }] }] },
      "rules.0.coExecutors.0.authorityId",
    ],
  ])("is refused with its place when it is wrong (%#)", (change, path) => {
    const result = routingSchema.safeParse({ authorities, territories, rules: [], ...change })
    expect(result.error?.issues.map((issue) => issue.path.join("."))).toContain(path)
  })
})

describe("co-executors", () => {
  const routing = read([
    {
      id: "heat",
      when: { topics: ["heating"] },
      assign: { role: "heating" },
      coExecutors: [{ role: "roads" }, { authorityId: "press" }, { role: "heating" }],
    },
  ])

  it("work beside the owner, each once, and the owner is none of them", () => {
    expect(route(routing, facts).coExecutors).toEqual([
      { authorityId: "roads", why: '"roads" plays the role "roads" in "north"' },
      { authorityId: "press", why: 'goes to "press"' },
    ])
  })

  it("take nothing from the owner when they are missing, and the reason tells it", () => {
    const found = route(routing, { ...facts, territoryId: "region" })
    expect(found.authorityId).toBe("general")
    expect(found.coExecutors.map(({ authorityId }) => authorityId)).toEqual(["press"])
    expect(found.why).toContain('a co-executor is missing: no authority has the role "roads" in "region"')
  })
})
