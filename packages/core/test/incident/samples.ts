import type { Actor, IncidentCommand, IncidentEvent } from "../../src/incident/index.ts"
import { decide, evolve, initialIncident, type Incident } from "../../src/incident/index.ts"

export const moderator: Actor = { id: "moderator-1", kind: "person" }
export const executor: Actor = { id: "executor-1", kind: "person" }
export const approver: Actor = { id: "approver-1", kind: "person" }
export const desk: Actor = { id: "desk", kind: "system" }

const textHash = "a".repeat(64)

export const detect: IncidentCommand = {
  type: "detect",
  at: "2026-11-24T01:00:00.000Z",
  by: desk,
  incidentId: "inc_1",
  messageKey: "vk:-1_7",
  network: "vk",
  publishedAt: "2026-11-24T00:50:00.000Z",
  matches: [{ ruleId: "heating", ruleVersion: null, topic: "heating", clauses: [{ term: "батаре*", start: 0, end: 7 }] }],
}
export const register: IncidentCommand = {
  type: "register",
  at: "2026-11-24T01:05:00.000Z",
  by: moderator,
  kind: "problem",
  importance: "normal",
  topic: "heating",
  territory: { territoryId: "chita", basis: "community", confidence: 0.8, why: "posted in vk:-1" },
  clocks: [
    {
      goal: "first-reply",
      policyId: "normal-8h",
      policyVersion: "1",
      startsAt: "registered",
      startedAt: "2026-11-24T01:05:00.000Z",
      dueAt: "2026-11-24T09:05:00.000Z",
    },
  ],
}
export const reject: IncidentCommand = { type: "reject", at: "2026-11-24T01:05:00.000Z", by: moderator, reason: "advert" }
export const assign: IncidentCommand = {
  type: "assign",
  at: "2026-11-24T01:06:00.000Z",
  by: desk,
  authorityId: "heat-utility",
  ruleId: "heating-by-role",
  why: "plays the role",
  clocks: [],
}
const leaveUnowned: IncidentCommand = { type: "leave-unowned", at: "2026-11-24T01:06:00.000Z", by: desk, why: "no rule fits" }
export const take: IncidentCommand = { type: "take", at: "2026-11-24T02:00:00.000Z", by: executor, executorId: executor.id }
export const evidence: IncidentCommand = {
  type: "attach-evidence",
  at: "2026-11-24T03:00:00.000Z",
  by: executor,
  evidenceId: "evi_1",
  shows: "fix",
  contentHash: "b".repeat(64),
}
export const submit: IncidentCommand = {
  type: "submit-draft",
  at: "2026-11-24T03:30:00.000Z",
  by: executor,
  draftId: "drf_1",
  textHash,
  replyKind: "final",
  outcome: { value: "fix-claimed" },
  evidenceRequired: true,
}
export const approve: IncidentCommand = {
  type: "approve-draft",
  at: "2026-11-24T04:00:00.000Z",
  by: approver,
  draftId: "drf_1",
  textHash,
  sameActorAllowed: false,
}
export const returnDraft: IncidentCommand = { type: "return-draft", at: "2026-11-24T04:00:00.000Z", by: approver, draftId: "drf_1" }
export const publication: IncidentCommand = {
  type: "record-publication",
  at: "2026-11-24T04:01:00.000Z",
  by: desk,
  draftId: "drf_1",
  messageKey: "vk:-1_7",
  replyKey: "vk:-1_7_99",
  url: "https://example.org/reply",
  publishedAt: "2026-11-24T04:00:30.000Z",
}
export const refusal: IncidentCommand = {
  type: "record-refusal",
  at: "2026-11-24T04:01:00.000Z",
  by: desk,
  draftId: "drf_1",
  messageKey: "vk:-1_7",
  reason: "comments are closed",
}
export const close: IncidentCommand = { type: "close", at: "2026-11-25T04:00:00.000Z", by: moderator, reason: "no-objection" }
const noteEdit: IncidentCommand = { type: "note-edit", at: "2026-11-24T05:00:00.000Z", by: desk, messageKey: "vk:-1_7", revision: 2 }
export const miss: IncidentCommand = { type: "miss-deadline", at: "2026-11-24T09:30:00.000Z", by: desk, goal: "first-reply" }

/** Every command once, so that tables can be walked whole. */
export const everyCommand: readonly IncidentCommand[] = [
  detect,
  register,
  reject,
  assign,
  leaveUnowned,
  take,
  evidence,
  submit,
  approve,
  returnDraft,
  publication,
  refusal,
  miss,
  noteEdit,
  close,
]

/** The state and the log after commands that must all be legal. */
export function given(...commands: readonly IncidentCommand[]): { readonly state: Incident; readonly log: readonly IncidentEvent[] } {
  let state: Incident = initialIncident
  const log: IncidentEvent[] = []
  for (const command of commands) {
    for (const event of decide(command, state)) {
      log.push(event)
      state = evolve(state, event)
    }
  }
  return { state, log }
}
