import { millisToInstant } from "../../../src/base/index.ts"
import { decide, evolve, initialIncident, type Incident, type IncidentCommand, type IncidentEvent } from "../../../src/incident/index.ts"
import { createCalendar, createClockPlanner, type ClockPlanner, type IncidentHistory, type Policy } from "../../../src/sla/index.ts"

const hours = [
  ["09:00", "13:00"],
  ["14:00", "18:00"],
] as const
export const calendars = {
  office: createCalendar({ id: "office", zone: "Asia/Chita", week: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours } }),
}

/** How the desks of the histories handle questions. */
export const handling = {
  resumeGraceMinutes: 45,
  reclassify: { graceMinutes: 50 },
  pausedByQuestion: ["final-reply", "first-reply"],
  questionIsFirstReply: false,
}

export const acts = [
  "assign",
  "take",
  "leave-unowned",
  "refuse",
  "transfer",
  "interim",
  "final",
  "clarify",
  "return-draft",
  "end-wait",
  "reclassify",
  "reopen",
  "convert",
  "close",
  "reject",
  "dismiss",
  "restore",
  "arbitrate",
  "waive",
  "miss",
  "adopt",
] as const

/** A step of an invented incident, a number of minutes after the one before. */
export interface Step {
  readonly minutes: number
  readonly act: (typeof acts)[number] | "register"
  readonly authorityId: string
  /** Whether corrected facts, or other policies, leave running clocks alone. */
  readonly newOnly?: boolean
}

export interface Plot {
  readonly topic: string | null
  readonly importance: "normal" | "raised"
  readonly network: string
  readonly start: number
  readonly steps: readonly Step[]
}

const system = { id: "desk", kind: "system" } as const
const boss = { id: "approver", kind: "person" } as const
const messageKey = "vk:-1_7"

/** Lives through a plot with the clocks that the desk plans; what is not legal is passed over. */
export function live(plot: Plot, policies: readonly Policy[], incidentId = "inc_1"): IncidentHistory {
  const planner = createClockPlanner({ policies, calendars, handling: { ...handling, conversation: { windowRestarts: true }, ladder: [] } })
  const log: IncidentEvent[] = []
  let state: Incident = initialIncident
  const execute = (command: IncidentCommand): void => {
    for (const event of decide(command, state)) {
      log.push(event)
      state = evolve(state, event)
    }
  }
  let now = plot.start
  const published = millisToInstant(now - 600_000)
  const detected = millisToInstant(now)
  execute({
    type: "detect",
    at: detected,
    by: system,
    incidentId,
    messageKey,
    network: plot.network,
    publishedAt: published,
    matches: [],
    intake: "network",
    proposal: null,
  })
  plot.steps.forEach((step, index) => {
    now += step.minutes * 60_000
    try {
      for (const command of commandsOf(step, index, plot, planner, () => state, millisToInstant(now))) execute(command())
    } catch (error) {
      if (!(error instanceof Error && error.name === "DeskError")) throw error
    }
  })
  return { incidentId, events: log }
}

/** Commands are made one after another, each by what the one before left. */
function commandsOf(
  { act, authorityId, newOnly = false }: Step,
  index: number,
  { topic, importance, network }: Plot,
  planner: ClockPlanner,
  present: () => Incident,
  at: string,
): readonly (() => IncidentCommand)[] {
  const stamp = { at, by: system }
  const first = present()
  if (first.status === "none") return []
  const territory = { territoryId: null, basis: "unknown", confidence: 0, why: "invented" } as const
  if (act === "register") {
    const moments = { published: first.publishedAt, detected: first.detectedAt, registered: at }
    const clocks = planner.onRegistered({ topic, kind: "problem", importance, network }, moments)
    return [() => ({ type: "register", ...stamp, kind: "problem", importance, topic, territory, clocks })]
  }
  if (act === "reject") return [() => ({ type: "reject", ...stamp, reason: "advert" })]
  if (!("registeredAt" in first)) return []
  const incident = first
  const handOver = () => planner.onHandOver(incident, authorityId, at)
  switch (act) {
    case "assign":
      return [() => ({ type: "assign", ...stamp, authorityId, ruleId: null, why: "invented", clocks: handOver() })]
    case "transfer":
      return [() => ({ type: "transfer", ...stamp, authorityId, why: "invented", maxRefusals: 99, clocks: handOver() })]
    case "arbitrate":
      return [() => ({ type: "arbitrate", ...stamp, authorityId, why: "invented", clocks: handOver() })]
    case "dismiss": {
      const planned = planner.onResumed(incident, at)
      return [() => ({ type: "dismiss", ...stamp, reason: "news", why: null, resumptions: planned })]
    }
    case "restore":
      return [() => ({ type: "restore", ...stamp, why: "invented", textLeft: true })]
    case "leave-unowned":
      return [() => ({ type: "leave-unowned", ...stamp, why: "invented" })]
    case "refuse":
      return [() => ({ type: "refuse", ...stamp, reason: "invented", proposedAuthorityId: null, maxRefusals: 9, withinMinutes: 9999 })]
    case "take":
      return [() => ({ type: "take", ...stamp, executorId: null })]
    case "end-wait":
      return [() => ({ type: "end-wait", ...stamp, cause: "author-replied", resumptions: planner.onResumed(incident, at) })]
    case "reclassify": {
      const facts = { kind: "question", importance: importance === "raised" ? "normal" : "raised", topic: "roads" } as const
      const mode = newOnly ? "new-only" : "recompute"
      const changes = planner.onReclassified({ ...incident, ...facts }, mode, at, false)
      return [() => ({ type: "reclassify", ...stamp, ...facts, territory, changes })]
    }
    case "reopen":
      return [() => ({ type: "reopen", ...stamp, cause: "supervisor-order", clocks: planner.onReopened(incident, at) })]
    case "convert":
      return [() => ({ type: "convert", ...stamp, externalId: "1", channel: "invented" })]
    case "close":
      return [() => ({ type: "close", ...stamp, reason: "decision" })]
    case "waive":
      return [() => ({ type: "waive-reply", ...stamp, messageKey, reason: "abuse", stage: planner.onReply(incident, at) })]
    case "adopt": {
      const changes = planner.onPolicyChange(incident, newOnly ? "new-only" : "recompute")
      return [() => ({ type: "change-policy", ...stamp, changes })]
    }
    case "miss":
      return incident.clocks.map(({ goal }) => () => ({ type: "miss-deadline", ...stamp, goal }))
    default: {
      const draft = { draftId: `d${index}`, textHash: "a".repeat(64) }
      const replyKind = act === "return-draft" ? "final" : act
      const outcome = { interim: { value: "unknown", noDateReason: "none yet" }, final: { value: "explained" }, clarify: null } as const
      const submit = (): IncidentCommand => ({
        type: "submit-draft",
        ...stamp,
        ...draft,
        replyKind,
        outcome: outcome[replyKind],
        evidenceRequired: false,
        promiseBy: "9999-12-31T00:00:00.000Z",
        ...(replyKind === "clarify" ? { waitMinutes: 600 } : {}),
        clocks: planner.onStage(incident, "draft-submitted", at),
      })
      if (act === "return-draft") return [submit, () => ({ type: "return-draft", ...stamp, by: boss, draftId: draft.draftId })]
      const stage = () => planner.onReply(incident, at)
      return [
        submit,
        () => ({
          type: "approve-draft",
          ...stamp,
          by: boss,
          ...draft,
          sameActorAllowed: false,
          promiseBy: "9999-12-31T00:00:00.000Z",
          stage: stage(),
        }),
        () => ({
          type: "record-publication",
          ...stamp,
          draftId: draft.draftId,
          messageKey,
          replyKey: `vk:-1_${index + 100}`,
          url: "https://example.org/1",
          publishedAt: at,
          stage: stage(),
        }),
      ]
    }
  }
}
