import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { route, routingSchema } from "../../src/route/index.ts"
import { region } from "./region.ts"

const facts = { topic: "heating", territoryId: "south-town", network: "vk" }

describe("route", () => {
  it("gives a role's owner, inherited from the territory around", () => {
    expect(route(region, facts)).toMatchObject({ authorityId: "heat-south", ruleId: "heating-by-role" })
    expect(route(region, facts).why).toContain('plays the role "heating" in "south"')
  })

  it("falls through to the next rule where no authority has the role, and says so", () => {
    const found = route(region, { ...facts, territoryId: "north" })
    expect(found).toMatchObject({ authorityId: "adm-north", ruleId: "municipal" })
    expect(found.passed).toContainEqual({ ruleId: "heating-by-role", why: 'no authority has the role "heating" in "north"' })
  })

  it("sends a regional topic to its ministry from anywhere", () => {
    expect(route(region, { topic: "health", territoryId: null, network: "ok" }).authorityId).toBe("ministry-health")
  })

  it("leaves what nobody owns in the no-owner queue, with the reason", () => {
    const found = route(region, { topic: "heating", territoryId: null, network: "vk" })
    expect(found).toMatchObject({ authorityId: null, ruleId: null })
    expect(found.why).toContain("the territory is unknown")
    expect(route(region, { topic: null, territoryId: null, network: "vk" }).why).toMatch(/no owner: topic unknown, territory unknown/)
  })

  it("keeps to the validity of rules, half-open", () => {
    const roads = { topic: "roads", territoryId: "south", network: "vk" }
    expect(route(region, { ...roads, at: "2025-12-31T23:59:59.999Z" }).ruleId).toBe("old-roads")
    expect(route(region, { ...roads, at: "2026-01-01T00:00:00.000Z" }).ruleId).toBe("municipal")
  })

  it("looks at the network", () => {
    expect(route(region, { topic: "statement", territoryId: null, network: "x" }).authorityId).toBe("press")
    expect(route(region, { topic: "statement", territoryId: null, network: "vk" }).authorityId).toBeNull()
  })

  it("is total: any facts give an existing owner or the queue, with a reason, and every rule before is told", () => {
    const owners = new Set(region.authorities.map((authority) => authority.id))
    fc.assert(
      fc.property(
        fc.record({
          topic: fc.option(fc.oneof(fc.constantFrom("heating", "roads", "health", "statement"), fc.string())),
          territoryId: fc.option(fc.oneof(fc.constantFrom("region", "north", "south", "south-town"), fc.string())),
          network: fc.oneof(fc.constantFrom("vk", "x"), fc.string()),
        }),
        (anything) => {
          const found = route(region, anything)
          expect(found.why).not.toBe("")
          if (found.authorityId === null) expect(found.passed).toHaveLength(region.rules.length)
          else {
            expect(owners.has(found.authorityId)).toBe(true)
            expect(found.passed).toHaveLength(region.rules.findIndex((rule) => rule.id === found.ruleId))
          }
        },
      ),
    )
  })
})

describe("routing data", () => {
  it.each([
    [
      {
        authorities: [
          { id: "a", title: "A", kind: "ministry" },
          { id: "a", title: "B", kind: "ministry" },
        ],
        territories: [],
        rules: [],
      },
      "authorities.1.id",
    ],
    [{ authorities: [], territories: [{ id: "t", title: "T", kind: "district", parentId: "u" }], rules: [] }, "territories.0.parentId"],
    [{ authorities: [], territories: [{ id: "t", title: "T", kind: "district", parentId: "t" }], rules: [] }, "territories.0.parentId"],
    [
      { authorities: [], territories: [{ id: "t", title: "T", kind: "district", owners: { heat: "x" } }], rules: [] },
      "territories.0.owners.heat",
    ],
    [{ authorities: [], territories: [], rules: [{ id: "r", when: {}, assign: { authorityId: "x" } }] }, "rules.0.assign.authorityId"],
    [
      { authorities: [], territories: [], rules: [{ id: "r", when: { territoryIds: ["x"] }, assign: { role: "y" } }] },
      "rules.0.when.territoryIds.0",
    ],
  ])("is refused with the place of the trouble (%#)", (input, path) => {
    const result = routingSchema.safeParse(input)
    expect(result.error?.issues.map((issue) => issue.path.join("."))).toContain(path)
  })
})
