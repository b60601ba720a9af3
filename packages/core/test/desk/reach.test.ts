import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createRoleAuthorisation, deskRoleCommands, deskRoles, type Grant, type Reading } from "@otklik/core"
import { isReached } from "@otklik/core/storage"
import { buildIncident } from "@otklik/testkit"
import { clockFactsOf, factsOf, labelsOf } from "../../src/report/index.ts"
import type { ExistingIncident } from "../../src/incident/index.ts"

const territories = [
  { id: "region" },
  { id: "district", parentId: "region" },
  { id: "village", parentId: "district" },
  { id: "town", parentId: "region" },
] as const
const ids = { territoryIds: territories.map(({ id }) => id), topics: ["roads", "water"], authorityIds: ["a", "b", "c"] }

const some = (values: readonly string[]) => fc.option(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 }), { nil: undefined })
const grantArbitrary: fc.Arbitrary<Grant> = fc
  .record({
    role: fc.constantFrom(...deskRoles),
    territoryIds: some(ids.territoryIds),
    topics: some(ids.topics),
    authorityIds: some(ids.authorityIds),
    personalData: fc.constantFrom("none", "text", "author"),
  })
  .map((grant) => Object.fromEntries(Object.entries(grant).filter(([, value]) => value !== undefined)) as { [Name in keyof Grant]: never })

const statuses = ["candidate", "rejected", "registered", "assigned", "in-work", "replied-final", "closed", "dismissed"] as const

/** An incident of any state, with an owner, somebody beside it, a topic and a territory, or without. */
const incidentArbitrary: fc.Arbitrary<ExistingIncident> = fc
  .record({
    status: fc.constantFrom(...statuses),
    topic: fc.option(fc.constantFrom(...ids.topics), { nil: null }),
    territoryId: fc.option(fc.constantFrom(...ids.territoryIds), { nil: null }),
    authorityId: fc.constantFrom(...ids.authorityIds),
    beside: fc.constantFrom(...ids.authorityIds),
  })
  .map(({ beside, ...options }) => {
    const { incident } = buildIncident(options)
    if (!("assignment" in incident) || incident.assignment === null) return incident
    return { ...incident, assignment: { ...incident.assignment, coExecutors: [{ authorityId: beside, why: "theirs too" }] } }
  })

const actor = { id: "somebody", kind: "person" } as const

describe("what an authorisation decides and what it reaches", () => {
  // 10 000 grants and incidents of them, each asked both ways.
  it.each<Reading>(["find", "search", "text", "export"])("are one for every incident: %s", async (reading) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(grantArbitrary, { maxLength: 3 }),
        fc.array(incidentArbitrary, { minLength: 1, maxLength: 5 }),
        async (grants, incidents) => {
          const { decide, reach } = createRoleAuthorisation({ grantsOf: () => grants, territories })
          const reached = await reach({ actor, reading })
          for (const incident of incidents) {
            const one = { facts: factsOf(incident), clocks: clockFactsOf(incident), labels: labelsOf(incident) }
            const isThere = reached === "everything" || reached.some((limit) => isReached(one, limit))
            expect((await decide({ actor, reading, incident })).allowed).toBe(isThere)
          }
        },
      ),
      { numRuns: 1000 },
    )
  })

  it("roles of a command may be the host's, and an empty list is nobody's", async () => {
    const { incident } = buildIncident()
    const grants: readonly Grant[] = [{ role: "executor" }, { role: "moderator" }]
    const ask = async (commands: Parameters<typeof createRoleAuthorisation>[0]["commands"]) => {
      const { decide } = createRoleAuthorisation({ grantsOf: () => grants, ...(commands === undefined ? {} : { commands }) })
      const command = { type: "close", incidentId: incident.incidentId, reason: "decision" } as const
      return (await decide({ actor, command, incident })).allowed
    }
    expect(deskRoleCommands.close).toEqual(["moderator"])
    expect([
      await ask(undefined),
      await ask({ close: ["executor"] }),
      await ask({ close: ["supervisor"] }),
      await ask({ close: [] }),
    ]).toEqual([true, true, false, false])
  })
})
