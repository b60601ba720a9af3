import { describe, expect, it } from "vitest"
import { choosePolicy, planClocks, policySchema, type ClockFacts, type PolicyInput } from "../../src/sla/index.ts"

const policy = (id: string, minutes: number, rest: Partial<PolicyInput> = {}) =>
  policySchema.parse({ id, version: "2026", goal: "first-reply", startsAt: "registered", term: { minutes, time: "wall" }, ...rest })

const moments = { published: "2026-11-27T07:00:00.000Z", detected: "2026-11-27T07:30:00.000Z", registered: "2026-11-27T08:00:00.000Z" }
const facts = (change: Partial<ClockFacts> = {}): ClockFacts => ({
  topic: "roads",
  kind: "problem",
  importance: "normal",
  network: "vk",
  authorityId: null,
  moments,
  ...change,
})
const assigned = { assigned: "2026-11-27T09:00:00.000Z" }

const general = policy("general", 1440)
const raised = policy("raised", 240, { appliesTo: { importance: "raised" } })
const raisedRoads = policy("raised-roads", 120, { appliesTo: { importance: "raised", topics: ["roads", "ice"] } })
const raisedVk = policy("raised-vk", 90, { appliesTo: { importance: "raised", networks: ["vk"] } })
const all = [general, raised, raisedRoads, raisedVk]

describe("planClocks", () => {
  it("starts every goal by one policy, from its own moment", () => {
    const planned = planClocks(
      [
        general,
        policy("triage", 60, { goal: "triage", startsAt: "detected" }),
        policy("blind", 30, { goal: "blind", startsAt: "published" }),
      ],
      {},
      facts(),
    )
    expect(planned).toEqual([
      {
        goal: "first-reply",
        policyId: "general",
        policyVersion: "2026",
        startsAt: "registered",
        startedAt: moments.registered,
        dueAt: "2026-11-28T08:00:00.000Z",
      },
      {
        goal: "triage",
        policyId: "triage",
        policyVersion: "2026",
        startsAt: "detected",
        startedAt: moments.detected,
        dueAt: "2026-11-27T08:30:00.000Z",
      },
      {
        goal: "blind",
        policyId: "blind",
        policyVersion: "2026",
        startsAt: "published",
        startedAt: moments.published,
        dueAt: "2026-11-27T07:30:00.000Z",
      },
    ])
  })

  it.each([
    ["nothing special: the general one", all, {}, "general"],
    ["the most conditions win, wherever they stand", all.toReversed(), { importance: "raised", topic: "heating", network: "ok" }, "raised"],
    ["of equally special ones the first in the list", all, { importance: "raised" }, "raised-roads"],
    ["and the list decides again when it is turned", all.toReversed(), { importance: "raised" }, "raised-vk"],
    [
      "an unknown topic fits no condition on topics",
      [general, policy("roads", 5, { appliesTo: { topics: ["roads"] } })],
      { topic: null },
      "general",
    ],
    ["a kind that is not asked for", [general, policy("questions", 5, { appliesTo: { kinds: ["question"] } })], {}, "general"],
    ["a kind that is", [general, policy("questions", 5, { appliesTo: { kinds: ["question"] } })], { kind: "question" }, "questions"],
  ] as const)("%s", (_name, policies, change, expected) => {
    expect(planClocks(policies, {}, facts(change)).map((clock) => clock.policyId)).toEqual([expected])
  })

  it("starts nothing when no policy applies", () => {
    expect(planClocks([raised], {}, facts())).toEqual([])
    expect(planClocks([], {}, facts())).toEqual([])
  })

  it("judges validity at the clock's own start, its end not included", () => {
    const old = policy("old", 60, { validTo: moments.registered })
    const next = policy("new", 120, { validFrom: moments.registered })
    expect(planClocks([old, next], {}, facts()).map((clock) => clock.policyId)).toEqual(["new"])
    const before = facts({ moments: { ...moments, registered: "2026-11-27T07:59:59.999Z" } })
    expect(planClocks([old, next], {}, before).map((clock) => clock.policyId)).toEqual(["old"])
  })

  describe("with terms that run from the hand-over", () => {
    const handOver = policy("hand-over", 240, { startsAt: "assigned", appliesTo: { topics: ["roads"] } })
    const ofOwner = policy("of-owner", 60, { startsAt: "assigned", appliesTo: { authorityIds: ["adm-chita"], topics: ["roads"] } })

    it("waits when the most special policy starts later", () => {
      expect(planClocks([general, handOver], {}, facts())).toEqual([])
      expect(
        planClocks([general, handOver], {}, facts({ authorityId: "adm-chita", moments: assigned })).map((clock) => clock.policyId),
      ).toEqual(["hand-over"])
    })

    it("knows the owner's own term only when there is an owner", () => {
      expect(planClocks([general, ofOwner], {}, facts()).map((clock) => clock.policyId)).toEqual(["general"])
      const [clock] = planClocks([general, handOver, ofOwner], {}, facts({ authorityId: "adm-chita", moments: assigned }))
      expect(clock).toMatchObject({ policyId: "of-owner", startedAt: assigned.assigned, dueAt: "2026-11-27T10:00:00.000Z" })
      const other = planClocks([general, handOver, ofOwner], {}, facts({ authorityId: "tgk-14", moments: assigned }))
      expect(other.map((planned) => planned.policyId)).toEqual(["hand-over"])
    })

    it("does not start at the hand-over what belonged to an earlier moment, unless that moment is given too", () => {
      expect(planClocks([general], {}, facts({ authorityId: "adm-chita", moments: assigned }))).toEqual([])
      const late = policy("late", 60, { appliesTo: { authorityIds: ["adm-chita"] } })
      const [clock] = planClocks([late], {}, facts({ authorityId: "adm-chita", moments: { ...moments, ...assigned } }))
      expect(clock).toMatchObject({ policyId: "late", startedAt: moments.registered })
    })
  })
})

describe("choosePolicy", () => {
  it("says why this one and why not the others", () => {
    const expired = policy("expired", 60, { appliesTo: { importance: "raised" }, validTo: "2026-01-01T00:00:00.000Z" })
    const choice = choosePolicy(
      [...all, expired, policy("elsewhere", 60, { goal: "triage" })],
      "first-reply",
      facts({ importance: "raised" }),
    )
    expect(choice.policy?.id).toBe("raised-roads")
    expect(choice.why).toBe(
      "fits by topics, importance; of the 4 that apply 2 have as many conditions, and it is the first of them in the list",
    )
    expect(choice.passed).toEqual([
      { policyId: "general", policyVersion: "2026", why: "applies, with fewer conditions" },
      { policyId: "raised", policyVersion: "2026", why: "applies, with fewer conditions" },
      { policyId: "raised-vk", policyVersion: "2026", why: "applies with as many conditions, further down the list" },
      { policyId: "expired", policyVersion: "2026", why: "valid only before 2026-01-01T00:00:00.000Z" },
    ])
  })

  it("says why there is none", () => {
    expect(choosePolicy([raised], "first-reply", facts())).toEqual({
      goal: "first-reply",
      policy: null,
      why: 'none of the policies with the goal "first-reply" applies',
      passed: [{ policyId: "raised", policyVersion: "2026", why: "importance is normal, not raised" }],
    })
    expect(choosePolicy([], "first-reply", facts()).why).toBe('no policy has the goal "first-reply"')
    const handedOver = facts({ authorityId: "adm-chita", moments: assigned })
    expect(choosePolicy([general], "first-reply", handedOver).passed[0]?.why).toBe('starts at "registered", which has passed')
    const early = policy("early", 60, { validFrom: "2027-01-01T00:00:00.000Z" })
    expect(choosePolicy([early], "first-reply", facts()).passed[0]?.why).toBe("valid only from 2027-01-01T00:00:00.000Z")
    expect(choosePolicy([general], "first-reply", facts({ moments: {} })).passed[0]?.why).toBe("no starting moment has been reached")
  })
})
