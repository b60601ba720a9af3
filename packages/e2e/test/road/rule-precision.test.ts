import { createMemoryStorage } from "@otklik/storage-memory"
import { describe, expect, it } from "vitest"
import { buildRoad, complaint, moderator } from "./road.ts"

const officer = { actor: moderator }
const period = { from: "2026-11-24T00:00:00.000Z", to: "2026-11-25T00:00:00.000Z" }

describe("the precision of rules", () => {
  it("is what became of the incidents that each began, with its interval", async () => {
    const { desk, network } = await buildRoad(createMemoryStorage)
    for (let index = 0; index < 6; index += 1) network.messages.push(complaint("Во дворе яма"))
    network.messages.push(complaint())
    await desk.pull()
    const ids = (await desk.find({ statuses: ["candidate"] }, { limit: 10, ...officer })).incidents.map(({ facts }) => facts.incidentId)
    expect(ids).toHaveLength(6)
    for (const incidentId of ids.slice(0, 3)) await desk.execute({ type: "register", incidentId }, officer)
    await desk.execute({ type: "register", incidentId: ids[3] ?? "", topic: "heating" }, officer)
    await desk.execute({ type: "reject", incidentId: ids[4] ?? "", reason: "not-a-complaint" }, officer)
    const [pit, cold, ...others] = await desk.rulePrecision({ period }, officer)
    expect(others).toEqual([])
    expect(pit).toMatchObject({
      ruleId: "pit",
      incidents: 6,
      kept: 3,
      reclassified: { heating: 1 },
      rejected: { "not-a-complaint": 1 },
      undecided: 1,
      share: 0.6,
    })
    // Wilson's interval of 3 of 5, as in Brown, Cai and DasGupta (2001): .231 to .882.
    expect(pit?.interval?.low).toBeCloseTo(0.231, 3)
    expect(pit?.interval?.high).toBeCloseTo(0.882, 3)
    // What a rule filed and nobody looked at says nothing about the rule.
    expect(cold).toEqual({
      ruleId: "cold",
      incidents: 1,
      kept: 0,
      reclassified: {},
      rejected: {},
      undecided: 1,
      share: null,
      interval: null,
    })
  })

  it("counts only the period, and is refused for one that ends before it begins", async () => {
    const { desk, network } = await buildRoad(createMemoryStorage)
    network.messages.push(complaint("Во дворе яма"))
    await desk.pull()
    expect(await desk.rulePrecision({ period: { from: period.to, to: "2026-11-26T00:00:00.000Z" } }, officer)).toEqual([])
    const wrong = { period: { from: period.to, to: period.from } }
    await expect(desk.rulePrecision(wrong, officer)).rejects.toMatchObject({ code: "config", details: { issues: [{ path: "period.to" }] } })
  })
})
