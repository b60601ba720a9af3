import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { distanceKm } from "../../src/route/distance.ts"
import { createLocator, route, routingSchema } from "../../src/route/index.ts"

/**
 * Two towns whose circles touch each other, in a district that holds both, in a region that holds nearly everything
 * around.
 */
const world = routingSchema.parse({
  authorities: ["adm-region", "adm-west", "adm-east"].map((id) => ({ id, title: id, kind: "administration" })),
  territories: [
    {
      id: "region",
      title: "Region",
      kind: "region",
      owners: { administration: "adm-region" },
      center: { latitude: 52, longitude: 114, radiusKm: 800 },
    },
    { id: "district", title: "District", kind: "district", parentId: "region", center: { latitude: 52, longitude: 114, radiusKm: 60 } },
    {
      id: "west",
      title: "West",
      kind: "settlement",
      parentId: "district",
      owners: { administration: "adm-west" },
      center: { latitude: 52, longitude: 113.9, radiusKm: 6.845 },
    },
    {
      id: "east",
      title: "East",
      kind: "settlement",
      parentId: "district",
      owners: { administration: "adm-east" },
      center: { latitude: 52, longitude: 114.1, radiusKm: 6.845 },
    },
  ],
  rules: [{ id: "municipal", when: {}, assign: { role: "administration" } }],
})
const locator = createLocator(world)

describe("failure mode 20: nobody is routed to nobody unseen: points around boundaries, and outdated maps", () => {
  const anywhere = fc.record({
    latitude: fc.double({ min: -90, max: 90, noNaN: true }),
    longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  })
  const near = fc.record({
    latitude: fc.double({ min: 51.9, max: 52.1, noNaN: true }),
    longitude: fc.double({ min: 113.7, max: 114.3, noNaN: true }),
  })

  it("lie in the smallest circle that holds them, and get an owner there; outside of all of them the place is unknown", () => {
    fc.assert(
      fc.property(fc.oneof(near, near, anywhere), (point) => {
        const { territoryId } = locator.locate({ text: "", place: point })
        const holding = world.territories
          .flatMap(({ id, center }) => (center !== undefined && distanceKm(center, point) <= center.radiusKm ? [{ id, center }] : []))
          .toSorted(
            (one, other) => one.center.radiusKm - other.center.radiusKm || distanceKm(one.center, point) - distanceKm(other.center, point),
          )
        expect(territoryId).toBe(holding[0]?.id ?? null)
        const { authorityId, why } = route(world, { topic: null, territoryId, network: "vk" })
        expect(authorityId).toBe(territoryId === null ? null : ({ west: "adm-west", east: "adm-east" }[territoryId] ?? "adm-region"))
        if (authorityId === null) expect(why).toContain("the territory is unknown")
      }),
      { numRuns: 2000 },
    )
  })

  it("of one radius go to the nearer centre, on both sides of the line between them", () => {
    const at = (longitude: number) => locator.locate({ text: "", place: { latitude: 52, longitude } }).territoryId
    expect(at(113.9999)).toBe("west")
    expect(at(114.0001)).toBe("east")
    // The two circles leave a gap above the line: the district around answers.
    expect(locator.locate({ text: "", place: { latitude: 52.05, longitude: 114 } }).territoryId).toBe("district")
  })

  it("of an old map do not lose anybody: an unknown territory has no owner, and the reason names it", () => {
    const found = route(world, { topic: "roads", territoryId: "abolished-district", network: "vk" })
    expect(found.authorityId).toBeNull()
    expect(found.why).toContain("abolished-district")
  })
})
