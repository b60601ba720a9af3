import type { Actor, IncidentCommand, IncidentEvent } from "../../src/incident/index.ts"
import {
  decide,
  evolve,
  initialIncident,
  type CommandOf,
  type Incident,
  type IncidentStatus,
  type NoteWord,
} from "../../src/incident/index.ts"

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
  intake: "network",
  proposal: {
    topic: "heating",
    territory: { territoryId: "chita", basis: "community", confidence: 0.8, why: "posted in vk:-1" },
    authorityId: "heat-utility",
  },
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
export const dismiss: IncidentCommand = {
  type: "dismiss",
  at: "2026-11-24T05:00:00.000Z",
  by: moderator,
  reason: "news",
  why: null,
  resumptions: [],
}
export const restore: IncidentCommand = {
  type: "restore",
  at: "2026-11-24T06:00:00.000Z",
  by: moderator,
  why: "a complaint after all",
  textLeft: true,
}
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
  promiseBy: "9999-12-31T00:00:00.000Z",
}
export const approve: IncidentCommand = {
  type: "approve-draft",
  at: "2026-11-24T04:00:00.000Z",
  by: approver,
  draftId: "drf_1",
  textHash,
  sameActorAllowed: false,
  promiseBy: "9999-12-31T00:00:00.000Z",
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
export const lateReply: IncidentCommand = {
  ...publication,
  type: "record-late-reply",
  draftId: "drf_8",
  replyKind: "final",
}
export const duplicate: IncidentCommand = { ...publication, type: "record-duplicate-reply", replyKey: "vk:-1_7_100" }
export const retraction: IncidentCommand = {
  type: "record-retraction",
  at: "2026-11-24T04:05:00.000Z",
  by: desk,
  messageKey: "vk:-1_7",
  replyKey: "vk:-1_7_100",
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

const later = "2026-11-24T05:00:00.000Z"
const interimDraft = { draftId: "drf_2", textHash, evidenceRequired: false }

export const interim: IncidentCommand = {
  ...submit,
  ...interimDraft,
  replyKind: "interim",
  outcome: { value: "planned", until: "2026-12-01T00:00:00.000Z" },
}
export const question: IncidentCommand = {
  ...submit,
  ...interimDraft,
  replyKind: "clarify",
  outcome: null,
  waitMinutes: 1440,
}
export const redirect: IncidentCommand = { ...submit, ...interimDraft, replyKind: "redirect", outcome: null }
/** Approves and publishes the second draft. */
export const approve2: IncidentCommand = { ...approve, draftId: "drf_2" }
export const publication2: IncidentCommand = { ...publication, draftId: "drf_2", replyKey: "vk:-1_7_98" }
export const refuse: IncidentCommand = {
  type: "refuse",
  at: "2026-11-24T01:30:00.000Z",
  by: executor,
  reason: "the pipe is not ours",
  proposedAuthorityId: "water-utility",
  maxRefusals: 2,
  withinMinutes: 60,
}
export const arbitrate: IncidentCommand = {
  type: "arbitrate",
  at: later,
  by: moderator,
  authorityId: "heat-utility",
  why: "it is yours",
  clocks: [],
}
export const transfer: IncidentCommand = {
  type: "transfer",
  at: later,
  by: moderator,
  authorityId: "water-utility",
  why: "the pipe is theirs",
  maxRefusals: 2,
  clocks: [],
}
const reclassify: IncidentCommand = {
  type: "reclassify",
  at: later,
  by: moderator,
  kind: "problem",
  importance: "raised",
  topic: "water",
  territory: { territoryId: "chita", basis: "person", confidence: 1, why: "set by a person" },
  changes: [],
}
const openSplit: IncidentCommand = {
  type: "open-split",
  at: later,
  by: moderator,
  incidentId: "inc_2",
  from: "inc_1",
  messageKey: "vk:-1_7",
  network: "vk",
  publishedAt: "2026-11-24T00:50:00.000Z",
  detectedAt: "2026-11-24T01:00:00.000Z",
  matches: [],
  intake: "network",
  earlier: { registeredAt: null, assignedAt: null },
}
export const claim: IncidentCommand = { type: "claim-fix", at: later, by: executor, evidenceRequired: false }
export const confirm: IncidentCommand = { type: "confirm-fix", at: later, by: approver, basis: "inspector", sameActorAllowed: false }
export const refute: IncidentCommand = { type: "refute-fix", at: later, by: moderator, basis: "author", clocks: [] }
export const reopen: IncidentCommand = { type: "reopen", at: later, by: moderator, cause: "repeat", clocks: [] }
export const convert: IncidentCommand = {
  type: "convert",
  at: later,
  by: moderator,
  externalId: "pos-17",
  channel: "https://example.org/appeals",
}
export const expire: IncidentCommand = { type: "expire-window", at: later, by: desk }
const extend: IncidentCommand = { type: "extend-reply", at: later, by: approver, draftId: "drf_1" }
export const uncertain: IncidentCommand = {
  type: "record-uncertainty",
  at: "2026-11-24T04:01:00.000Z",
  by: desk,
  draftId: "drf_1",
  messageKey: "vk:-1_7",
}
const unpublishable: IncidentCommand = { ...uncertain, type: "record-unpublishable", why: "no route is open" }
const waive: IncidentCommand = {
  type: "waive-reply",
  at: "2026-11-24T03:00:00.000Z",
  by: moderator,
  messageKey: "vk:-1_7",
  reason: "abuse",
}
export const endWait: IncidentCommand = {
  type: "end-wait",
  at: "2026-11-24T06:00:00.000Z",
  by: desk,
  cause: "author-replied",
  resumptions: [],
}
export const merge: IncidentCommand = { type: "merge", at: later, by: moderator, into: "inc_9" }
export const unmerge: IncidentCommand = { type: "unmerge", at: later, by: moderator }
export const join: IncidentCommand = {
  type: "join-messages",
  at: later,
  by: moderator,
  from: "inc_8",
  messages: [{ messageKey: "vk:-1_8", publishedAt: "2026-11-24T00:55:00.000Z" }],
}
export const release: IncidentCommand = { type: "release-messages", at: later, by: moderator, from: "inc_8" }
export const jointReply: IncidentCommand = {
  type: "record-joint-reply",
  at: later,
  by: desk,
  into: "inc_9",
  draftId: "drf_9",
  replyKind: "final",
  messageKey: "vk:-1_7",
  replyKey: "vk:-1_7_97",
  url: "https://example.org/reply",
  publishedAt: later,
}
export const split: IncidentCommand = { type: "split", at: later, by: moderator, into: "inc_2", messageKey: "vk:-1_7" }
export const followUp: NoteWord = {
  type: "note-word",
  at: later,
  by: desk,
  messageKey: "vk:-1_7_3",
  of: "vk:-1_7",
  under: "vk:-1_7",
  publishedAt: later,
  act: "word",
  matched: false,
}
export const voices: IncidentCommand = { type: "note-voices", at: later, by: desk, count: 2 }
export const officialReply: IncidentCommand = {
  type: "note-official-reply",
  at: later,
  by: desk,
  messageKey: "vk:-1_7",
  replyKey: "vk:-1_7_96",
  url: "https://example.org/official",
  publishedAt: later,
}
const linkRepeat: IncidentCommand = { type: "link-repeat", at: later, by: moderator, repeatOf: "inc_0" }
export const escalate: IncidentCommand = { type: "escalate", at: later, by: desk, goal: "first-reply", level: "supervisor" }
export const changePolicy: IncidentCommand = { type: "change-policy", at: later, by: moderator, changes: [] }
export const deletion: IncidentCommand = { type: "note-deletion", at: later, by: desk, messageKey: "vk:-1_7" }
const closedComments: IncidentCommand = { type: "note-closed-comments", at: later, by: desk, messageKey: "vk:-1_7" }
export const erasure: IncidentCommand = { type: "note-erasure", at: later, by: desk, messageKey: "vk:-1_7" }

const nameExecutor: IncidentCommand = { type: "name-executor", at: later, by: moderator, executorId: "executor-2" }
const addNote: IncidentCommand = {
  type: "add-note",
  at: later,
  by: moderator,
  noteId: "note:1",
  mentions: ["executor-1"],
  textLeft: true,
}
const changeTags: IncidentCommand = { type: "tag", at: later, by: moderator, add: ["winter"], remove: [] }
const setPlace: IncidentCommand = {
  type: "set-place",
  at: later,
  by: moderator,
  messageKey: "vk:-1_7",
  revision: 2,
  textLeft: true,
}

const offerEvidence: IncidentCommand = { type: "offer-evidence", at: later, by: desk, messageKey: "vk:-1_7", indexes: [0] }
const sendSurvey: IncidentCommand = { type: "send-survey", at: later, by: desk, draftId: "svy_1" }
const skipSurvey: IncidentCommand = { type: "skip-survey", at: later, by: desk, why: "no way is open" }
const answerSurvey: IncidentCommand = { type: "answer-survey", at: later, by: desk, score: 4, isFixed: true }

export const approveStanding: CommandOf<"approve-standing-reply"> = {
  type: "approve-standing-reply",
  at: later,
  by: approver,
  draftId: "drf_1",
  textHash,
  topics: ["heating"],
  territoryIds: ["town"],
  since: "2026-11-24T00:00:00.000Z",
  until: "2026-11-25T02:00:00.000Z",
  perHour: 2,
  sameActorAllowed: false,
}
export const endStanding: IncidentCommand = { type: "end-standing-reply", at: later, by: approver, reason: "revoked" }
export const useStanding: CommandOf<"use-standing-reply"> = { type: "use-standing-reply", at: later, by: desk, messageKeys: ["vk:-1_8"] }
export const leaveNewcomer: IncidentCommand = {
  type: "leave-newcomer",
  at: later,
  by: desk,
  draftId: "drf_1",
  messageKey: "vk:-1_8",
  why: "comments are closed",
}

/** Every command once, so that tables can be walked whole. */
export const everyCommand: readonly IncidentCommand[] = [
  approveStanding,
  endStanding,
  useStanding,
  leaveNewcomer,
  detect,
  openSplit,
  register,
  reject,
  dismiss,
  restore,
  reclassify,
  assign,
  leaveUnowned,
  take,
  nameExecutor,
  addNote,
  changeTags,
  setPlace,
  offerEvidence,
  sendSurvey,
  skipSurvey,
  answerSurvey,
  refuse,
  arbitrate,
  transfer,
  evidence,
  submit,
  approve,
  returnDraft,
  extend,
  publication,
  lateReply,
  duplicate,
  retraction,
  refusal,
  uncertain,
  unpublishable,
  waive,
  endWait,
  claim,
  confirm,
  refute,
  reopen,
  convert,
  close,
  expire,
  merge,
  unmerge,
  join,
  release,
  jointReply,
  split,
  followUp,
  voices,
  officialReply,
  linkRepeat,
  miss,
  escalate,
  changePolicy,
  noteEdit,
  deletion,
  closedComments,
  erasure,
]

const taken = [detect, register, assign, take]
const replied = [...taken, evidence, submit, approve, publication]

/** The commands that lead to each state by the shortest way. */
export const toStatus: Record<IncidentStatus, readonly IncidentCommand[]> = {
  none: [],
  candidate: [detect],
  rejected: [detect, reject],
  registered: [detect, register],
  dismissed: [detect, register, dismiss],
  assigned: [detect, register, assign],
  returned: [detect, register, assign, refuse],
  "in-work": taken,
  "needs-info": [...taken, question, approve2, publication2],
  "reply-review": [...taken, evidence, submit],
  publishing: [...taken, evidence, submit, approve],
  "replied-interim": [...taken, interim, approve2, publication2],
  "replied-final": replied,
  closed: [...replied, close],
  reopened: [...replied, close, reopen],
  merged: [...taken, merge],
  converted: [...taken, convert],
}

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
