import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { decide, evolve, initialIncident, type IncidentCommand } from "../../../src/incident/index.ts"
import { policyPresets, policySchema, simulatePolicies, type Policy } from "../../../src/sla/index.ts"
import { calendars, handling, live, type Plot } from "./history.ts"
import { plots, policyLists } from "./plots.ts"

const preset = (id: string): readonly Policy[] =>
  (policyPresets.find((candidate) => candidate.id === id)?.policies ?? []).map((policy) => policySchema.parse(policy))

/** Friday 27 November 2026, 17:25 in Chita; registered five minutes later and handed over in the same minute. */
const friday = (answerAfterMinutes: number, change: Partial<Plot> = {}): Plot => ({
  topic: "roads",
  importance: "normal",
  network: "vk",
  start: Date.parse("2026-11-27T08:25:00.000Z"),
  steps: [
    { minutes: 5, act: "register", authorityId: "a" },
    { minutes: 0, act: "assign", authorityId: "a" },
    { minutes: 0, act: "take", authorityId: "a" },
    { minutes: answerAfterMinutes, act: "final", authorityId: "a" },
  ],
  ...change,
})
const asOf = "2026-12-10T00:00:00.000Z"

describe("simulatePolicies", () => {
  it("says what another region's order would have made of a weekend", () => {
    const today = preset("all-russia-24h")
    // Answered on Saturday 17:00, on Monday 12:00, on Tuesday 10:00 in Chita.
    const histories = [1410, 3 * 1440 - 330, 4 * 1440 - 450].map((minutes, index) => live(friday(minutes), today, `inc_${index}`))
    const { goals, totals } = simulatePolicies({ policies: preset("sevastopol"), calendars, histories, asOf })
    expect(goals.map(({ before, after }) => [before?.isLate, after?.isLate])).toEqual([
      [false, false],
      [true, false],
      [true, true],
    ])
    expect(goals[1]).toMatchObject({
      incidentId: "inc_1",
      goal: "first-reply",
      before: { policyId: "all-russia-24h", dueAt: "2026-11-28T08:30:00.000Z" },
      // 9 working hours with a lunch break: Tuesday 9:30.
      after: { policyId: "sevastopol-9h", dueAt: "2026-12-01T00:30:00.000Z", stoppedAt: "2026-11-30T03:00:00.000Z" },
    })
    expect(totals).toEqual([
      {
        goal: "first-reply",
        clocksBefore: 3,
        clocksAfter: 3,
        lateBefore: 2,
        lateAfter: 1,
        becameLate: 0,
        becameInTime: 1,
        moved: 3,
      },
    ])
  })

  it("counts what is not answered by the moment of the judgement, and nothing that comes after it", () => {
    const histories = [live(friday(6000), preset("all-russia-24h"))]
    const judge = (at: string) => simulatePolicies({ policies: preset("ulyanovsk-8h"), calendars, histories, asOf: at }).totals[0]
    expect(judge("2026-11-27T16:29:59.999Z")).toMatchObject({ lateBefore: 0, lateAfter: 0 })
    expect(judge("2026-11-27T16:30:00.000Z")).toMatchObject({ lateBefore: 0, lateAfter: 1, becameLate: 1 })
    expect(judge("2026-11-27T08:29:59.999Z")).toBeUndefined()
  })

  it("judges a closed incident as of its closing", () => {
    const closed = friday(60, {
      steps: [
        { minutes: 5, act: "register", authorityId: "a" },
        { minutes: 0, act: "assign", authorityId: "a" },
        { minutes: 0, act: "take", authorityId: "a" },
        { minutes: 30, act: "final", authorityId: "a" },
        { minutes: 10, act: "close", authorityId: "a" },
      ],
    })
    const visit = policySchema.parse({
      id: "visit",
      version: "1",
      goal: "visit",
      startsAt: "registered",
      term: { minutes: 120, time: "wall" },
    })
    const { goals } = simulatePolicies({ policies: [visit], calendars, histories: [live(closed, [visit])], asOf })
    expect(goals).toMatchObject([{ goal: "visit", before: { isLate: false, isCancelled: true }, after: { isLate: false } }])
  })

  it("counts what is reached at the very moment of the due time as in time, and what is given up at it as late", () => {
    const hour = (goal: string): Policy =>
      policySchema.parse({ id: goal, version: "1", goal, startsAt: "registered", term: { minutes: 60, time: "wall" } })
    const policies = [hour("first-reply"), hour("visit")]
    const ended = (minutes: number) =>
      friday(minutes, { steps: [...friday(minutes).steps, { minutes: 0, act: "close", authorityId: "a" }] })
    const late = (minutes: number) =>
      simulatePolicies({ policies, calendars, histories: [live(ended(minutes), policies)], asOf }).goals.map(({ goal, before, after }) => [
        goal,
        before?.isLate,
        after?.isLate,
      ])
    expect(late(60)).toEqual([
      ["first-reply", false, false],
      ["visit", true, true],
    ])
    expect(late(59)).toEqual([
      ["first-reply", false, false],
      ["visit", false, false],
    ])
    expect(late(61)).toEqual([
      ["first-reply", true, true],
      ["visit", true, true],
    ])
  })

  it("lets a question pause what the desk lets it pause, and nothing be due at once after it", () => {
    const story = friday(30, {
      steps: [
        ...friday(30).steps.slice(0, 3),
        { minutes: 30, act: "clarify", authorityId: "a" },
        { minutes: 300, act: "end-wait", authorityId: "a" },
      ],
    })
    const policies = [
      policySchema.parse({ id: "p", version: "1", goal: "first-reply", startsAt: "registered", term: { minutes: 40, time: "wall" } }),
    ]
    const due = (rules: Partial<typeof handling>) =>
      simulatePolicies({ policies, calendars, histories: [live(story, policies)], asOf, handling: { ...handling, ...rules } }).goals[0]
    // Registered at 08:30, asked at 09:00, answered at 14:00: ten minutes were left, and the grace is 45.
    expect(due({})?.before?.dueAt).toBe("2026-11-27T14:45:00.000Z")
    expect(due({})?.after?.dueAt).toBe("2026-11-27T14:45:00.000Z")
    expect(due({ resumeGraceMinutes: 0 })?.after?.dueAt).toBe("2026-11-27T14:10:00.000Z")
    expect(due({ pausedByQuestion: [] })?.after?.dueAt).toBe("2026-11-27T09:10:00.000Z")
    expect(due({ questionIsFirstReply: true })?.after).toMatchObject({ stoppedAt: "2026-11-27T09:00:00.000Z", isLate: false })
  })

  it("shows goals that had no clock, and goals that would have none", () => {
    const histories = [live(friday(60), preset("all-russia-24h"))]
    expect(simulatePolicies({ policies: [], calendars, histories, asOf }).goals).toMatchObject([{ after: null, before: { isLate: false } }])
    const without = [live(friday(600), [])]
    expect(simulatePolicies({ policies: preset("ulyanovsk-8h"), calendars, histories: without, asOf }).totals).toMatchObject([
      { clocksBefore: 0, clocksAfter: 1, becameLate: 1, moved: 0 },
    ])
  })

  it("refuses a history that does not begin with the detection", () => {
    const { events } = live(friday(60), [])
    const histories = [{ incidentId: "inc_1", events: events.slice(1) }]
    expect(() => simulatePolicies({ policies: [], calendars, histories, asOf })).toThrow(/the log is broken/)
  })

  it("changes nothing under the same policies, whatever happened", () => {
    fc.assert(
      fc.property(plots, policyLists, fc.integer({ min: 0, max: 30 * 1440 }), (plot, policies, minutes) => {
        const histories = [live(plot, policies)]
        const at = new Date(plot.start + minutes * 60_000).toISOString()
        const { goals, totals } = simulatePolicies({ policies, calendars, histories, asOf: at, handling })
        for (const { before, after } of goals) expect(after).toEqual(before)
        for (const { becameLate, becameInTime, moved } of totals) expect([becameLate, becameInTime, moved]).toEqual([0, 0, 0])
      }),
      { numRuns: 400 },
    )
  })

  it("adds up: what became late and what became timely is the whole difference, and nothing is written", () => {
    fc.assert(
      fc.property(fc.array(plots, { maxLength: 4 }), policyLists, policyLists, (stories, ours, theirs) => {
        // Where no clock ran or changed, the log does not say that running clocks were to be left alone, or brought
        // under other policies.
        const plain = stories.map((plot) => ({
          ...plot,
          steps: plot.steps.filter(({ act }) => act !== "adopt").map((step) => ({ ...step, newOnly: false })),
        }))
        const histories = plain.map((plot, index) => live(plot, ours, `inc_${index}`))
        const text = JSON.stringify(histories)
        const options = { policies: theirs, calendars, histories, asOf, handling }
        const simulation = simulatePolicies(options)
        for (const { lateBefore, lateAfter, becameLate, becameInTime } of simulation.totals) {
          expect(lateAfter - lateBefore).toBe(becameLate - becameInTime)
        }
        expect(JSON.stringify(histories)).toBe(text)
        expect(simulatePolicies(options)).toEqual(simulation)
        // There and back: what theirs would have done is what a desk under theirs does.
        const underTheirs = plain.map((plot, index) => live(plot, theirs, `inc_${index}`))
        const real = simulatePolicies({ ...options, histories: underTheirs })
        const shown = ({ goals }: typeof real, side: "before" | "after") =>
          goals
            .flatMap((row) => (row[side] === null ? [] : [JSON.stringify([row.incidentId, row.goal, row.cycle, row.turn, row[side]])]))
            .toSorted()
        expect(shown(real, "before")).toEqual(shown(simulation, "after"))
      }),
      { numRuns: 150 },
    )
  })

  it("stops the first reply of a merged incident by a reply under its own message, and by no other", () => {
    const lived = live({ ...friday(0), steps: friday(0).steps.slice(0, 3) }, preset("all-russia-24h"))
    const by = { id: "moderator", kind: "person" } as const
    const at = "2026-11-27T10:00:00.000Z"
    const own = lived.events.flatMap((event) => (event.type === "incident-detected" ? [event.messageKey] : []))
    const joint = (messageKey: string): IncidentCommand => ({
      type: "record-joint-reply",
      at,
      by,
      into: "inc_9",
      draftId: "drf_9",
      replyKind: "final",
      messageKey,
      replyKey: `${messageKey}_97`,
      url: "https://example.org/reply",
      publishedAt: at,
    })
    const stoppedBy = (messageKey: string) => {
      const commands: readonly IncidentCommand[] = [
        { type: "join-messages", at, by, from: "inc_8", messages: [{ messageKey: "vk:-1_8", publishedAt: at }] },
        { type: "merge", at, by, into: "inc_9" },
        joint(messageKey),
      ]
      const events = [...lived.events]
      for (const command of commands) events.push(...decide(command, events.reduce(evolve, initialIncident)))
      const { goals } = simulatePolicies({ policies: preset("all-russia-24h"), calendars, histories: [{ ...lived, events }], asOf: at })
      return goals.filter(({ goal }) => goal === "first-reply").map(({ before, after }) => [before?.stoppedAt, after?.stoppedAt])
    }
    expect(stoppedBy("vk:-1_8")).toEqual([[null, null]])
    expect(own.flatMap(stoppedBy)).toEqual([[at, at]])
  })
})
