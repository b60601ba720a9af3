import { millisToInstant } from "@otklik/core"
import type { Burst, BurstFact, BurstMemory, BurstRegion } from "@otklik/core/desk"

/** A region with two districts, of which one has two villages. */
export const town: BurstRegion = {
  topics: [{ id: "heating", group: "housing" }, { id: "water", group: "housing" }, { id: "roads", group: "streets" }, { id: "lonely" }],
  territories: [
    { id: "region", kind: "region" },
    { id: "north", kind: "district", parentId: "region" },
    { id: "hill", kind: "settlement", parentId: "north" },
    { id: "mill", kind: "settlement", parentId: "north" },
    { id: "south", kind: "district", parentId: "region" },
  ],
}

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour
/** A Monday, at noon in UTC. */
export const monday = Date.UTC(2026, 5, 1, 12)

let next = 0

/** An incident, published and registered at a moment unless said otherwise. */
export function registered(
  publishedAt: number,
  given: { readonly incidentId?: string; readonly topic?: string | null; readonly territoryId?: string | null; readonly at?: number } = {},
): BurstFact & { readonly kind: "registered" } {
  next += 1
  const { incidentId = `incident-${next}`, topic = "heating", territoryId = "hill", at = publishedAt } = given
  return { kind: "registered", incidentId, topic, territoryId, publishedAt: millisToInstant(publishedAt), at: millisToInstant(at) }
}

/** A memory with a habit of ten weeks up to Monday noon: roads in the south all day long, and heating now and then. */
export function live(
  memory: BurstMemory,
  { weeks = 10, heatingEvery = 7 }: { readonly weeks?: number; readonly heatingEvery?: number } = {},
): BurstMemory {
  for (let back = weeks * 7; back > 0; back -= 1) {
    for (let ofDay = 0; ofDay < 24; ofDay += 1)
      memory.take(registered(monday - back * day + ofDay * hour, { topic: "roads", territoryId: "south" }))
    if (back % heatingEvery === 0) memory.take(registered(monday - back * day + 23.5 * hour))
  }
  memory.pass(millisToInstant(monday))
  memory.changed()
  return memory
}

/** What changed while facts were taken, by burst, as it was last. */
export function play(memory: BurstMemory, facts: readonly BurstFact[]): readonly Burst[] {
  for (const fact of facts) memory.take(fact)
  return memory.changed()
}
