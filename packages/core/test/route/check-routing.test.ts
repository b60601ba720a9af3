import { describe, expect, it } from "vitest"
import { checkRouting, routingCaseSchema, routingSchema, type RoutingCase } from "../../src/route/index.ts"
import { region } from "./region.ts"

const read = (cases: readonly RoutingCase[]) => cases.map((example) => routingCaseSchema.parse(example))
const heating: RoutingCase = {
  title: "cold flat in the town of the South",
  facts: { topic: "heating", territoryId: "south-town", network: "vk" },
  owner: "heat-south",
  ruleId: "heating-by-role",
  why: ['plays the role "heating" in "south"'],
}
const queue: RoutingCase = {
  title: "cold flat, nobody knows where",
  facts: { topic: "heating", territoryId: null, network: "vk" },
  owner: null,
  why: ["no owner", "the territory is unknown"],
}

describe("checkRouting", () => {
  it("passes cases that are as they say, and names rules that no case tries", () => {
    expect(checkRouting(region, read([heating, queue]))).toEqual({
      passed: true,
      counts: { cases: 2, failed: 0, rules: 5, untested: 4 },
      failures: [],
      untested: ["x-press", "health", "old-roads", "municipal"],
    })
  })

  it("tells everything that is not as the case says, with the whole reason", () => {
    const { passed, failures } = checkRouting(
      region,
      read([
        queue,
        { ...heating, facts: { ...heating.facts, territoryId: "north" }, coExecutors: ["press"] },
        { ...queue, owner: "adm-north", ruleId: "municipal" },
      ]),
    )
    expect(passed).toBe(false)
    expect(failures.map(({ index, problems }) => [index, problems])).toEqual([
      [
        1,
        [
          '"heat-south" was expected, and "adm-north" was found',
          'the rule "heating-by-role" was to decide, and "municipal" did',
          "the co-executors were to be (press), and are ()",
          'the reason was to say "plays the role "heating" in "south""',
        ],
      ],
      [2, ['"adm-north" was expected, and no owner was found', 'the rule "municipal" was to decide, and none did']],
    ])
    expect(failures[0]?.found.passed).toContainEqual({ ruleId: "heating-by-role", why: 'no authority has the role "heating" in "north"' })
  })

  it("does not let a slip in a case pass as an empty queue", () => {
    const slip = { ...queue, facts: { ...queue.facts, territoryId: "nroth" } }
    expect(checkRouting(region, read([slip])).failures[0]?.problems[0]).toBe('the case names the territory "nroth", and there is none')
    const strangers = { ...heating, owner: "heat-nowhere", ruleId: "no-rule" }
    expect(checkRouting(region, read([strangers])).failures[0]?.problems.slice(0, 2)).toEqual([
      'the case names the authority "heat-nowhere", and there is none',
      'the case names the rule "no-rule", and there is none',
    ])
  })

  it("takes the cases that are kept beside the rules", () => {
    const { authorities, territories, rules } = region
    const withCases = routingSchema.parse({ authorities, territories, rules, cases: [heating, { ...queue, owner: "press" }] })
    expect(checkRouting(withCases).counts).toMatchObject({ cases: 2, failed: 1 })
    expect(checkRouting(region).counts.cases).toBe(0)
  })
})
