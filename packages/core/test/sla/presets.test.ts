import { describe, expect, it } from "vitest"
import {
  createCalendar,
  deadline,
  explainDeadline,
  planClocks,
  policyPresets,
  policySchema,
  presetCalendarId,
  type Slot,
} from "../../src/sla/index.ts"

const hours: readonly Slot[] = [
  ["09:00", "13:00"],
  ["14:00", "18:00"],
]
const calendars = {
  [presetCalendarId]: createCalendar({
    id: presetCalendarId,
    zone: "Asia/Chita",
    week: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours },
    exceptions: [{ date: "2026-12-02", slots: [], reason: "an invented holiday" }],
  }),
}
const policies = policyPresets.flatMap((preset) => preset.policies.map((policy) => policySchema.parse(policy)))

describe("policyPresets", () => {
  it("are policies as data: they survive JSON, have unique ids, and each says its source", () => {
    expect(JSON.parse(JSON.stringify(policyPresets))).toEqual(policyPresets)
    expect(new Set(policies.map(({ id }) => id)).size).toBe(policies.length)
    expect(new Set(policyPresets.map(({ id }) => id)).size).toBe(policyPresets.length)
    for (const { source } of policies) expect(source).toMatch(/\w{4}/)
    for (const preset of policyPresets) expect(preset.source).toMatch(/\w{4}/)
  })

  // Friday 27 November 2026, 17:30 in Chita.
  it.each([
    ["all-russia-24h", "registered", "Sat 2026-11-28 17:30 +09:00"],
    ["sevastopol-9h", "assigned", "Tue 2026-12-01 09:30 +09:00"],
    ["sevastopol-4h", "assigned", "Mon 2026-11-30 12:30 +09:00"],
    ["sevastopol-final-7wd", "interim-published", "Wed 2026-12-09 23:59 +09:00"],
    ["sevastopol-4h-wall", "assigned", "Fri 2026-11-27 21:30 +09:00"],
    ["crimea-9h", "detected", "Tue 2026-12-01 09:30 +09:00"],
    ["crimea-final-7d", "interim-published", "Fri 2026-12-04 23:59 +09:00"],
    ["ulyanovsk-8h", "registered", "Sat 2026-11-28 01:30 +09:00"],
    ["moscow-objection-15d", "final-published", "Sat 2026-12-12 23:59 +09:00"],
    ["perm-objection-7d", "final-published", "Fri 2026-12-04 23:59 +09:00"],
    ["formal-appeal-30d", "converted", "Sun 2026-12-27 23:59 +09:00"],
  ])("preset %s runs from %s to %s", (id, startsAt, due) => {
    const policy = policies.find((candidate) => candidate.id === id)
    if (policy === undefined) throw new Error(`no preset has the policy ${id}`)
    expect(policy.startsAt).toBe(startsAt)
    const options = { policy, calendars, startedAt: "2026-11-27T08:30:00.000Z", zone: "Asia/Chita" }
    const explanation = explainDeadline(options)
    expect(explanation.dueLocal).toBe(due)
    expect(explanation.dueAt).toBe(deadline(policy, calendars, options.startedAt))
  })

  it("leaves no preset untested", () => {
    expect(policies).toHaveLength(11)
  })

  it("lets raised importance win in Sevastopol, and starts no clock at a moment that the desk has none for", () => {
    const order = policies.filter(({ id }) => id.startsWith("sevastopol") && id !== "sevastopol-4h-wall")
    const moments = { assigned: "2026-11-27T08:30:00.000Z", "interim-published": "2026-11-27T08:30:00.000Z" }
    const facts = { topic: null, kind: "problem", network: "vk", authorityId: "a", moments } as const
    const planned = (importance: "normal" | "raised") =>
      planClocks(order, calendars, { ...facts, importance }).map(({ goal, policyId }) => `${goal} ${policyId}`)
    expect(planned("normal")).toEqual(["first-reply sevastopol-9h"])
    expect(planned("raised")).toEqual(["first-reply sevastopol-4h"])
    const wall = policies.filter(({ id }) => id === "sevastopol-4h-wall")
    const byWall = (["normal", "raised"] as const).map((importance) => planClocks(wall, calendars, { ...facts, importance }).length)
    expect(byWall).toEqual([0, 1])
  })
})
