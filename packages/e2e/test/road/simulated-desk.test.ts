import { isDeskError, type DeskCommand, type DeskOptions, type IncidentEvent } from "@otklik/core"
import { createCalendar, policySchema, simulatePolicies } from "@otklik/core/sla"
import { createMemoryStorage } from "@otklik/storage-memory"
import { russian } from "@otklik/locale-ru"
import { buildMessage } from "@otklik/testkit"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { approver, buildRoad, executor, moderator, type Road } from "./road.ts"

const hours = [
  ["09:00", "13:00"],
  ["14:00", "18:00"],
] as const
const calendars = {
  office: createCalendar({ id: "office", zone: "Asia/Chita", week: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours } }),
}
const routing: DeskOptions["routing"] = {
  authorities: ["heat", "roads"].map((id) => ({ id, title: id, kind: "utility" })),
  territories: [{ id: "town", title: "Town", kind: "settlement", communities: ["vk:-1"] }],
  rules: ["heating", "roads"].map((topic) => ({
    id: topic,
    when: { topics: [topic] },
    assign: { authorityId: topic === "roads" ? "roads" : "heat" },
  })),
}
const handling = {
  pausedByQuestion: ["final-reply", "first-reply"],
  resumeGraceMinutes: 45,
  reclassify: { graceMinutes: 50, owner: "always" as const },
  conversation: { afterClose: "reopen" as const },
}
const topics: DeskOptions["topics"] = [
  { id: "heating", title: "Heating", importance: "raised" },
  { id: "roads", title: "Roads" },
]
const locale = russian()

const acts = [
  "complain",
  "write",
  "take",
  "assign",
  "transfer",
  "refuse",
  "arbitrate",
  "reclassify",
  "reclassify-new-only",
  "change-policy",
  "interim",
  "promise",
  "final",
  "claimed",
  "clarify",
  "follow-up",
  "draft",
  "return-draft",
  "late",
  "waive",
  "waive-word",
  "end-wait",
  "refute-fix",
  "reopen",
  "convert",
  "close",
  "dismiss",
  "restore",
  "merge",
  "unmerge",
  "split",
  "register-repeat",
  "tick",
] as const
type Act = (typeof acts)[number]

const stretches: readonly (readonly Act[])[] = [
  ["take", "final", "write"],
  ["take", "final", "write", "register-repeat"],
  ["take", "final", "write", "follow-up"],
  ["take", "interim", "write", "final"],
  ["take", "clarify", "write", "final"],
  ["take", "clarify", "tick", "end-wait"],
  ["take", "clarify", "dismiss", "restore"],
  ["take", "final", "close", "write", "take", "final"],
  ["take", "final", "reopen", "assign"],
  ["take", "claimed", "refute-fix", "take"],
  ["take", "final", "write", "reclassify", "tick"],
  ["take", "final", "write", "waive-word"],
  ["complain", "merge", "take", "final", "unmerge"],
  ["complain", "take", "split", "transfer", "take"],
  ["reclassify", "take", "reclassify", "transfer"],
  ["reclassify-new-only", "change-policy"],
  ["take", "draft", "reclassify", "return-draft"],
  ["take", "draft", "late"],
  ["take", "draft", "waive", "tick"],
  ["take", "promise", "interim", "final"],
  ["refuse", "assign", "take"],
  ["refuse", "refuse", "arbitrate", "take"],
  ...acts.map((act) => [act]),
]

interface Step {
  readonly act: Act
  readonly minutes: number
  /** Which incident, and which owner or topic. */
  readonly pick: number
}

const steps: fc.Arbitrary<readonly Step[]> = fc
  .array(fc.tuple(fc.constantFrom(...stretches), fc.array(fc.integer({ min: 0, max: 1500 }), { minLength: 6, maxLength: 6 }), fc.nat(7)), {
    maxLength: 7,
  })
  .map((list) => list.flatMap(([stretch, waits, pick]) => stretch.map((act, index) => ({ act, minutes: waits[index] ?? 0, pick }))))

const terms = fc.oneof(
  fc.record({ minutes: fc.integer({ min: 1, max: 3000 }), time: fc.constant("wall" as const) }),
  fc.record({ minutes: fc.integer({ min: 1, max: 1500 }), time: fc.constant("working" as const), calendarId: fc.constant("office") }),
  fc.record({ days: fc.integer({ min: 0, max: 5 }), time: fc.constant("calendar-days" as const), calendarId: fc.constant("office") }),
  fc.record({ days: fc.integer({ min: 1, max: 5 }), time: fc.constant("working-days" as const), calendarId: fc.constant("office") }),
)

const starts = [
  ["first-reply", "published"],
  ["first-reply", "registered"],
  ["first-reply", "assigned"],
  ["first-reply", "reopened"],
  ["acceptance", "assigned"],
  ["acceptance", "registered"],
  ["approval", "draft-submitted"],
  ["final-reply", "interim-published"],
  ["final-reply", "registered"],
  ["follow-up", "author-wrote"],
  ["objection", "final-published"],
  ["visit", "detected"],
  ["visit", "interim-published"],
] as const

const policyLists: fc.Arbitrary<NonNullable<DeskOptions["policies"]>> = fc
  .array(
    fc.record({
      start: fc.constantFrom(...starts),
      term: terms,
      topics: fc.option(fc.constant(["roads"]), { nil: undefined, freq: 2 }),
      importance: fc.option(fc.constantFrom("normal", "raised"), { nil: undefined, freq: 2 }),
      authorityIds: fc.option(fc.constant(["roads"]), { nil: undefined, freq: 2 }),
      from: fc.option(fc.constant("2026-11-25T00:00:00.000Z"), { nil: undefined, freq: 3 }),
    }),
    { minLength: 3, maxLength: 12 },
  )
  .map((list) =>
    list.map(({ start: [goal, startsAt], term, from, ...conditions }, index) => ({
      id: `p${index}`,
      version: "1",
      goal,
      startsAt,
      term,
      appliesTo: Object.fromEntries(Object.entries(conditions).filter(([, wanted]) => wanted !== undefined)),
      ...(from === undefined ? {} : { validFrom: from }),
    })),
  )

let serial = 0

/** Lives through the steps with a real desk; what is not legal is passed over. */
async function live(road: Road, plot: readonly Step[]): Promise<void> {
  const { desk, storage, network, clock } = road
  const complain = async (roads: boolean): Promise<void> => {
    const key = `vk:-1_${(serial += 1)}`
    const text = roads ? "Яма на дороге" : "Батареи холодные вторые сутки"
    network.messages.push(buildMessage({ key, text, authorId: `citizen-${serial}`, publishedAt: "2026-11-24T00:50:00.000Z" }))
    await desk.pull()
  }
  const act = async ({ act: what, pick }: Step): Promise<void> => {
    const { incidents } = await storage.find({ limit: 50 })
    const incident = incidents[pick % Math.max(1, incidents.length)]?.incident
    const other = incidents[(pick + 1) % Math.max(1, incidents.length)]?.incident
    if (what === "complain" || incident === undefined || other === undefined) return complain(pick % 2 === 1)
    if (what === "tick") return void (await desk.tick())
    const { incidentId } = incident
    const give = async (command: DeskCommand, actor = moderator) => desk.execute(command, { actor })
    const authorityId = pick % 3 === 0 ? "heat" : "roads"
    const topic = pick % 2 === 0 ? "roads" : "heating"
    const words = incident.messages.filter(({ role }) => role === "follow-up")
    const messageKey = incident.messageKeys[0] ?? ""
    const draft = async (
      drafted: Omit<Extract<DeskCommand, { type: "submit-draft" }>, "type" | "incidentId" | "text">,
      until: "draft" | "sent",
    ) => {
      const after = (await give({ type: "submit-draft", incidentId, text: "We are on it.", ...drafted }, executor)).incident
      if (until === "draft" || after.status !== "reply-review") return
      const { draftId, textHash } = after.draft
      await give({ type: "approve-draft", incidentId, draftId, textHash }, approver)
      await desk.publish()
    }
    switch (what) {
      case "write": {
        const [message] = await storage.read("message", [messageKey])
        if (message === undefined) return
        const answer = incident.replies.at(-1)?.replyKey ?? messageKey
        const authorId = `citizen-${messageKey.split("_")[1] ?? ""}`
        network.messages.push(
          buildMessage({
            key: `vk:-1_${(serial += 1)}`,
            text: pick % 2 === 0 ? "Ничего не изменилось" : "Опять батареи холодные",
            kind: "comment",
            threadKey: messageKey,
            parentKey: answer,
            authorId,
            publishedAt: clock.now(),
          }),
        )
        return void (await desk.pull())
      }
      case "take":
        return void (await give({ type: "take", incidentId }, executor))
      case "assign":
      case "transfer":
      case "arbitrate":
        return void (await give({ type: what, incidentId, authorityId, why: "invented" }))
      case "refuse":
        return void (await give({ type: "refuse", incidentId, reason: "invented" }))
      case "reclassify":
        return void (await give({ type: "reclassify", incidentId, topic, kind: pick % 3 === 0 ? "question" : "problem" }))
      case "reclassify-new-only":
        return void (await give({ type: "reclassify", incidentId, topic, importance: "normal", mode: "new-only" }))
      case "change-policy":
        return void (await give({ type: "change-policy", incidentId }))
      case "interim":
        return draft({ replyKind: "interim", outcome: { value: "unknown", noDateReason: "invented" } }, "sent")
      case "promise":
        return draft(
          { replyKind: "interim", outcome: { value: "planned", until: "2027-02-01T00:00:00.000Z", changeReason: "invented" } },
          "sent",
        )
      case "final":
        return draft({ replyKind: "final", outcome: { value: "explained" } }, "sent")
      case "claimed":
        return draft({ replyKind: "final", outcome: { value: "fix-claimed" } }, "sent")
      case "clarify":
        return draft({ replyKind: "clarify", waitMinutes: 600 }, "sent")
      case "follow-up":
        return draft({ replyKind: "follow-up" }, "sent")
      case "draft":
        return pick % 2 === 0
          ? draft({ replyKind: "final", outcome: { value: "explained" } }, "draft")
          : draft({ replyKind: "clarify", waitMinutes: 600 }, "draft")
      case "return-draft":
        return incident.status === "reply-review"
          ? void (await give({ type: "return-draft", incidentId, draftId: incident.draft.draftId, remark: "invented" }, approver))
          : undefined
      case "late": {
        if (incident.status !== "reply-review") return
        const { draftId, textHash } = incident.draft
        await give({ type: "approve-draft", incidentId, draftId, textHash }, approver)
        await give({ type: "record-refusal", incidentId, draftId, messageKey, reason: "invented" })
        await give({
          type: "record-publication",
          incidentId,
          draftId,
          messageKey,
          replyKey: `${messageKey}_77`,
          url: "https://example.org/1",
          publishedAt: clock.now(),
        })
        return
      }
      case "waive":
        return void (await give({ type: "waive-reply", incidentId, messageKey, reason: "abuse" }))
      case "waive-word":
        return void (await give({
          type: "waive-reply",
          incidentId,
          messageKey: words.at(-1)?.messageKey ?? "",
          reason: "no-answer-needed",
        }))
      case "end-wait":
        return void (await give({ type: "end-wait", incidentId, cause: "decision" }))
      case "refute-fix":
        return void (await give({ type: "refute-fix", incidentId, basis: "author" }))
      case "reopen":
        return void (await give({ type: "reopen", incidentId, cause: "supervisor-order" }))
      case "convert":
        return void (await give({ type: "convert", incidentId, externalId: "1", channel: "invented" }))
      case "close":
        return void (await give({ type: "close", incidentId, reason: "decision" }))
      case "dismiss":
        return void (await give({ type: "dismiss", incidentId, reason: "news" }))
      case "restore":
        return void (await give({ type: "restore", incidentId, why: "invented" }))
      case "merge":
        return void (await give({ type: "merge", incidentId: other.incidentId, into: incidentId }))
      case "unmerge":
        return void (await give({ type: "unmerge", incidentId: other.incidentId }))
      case "split":
        return void (await give({ type: "split", incidentId, messageKey, topic }))
      case "register-repeat":
        return void (await give({ type: "register-repeat", incidentId, messageKey: words.at(-1)?.messageKey ?? "" }))
    }
  }
  await complain(false)
  for (const step of plot) {
    clock.advance(step.minutes)
    try {
      await act(step)
    } catch (error) {
      if (!isDeskError(error)) throw error
    }
  }
}

describe("a simulation beside a real desk, whatever happened", () => {
  it("under the present policies finds exactly the clocks that ran", async () => {
    await fc.assert(
      fc.asyncProperty(steps, policyLists, async (plot, policies) => {
        const road = await buildRoad(() => createMemoryStorage(), {
          policies,
          calendars,
          handling,
          routing,
          topics,
          locale,
          goals: ["visit"],
        })
        await live(road, plot)
        const logs = new Map<string, IncidentEvent[]>()
        for (const { incidentId, event } of await road.storage.readEvents(null, 10_000))
          logs.set(incidentId, [...(logs.get(incidentId) ?? []), event])
        const histories = [...logs].map(([incidentId, events]) => ({ incidentId, events }))
        const checked = policies.map((policy) => policySchema.parse(policy))
        const { goals } = simulatePolicies({ policies: checked, calendars, histories, asOf: road.clock.now(), handling })
        for (const { incidentId, goal, cycle, turn, before, after } of goals)
          expect({ incidentId, goal, cycle, turn, clock: after }).toEqual({ incidentId, goal, cycle, turn, clock: before })
      }),
      { numRuns: Number(process.env["RUNS"] ?? 60) },
    )
  })
})
