import { deadline, planClocks, policySchema, type ClockFacts } from "@otklik/core/sla"
import { describe, expect, it } from "vitest"
import { officeCalendar } from "../src/calendar.ts"
import { policies as inputs } from "../src/policies.ts"
import { region } from "../src/region.ts"
import { topics } from "../src/topics.ts"

const policies = inputs.map((policy) => policySchema.parse(policy))
const registered = "2026-11-03T05:00:00.000Z" // Tuesday, 14:00 in Chita, the day before a holiday

const facts = (topic: string, importance: "normal" | "raised"): ClockFacts => ({
  topic,
  importance,
  kind: "problem",
  network: "vk",
  authorityId: null,
  moments: { registered },
})

describe("the terms of the region", () => {
  it.each([
    ["open-manholes", "raised", "raised-4h", "2026-11-03T09:00:00.000Z"],
    ["road-repair", "normal", "normal-24h", "2026-11-04T05:00:00.000Z"],
    // Three hours are left of the short Tuesday, Wednesday is a holiday, five hours of Thursday: 9 to 13, and an hour
    // after lunch.
    ["social-benefits", "normal", "office-8h", "2026-11-05T06:00:00.000Z"],
    ["social-benefits", "raised", "raised-4h", "2026-11-03T09:00:00.000Z"],
  ] as const)("%s of %s importance: %s", (topic, importance, policyId, dueAt) => {
    expect(planClocks(policies, region.calendars, facts(topic, importance))).toMatchObject([{ goal: "first-reply", policyId, dueAt }])
  })

  it("start one clock for every topic, of either importance", () => {
    for (const { id } of topics) {
      for (const importance of ["normal", "raised"] as const)
        expect(planClocks(policies, region.calendars, facts(id, importance))).toHaveLength(1)
    }
  })

  it("give whoever writes after an answer four working hours", () => {
    const later = policies.filter(({ startsAt }) => startsAt === "author-wrote")
    expect(later.map(({ goal }) => goal)).toEqual(["follow-up"])
    // Three hours are left of the short Tuesday, Wednesday is a holiday.
    expect(later.map((policy) => deadline(policy, region.calendars, registered))).toEqual(["2026-11-05T01:00:00.000Z"])
  })

  it("count a transferred Saturday as work and the bridge day as none", () => {
    const office = policies.find((policy) => policy.id === "office-8h")
    if (office === undefined) throw new TypeError("the policy is gone")
    // Friday 31 October 2025, 17:00 in Chita: one hour, then seven on the short working Saturday.
    expect(deadline(office, region.calendars, "2025-10-31T08:00:00.000Z")).toBe("2025-11-01T08:00:00.000Z")
    // From Saturday's end the next working day is Wednesday 5 November.
    expect(deadline(office, region.calendars, "2025-11-01T08:00:00.000Z")).toBe("2025-11-05T09:00:00.000Z")
  })

  it("say which year of the calendar is a projection", () => {
    expect(officeCalendar.version).toMatch(/2018, .*2026, 2027 \(projected\)$/)
  })
})
