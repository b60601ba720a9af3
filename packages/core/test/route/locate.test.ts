import { describe, expect, it } from "vitest"
import { createLocator } from "../../src/route/index.ts"
import { distanceKm } from "../../src/route/distance.ts"
import { region } from "./region.ts"

const locator = createLocator(region)

describe("locate", () => {
  it("believes the place that the message names before everything else", () => {
    const found = locator.locate({ text: "northville", communityKey: "vk:-10", place: { name: "озерный  ПОСЁЛОК" } })
    expect(found).toMatchObject({ territoryId: "south-town", basis: "place" })
  })

  it("reads the most exact known part of a long place name", () => {
    expect(locator.locate({ text: "", place: { name: "Озерный, South, The Region" } }).territoryId).toBe("south-town")
  })

  it("finds the smallest circle around coordinates", () => {
    expect(locator.locate({ text: "", place: { latitude: 51.01, longitude: 114.01 } }).territoryId).toBe("south-town")
    expect(locator.locate({ text: "", place: { latitude: 51.5, longitude: 114 } }).territoryId).toBe("region")
    expect(locator.locate({ text: "", place: { latitude: 0, longitude: 0 } }).basis).toBe("unknown")
  })

  it("believes the community before the text", () => {
    expect(locator.locate({ text: "northville", communityKey: "vk:-20" })).toMatchObject({ territoryId: "south-town", basis: "community" })
  })

  it("reads a place name in the text, and says which words", () => {
    const found = locator.locate({ text: "No heat in Northville again", communityKey: "vk:-99" })
    expect(found).toMatchObject({ territoryId: "north", basis: "text" })
    expect(found.why).toContain("northville")
  })

  it("takes the inner one of nested names, and the common part of separate ones with little confidence", () => {
    expect(locator.locate({ text: "southern, в Озёрном" })).toMatchObject({ territoryId: "south-town", confidence: 0.7 })
    expect(locator.locate({ text: "northville and southern" })).toMatchObject({ territoryId: "region", confidence: 0.3 })
  })

  it("says plainly when nothing is known", () => {
    expect(locator.locate({ text: "hello" })).toEqual({
      territoryId: null,
      basis: "unknown",
      confidence: 0,
      why: "no place, no known community, no place name in the text",
    })
  })
})

describe("distanceKm", () => {
  it("is what geometry says: a quarter of a great circle, a degree of a meridian, nothing", () => {
    const radius = 6371.0088
    expect(distanceKm({ latitude: 90, longitude: 0 }, { latitude: 0, longitude: 113.5 })).toBeCloseTo((radius * Math.PI) / 2, 6)
    expect(distanceKm({ latitude: 51, longitude: 114 }, { latitude: 52, longitude: 114 })).toBeCloseTo((radius * Math.PI) / 180, 6)
    expect(distanceKm({ latitude: 0, longitude: 179.5 }, { latitude: 0, longitude: -179.5 })).toBeCloseTo((radius * Math.PI) / 180, 6)
    expect(distanceKm({ latitude: 1, longitude: 2 }, { latitude: 1, longitude: 2 })).toBe(0)
  })
})
