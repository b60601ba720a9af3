import { describe, expect, it } from "vitest"
import { isDeskError } from "../../src/base/index.ts"
import { decide, evolve, legalCommands, type Incident, type IncidentCommand } from "../../src/incident/index.ts"
import * as s from "./samples.ts"

// What every command does in many situations, written out in `every-step.txt`: events, and what changes of the state.
// Read the differences when rules of the life cycle change; `npx vitest run FILE -u` writes the page anew.

const at = (time: string) => `2026-11-24T${time}:00.000Z`
const but = (command: IncidentCommand, change: Readonly<Record<string, unknown>>): IncidentCommand => ({ ...command, ...change })
const clock = (goal: string, startsAt: string, dueAt: string) => ({
  goal,
  policyId: `policy-${goal}`,
  policyVersion: "1",
  startsAt,
  startedAt: at("01:05"),
  dueAt,
  marks: [{ level: "supervisor", at: at("01:30") }],
})

/** What the desk plans with a reply, all of it at once. */
const stage = {
  clocks: [clock("final-reply", "interim-published", at("20:00"))],
  window: { policyId: "window", policyVersion: "1", until: at("12:00") },
  pausedGoals: ["first-reply", "final-reply"],
  windowRestarts: true,
  clarifyIsFirstReply: false,
  surveyAt: at("10:00"),
}
const own = "vk:-1_7"
const joined = "vk:-1_8"
const registered = but(s.register, { clocks: [clock("first-reply", "registered", at("09:05")), clock("visit", "registered", at("09:30"))] })
const owned = [s.detect, registered, but(s.assign, { clocks: [clock("acceptance", "assigned", at("02:06"))] })]
const inWork = [...owned, s.take]
const approval = { clocks: [clock("approval", "draft-submitted", at("03:45"))] }
const submit = but(s.submit, approval)
const reply = (commands: readonly IncidentCommand[], draft: IncidentCommand, messageKey = own): readonly IncidentCommand[] => [
  ...commands,
  draft,
  but(s.approve, { draftId: draftOf(draft), stage }),
  but(s.publication, { draftId: draftOf(draft), replyKey: `${messageKey}_${draftOf(draft)}`, messageKey, stage }),
]
const draftOf = (command: IncidentCommand) => ("draftId" in command ? String(command.draftId) : "")
const promising = but(s.interim, approval)
const promisingMore = but(promising, {
  draftId: "drf_3",
  at: at("04:30"),
  outcome: { value: "planned", until: "2026-12-02T00:00:00.000Z", changeReason: "the part is late" },
})
const asking = but(s.question, approval)
const shown = [...inWork, s.evidence]
const final = reply(shown, submit)
const word = but(s.followUp, { clocks: [clock("follow-up", "author-wrote", at("09:00"))] })
const answer = but(s.submit, { draftId: "drf_5", at: at("06:00"), replyKind: "follow-up", outcome: null, evidenceRequired: false })
const close = but(s.close, { at: at("04:30") })
const again = [...final, but(s.refute, { clocks: [clock("first-reply", "reopened", at("08:00"))] }), but(s.take, { at: at("06:00") })]
const waive = but(s.everyCommand.find(({ type }) => type === "waive-reply") ?? s.take, { stage, at: at("03:50") })

const situations: Readonly<Record<string, readonly IncidentCommand[]>> = {
  nothing: [],
  candidate: [s.detect],
  "candidate with a word": [s.detect, word],
  rejected: [s.detect, s.reject],
  registered: [s.detect, registered],
  assigned: owned,
  overdue: [...owned, but(s.miss, { at: at("09:40") })],
  "on its ladder": [...owned, s.escalate],
  dismissed: [...owned, s.dismiss],
  "dismissed while asked": [...reply(inWork, asking), s.dismiss],
  "refused by its owner": [...owned, s.refuse],
  "refused for a supervisor": [...owned, but(s.refuse, { maxRefusals: 1 })],
  "decided by a supervisor": [...owned, s.refuse, s.arbitrate],
  "in work": inWork,
  "in work, with a note, a tag and a photo offered": [
    ...inWork,
    ...s.everyCommand.filter(({ type }) => ["add-note", "tag", "offer-evidence", "name-executor"].includes(type)),
  ],
  "in work, deleted and closed for comments": [
    ...inWork,
    ...s.everyCommand.filter(({ type }) => ["note-deletion", "note-closed-comments", "note-erasure"].includes(type)),
  ],
  "promised, fixed as said": [...reply(shown, promising), but(s.claim, { at: at("04:30") })],
  "answered at last, confirmed": [...final, but(s.confirm, { at: at("04:40") })],
  "in work, waived": [...inWork, waive],
  "in work with another's message": [...inWork, s.join],
  "in work with a second message of its own": [...inWork, but(s.followUp, { at: at("02:30"), act: "complaint" })],
  "in work, answered by an official": [...inWork, s.officialReply],
  "in review": [...shown, submit],
  "in review, refused by the network": [...shown, submit, but(s.approve, { stage }), s.refusal],
  "in review, another promise": [...reply(inWork, promising), promisingMore],
  publishing: [...shown, submit, but(s.approve, { stage })],
  "publishing, uncertain": [...shown, submit, but(s.approve, { stage }), s.uncertain],
  "publishing under a second message": reply([...inWork, s.join, s.evidence], submit),
  "publishing a promise under a second message": reply([...inWork, s.join], promising),
  "promised a date": reply(inWork, promising),
  "promised another date": reply(reply(inWork, promising), promisingMore),
  asked: reply(inWork, asking),
  "asked after a promise": reply(reply(inWork, promising), but(asking, { draftId: "drf_3", at: at("04:30") })),
  "answered at last": final,
  "answered at last after a promise": reply(reply(inWork, promising), but(submit, { draftId: "drf_3", outcome: { value: "explained" } })),
  "answered at last, with a word": [...final, word],
  "answered at last, two wait": [
    ...final,
    word,
    but(word, { messageKey: "vk:-1_7_5", of: "vk:-1_7_2" }),
    but(word, { messageKey: "vk:-1_7_6" }),
  ],
  "answered at last, joined later": [...final, but(s.join, { at: at("04:30") })],
  "answered at last, a copy found": [...final, s.duplicate],
  "asked how it was": [...final, ...s.everyCommand.filter(({ type }) => type === "send-survey")],
  "a word in review": [...final, word, answer],
  "a word being answered": [...final, word, answer, but(s.approve, { draftId: "drf_5", at: at("06:10"), stage })],
  "a word answered": reply([...final, word], answer, "vk:-1_7_3"),
  closed: [...final, close],
  "closed, with a word": [...final, close, word],
  "closed, a word in review": [...final, close, word, answer],
  "reopened in work": again,
  "answered at last in a second cycle": reply([...again, but(s.evidence, { evidenceId: "evi_2" })], but(submit, { draftId: "drf_6" })),
  redirected: reply(s.toStatus.converted, s.redirect),
  converted: [...inWork, s.convert],
  "converted, with a word": [...inWork, s.convert, word],
  merged: [...inWork, s.merge],
  "merged with another's message": [...inWork, s.join, s.merge],
  "merged with another's message, answered there": [...inWork, s.join, s.merge, s.jointReply],
  "merged and answered there": [...inWork, s.merge, s.jointReply],
  split: [...inWork, s.join, s.split],
}

/** The samples, and what they lack: other moments, goals, messages and drafts. */
const commands: readonly IncidentCommand[] = [
  ...s.everyCommand.map((command) =>
    "stage" in command || /approve|publication|waive/.test(command.type) ? but(command, { stage }) : command,
  ),
  registered,
  but(s.assign, { clocks: [clock("acceptance", "assigned", at("02:06"))], executorId: "executor-3" }),
  but(s.take, { executorId: null }),
  but(s.take, { by: s.moderator, executorId: "executor-2" }),
  but(s.refuse, { maxRefusals: 1 }),
  but(s.refuse, { at: at("03:01"), reroute: { authorityId: "water-utility", ruleId: "r", why: "the next rule", clocks: [] } }),
  but(s.refuse, { reroute: { authorityId: null, why: "no rule fits" } }),
  submit,
  but(submit, { outcome: { value: "explained" } }),
  but(promising, { draftId: "drf_7" }),
  but(promising, { draftId: "drf_7", outcome: { value: "planned", until: "2026-12-03T00:00:00.000Z", changeReason: "snow" } }),
  but(promising, { draftId: "drf_7", outcome: { value: "unknown", noDateReason: "the part is on its way" } }),
  but(promising, { draftId: "drf_7", outcome: null }),
  but(asking, { draftId: "drf_7" }),
  but(s.redirect, { draftId: "drf_7" }),
  but(s.question, { draftId: "drf_7", replyKind: "guidance", waitMinutes: undefined, guidanceId: "gas" }),
  answer,
  but(answer, { answers: ["vk:-1_7_3"] }),
  but(answer, { answers: ["vk:-1_9"] }),
  ...["drf_2", "drf_3", "drf_5"].flatMap((draftId) => [
    but(s.approve, { draftId, stage }),
    but(s.approve, { draftId, by: s.executor, sameActorAllowed: true, stage }),
    but(s.returnDraft, { draftId }),
    but(s.publication, { draftId, replyKey: "vk:-1_7_90", stage }),
    but(s.publication, { draftId, messageKey: joined, replyKey: "vk:-1_8_90", stage }),
    but(s.publication, { draftId, messageKey: "vk:-1_7_3", at: at("06:30"), publishedAt: at("06:20"), replyKey: "vk:-1_7_91", stage }),
  ]),
  but(s.publication, { messageKey: joined, replyKey: "vk:-1_8_90", stage }),
  but(s.publication, { at: at("10:00"), publishedAt: at("09:59"), messageKey: joined, replyKey: "vk:-1_8_90", stage }),
  ...(["interim", "clarify", "guidance", "follow-up"] as const).map((replyKind) => but(s.lateReply, { replyKind })),
  but(s.lateReply, { messageKey: "vk:-1_7_3", at: at("06:30"), publishedAt: at("06:20"), replyKey: "vk:-1_7_91" }),
  but(s.lateReply, { messageKey: "vk:-1_7_3", at: at("06:30"), publishedAt: at("04:50"), replyKey: "vk:-1_7_91" }),
  but(s.lateReply, { messageKey: "vk:-1_7_3", at: at("06:30"), publishedAt: at("04:50"), replyKey: "vk:-1_7_91", replyKind: "guidance" }),
  but(s.lateReply, { messageKey: joined }),
  but(s.refusal, { messageKey: joined }),
  but(s.uncertain, { messageKey: joined }),
  but(waive, { messageKey: joined }),
  but(waive, { messageKey: "vk:-1_7_3", at: at("06:30") }),
  but(s.endWait, { cause: "expired" }),
  but(s.endWait, { cause: "expired", at: at("23:00"), resumptions: [{ goal: "first-reply", dueAt: "2026-11-25T02:00:00.000Z" }] }),
  but(s.reopen, { cause: "supervisor-order", clocks: [clock("first-reply", "reopened", at("08:00"))] }),
  but(s.refute, { at: at("12:01") }),
  but(s.confirm, { by: s.executor }),
  but(s.confirm, { at: at("13:00") }),
  but(s.approve, { stage, findings: ["no-promise"], override: { reason: "checked by phone", findings: ["no-promise"] } }),
  ...[0, 1].map((index) => but(s.evidence, { evidenceId: `evi_${index + 8}`, offer: { messageKey: own, index } })),
  ...["heat-utility", "water-utility", null].map((authorityId) =>
    but(s.everyCommand.find(({ type }) => type === "reclassify") ?? s.take, {
      reroute: { authorityId, ruleId: "by-topic", why: "the corrected topic", clocks: [] },
    }),
  ),
  but(s.changePolicy, {
    changes: [
      {
        goal: "first-reply",
        mode: "recompute",
        policyId: "other",
        policyVersion: "2",
        dueAt: at("22:00"),
        marks: [
          { level: "supervisor", at: at("21:00") },
          { level: "council", at: at("21:30") },
        ],
      },
    ],
  }),
  but(s.claim, { evidenceRequired: true }),
  close,
  but(s.expire, { at: at("11:59") }),
  but(s.expire, { at: at("12:00") }),
  but(s.jointReply, { replyKind: "clarify" }),
  but(s.jointReply, { messageKey: joined }),
  but(s.jointReply, { draftId: "drf_1" }),
  but(s.release, { from: "inc_9" }),
  but(s.split, { messageKey: joined }),
  word,
  but(word, { act: "thanks", messageKey: "vk:-1_7_4" }),
  but(word, { act: "answer", messageKey: "vk:-1_7_4" }),
  but(word, { of: null, under: null, messageKey: "vk:-1_7_4" }),
  ...["acceptance", "approval", "promise", "final-reply", "visit", "follow-up"].flatMap((goal) => [
    but(s.miss, { goal, at: "2026-12-05T00:00:00.000Z" }),
    but(s.escalate, { goal }),
    but(s.changePolicy, { changes: [{ goal, mode: "recompute", policyId: "other", policyVersion: "2", dueAt: at("22:00") }] }),
  ]),
]

/** What of a value became another: `path=value` each. */
function changes(path: string, before: unknown, after: unknown): readonly string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  if (Array.isArray(before) && Array.isArray(after) && after.length >= before.length) {
    return after.flatMap((value, index) => changes(`${path}[${index}]`, before[index], value))
  }
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted()
    return keys.flatMap((key) => changes(path === "" ? key : `${path}.${key}`, before[key], after[key]))
  }
  return [`${path}=${JSON.stringify(after)}`]
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** What a command results in, as lines; undefined where the state does not take it. */
function outcome(state: Incident, command: IncidentCommand): string | undefined {
  if (!legalCommands[state.status].includes(command.type)) return undefined
  try {
    const events = decide(command, state)
    const lines = events.map(({ schemaVersion, at: moment, by, type, ...rest }) => {
      expect([schemaVersion, moment, by], type).toEqual([1, command.at, command.by])
      return `${type} ${JSON.stringify(rest)}`
    })
    const after = events.reduce<Incident>(evolve, state)
    const differences = changes("", state, after).filter((line) => !line.startsWith("updatedAt="))
    return [...(lines.length === 0 ? ["nothing"] : lines), ...differences.map((line) => `  ${line}`)].join("\n    ")
  } catch (error) {
    if (!isDeskError(error)) throw error
    const { command: _command, status: _status, legal: _legal, ...details } = error.details as Readonly<Record<string, unknown>>
    return `refused: ${error.code}, ${error.message} ${JSON.stringify(details)}`
  }
}

describe("every command in every situation", () => {
  it("does what the page says", async () => {
    const states = Object.entries(situations).map(([name, steps]) => [name, s.given(...steps).state] as const)
    const page: string[] = []
    for (const command of commands) {
      const { type, at: moment, by, ...rest } = command
      const found = new Map<string, string[]>()
      for (const [name, state] of states) {
        const result = outcome(state, command)
        if (result !== undefined) found.set(result, [...(found.get(result) ?? []), name])
      }
      page.push(`${type} at ${moment} by ${by.id} ${JSON.stringify(rest)}`)
      for (const [result, names] of found) page.push(`  ${names.join("; ")}:`, `    ${result}`)
      page.push("")
    }
    await expect(page.join("\n")).toMatchFileSnapshot("every-step.txt")
  })
})
