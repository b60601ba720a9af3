import { describe, expect, it } from "vitest"
import {
  decide,
  decideWriting,
  evolve,
  followUpGoal,
  initialIncident,
  legalCommands,
  waitingOf,
  writingRows,
  type ExistingIncident,
  type Incident,
  type IncidentCommand,
  type PlannedClock,
  type SubmitDraft,
  type Writing,
  type WritingFacts,
} from "../../src/incident/index.ts"
import { factsOf, marksOf } from "../../src/report/index.ts"
import { wakeUps } from "../../src/sla/index.ts"
import * as s from "./samples.ts"
import { readPage, renewed } from "./writings-page.ts"

const statuses = Object.keys(legalCommands).filter((status): status is ExistingIncident["status"] => status !== "none")

function* combinations(): Generator<WritingFacts> {
  for (const who of ["us", "author", "other"] as const)
    for (const status of statuses)
      for (const text of ["thanks", "joins", "same-topic", "other-topic", "plain"] as const)
        for (const isAsked of [false, true])
          for (const sinceClosing of ["reopen", "repeat", "later"] as const)
            for (const afterClose of ["wait", "reopen", "new"] as const)
              for (const others of ["candidate", "count"] as const)
                for (const thanks of ["note", "wait"] as const)
                  yield { who, status, text, isAsked, sinceClosing, choices: { afterClose, others, thanks } }
}

describe("what becomes of a message in a conversation", () => {
  it("is told by exactly one row, whatever the facts are, and every row is needed", () => {
    const used = new Set<number>()
    let count = 0
    for (const facts of combinations()) {
      const holding = writingRows.flatMap((row, index) => (row.holds(facts) ? [index] : []))
      if (holding.length !== 1) throw new Error(`${holding.length} rows hold for ${JSON.stringify(facts)}`)
      used.add(holding[0] ?? -1)
      count += 1
    }
    expect(count).toBe(3 * statuses.length * 5 * 2 * 3 * 3 * 2 * 2)
    expect(used.size).toBe(writingRows.length)
  })

  it("is what docs/modules/desk.md says", () => {
    expect(renewed(readPage())).toBe(readPage())
  })

  it("never loses what an author says: it is attached, or gets an incident or a candidate, but where the complaint was not taken", () => {
    for (const facts of combinations()) {
      if (facts.who !== "author") continue
      const does = decideWriting(facts)
      expect(["note-official-reply", "count"].includes(does)).toBe(does === "count" && ["rejected", "dismissed"].includes(facts.status))
    }
  })

  const choices = { afterClose: "wait", others: "candidate", thanks: "note" } as const
  const usual: WritingFacts = { who: "author", status: "replied-final", text: "plain", isAsked: false, sinceClosing: "reopen", choices }
  const closed = { status: "closed" } as const
  it.each<[string, Partial<WritingFacts>, Writing]>([
    ["an objection under the answer waits", {}, "word"],
    ["a complaint of the same topic is no second incident", { text: "same-topic", status: "in-work" }, "word"],
    ["a rule of another topic is another complaint", { text: "other-topic" }, "open"],
    ["thanks are noted, also after the closing", { ...closed, text: "thanks" }, "thanks"],
    ["thanks wait where the host says so", { text: "thanks", choices: { ...choices, thanks: "wait" } }, "word"],
    ["an answer to our question", { status: "needs-info", isAsked: true, text: "same-topic" }, "answer"],
    ["what came before the question is no answer to it", { status: "needs-info" }, "word"],
    ["the same trouble within days of the closing opens the incident again", { ...closed, text: "same-topic" }, "reopen"],
    ["later it is a linked repeat", { ...closed, text: "same-topic", sinceClosing: "repeat" }, "open-repeat"],
    ["much later it is a new one", { ...closed, text: "same-topic", sinceClosing: "later" }, "open"],
    ["a word after the closing waits", { ...closed, sinceClosing: "later" }, "word"],
    ["or opens it again", { ...closed, choices: { ...choices, afterClose: "reopen" } }, "reopen"],
    ["but only within its days", { ...closed, sinceClosing: "repeat", choices: { ...choices, afterClose: "reopen" } }, "word"],
    ["or opens a repeat", { ...closed, sinceClosing: "repeat", choices: { ...choices, afterClose: "new" } }, "open-repeat"],
    ["after a rejection a complaint is looked at again", { status: "rejected", text: "same-topic" }, "candidate"],
    ["a neighbour joins", { who: "other", text: "joins" }, "candidate"],
    ["or is counted where the host says so", { who: "other", text: "joins", choices: { ...choices, others: "count" } }, "count"],
    ["nobody joins what is over", { ...closed, who: "other", text: "joins" }, "count"],
    ["a stranger's complaint is an incident of its own", { who: "other", text: "same-topic" }, "open"],
    ["a stranger's remark is a voice", { who: "other" }, "count"],
    ["an official who answers in the app is told of", { who: "us" }, "note-official-reply"],
  ])("%s", (_, facts, does) => {
    expect(decideWriting({ ...usual, ...facts })).toBe(does)
  })
})

function after(...commands: readonly IncidentCommand[]): ExistingIncident {
  const state = commands.reduce<Incident>((before, command) => decide(command, before).reduce(evolve, before), initialIncident)
  if (state.status === "none") throw new Error("nothing happened")
  return state
}

const at = (time: string) => `2026-11-24T${time}:00.000Z`
const clocks: readonly PlannedClock[] = [
  { goal: followUpGoal, policyId: "p", policyVersion: "1", startsAt: "author-wrote", startedAt: at("10:00"), dueAt: at("14:00") },
]
const word = { ...s.followUp, at: at("10:00"), publishedAt: at("09:50"), clocks }
const firstWindow = { policyId: "w", policyVersion: "1", until: at("23:00") }
const final = s.toStatus["replied-final"].map((command) =>
  command.type === "record-publication" ? { ...command, stage: { window: firstWindow } } : command,
)
const closed = s.toStatus.closed
const answer: SubmitDraft = {
  type: "submit-draft",
  at: at("11:00"),
  by: s.executor,
  draftId: "drf_follow",
  textHash: "b".repeat(64),
  replyKind: "follow-up",
  outcome: null,
  evidenceRequired: false,
  promiseBy: at("23:00"),
}
const approve: IncidentCommand = {
  type: "approve-draft",
  at: at("11:10"),
  by: s.approver,
  draftId: "drf_follow",
  textHash: "b".repeat(64),
  sameActorAllowed: false,
  promiseBy: at("23:00"),
}
const window = { policyId: "w", policyVersion: "1", until: "2026-11-27T11:20:00.000Z" }
const publication: IncidentCommand = {
  type: "record-publication",
  at: at("11:20"),
  by: s.desk,
  draftId: "drf_follow",
  messageKey: "vk:-1_7_3",
  replyKey: "vk:-1_7_8",
  url: "https://example.org/follow-up",
  publishedAt: at("11:20"),
  stage: { window, windowRestarts: true },
}

describe("an author who writes after an answer", () => {
  it("waits, with a clock of its own that breaches and escalates as any other", () => {
    const waiting = after(...final, word)
    expect(waitingOf(waiting)).toEqual({ since: at("10:00"), keys: ["vk:-1_7_3"] })
    expect(factsOf(waiting).waitingSince).toBe(at("10:00"))
    expect(waiting.clocks.at(-1)).toMatchObject({ goal: "follow-up", stoppedAt: null, dueAt: at("14:00") })
    expect(wakeUps(waiting)).toContainEqual({ at: at("14:00"), kind: "breach", goal: "follow-up" })
    const second = { ...word, messageKey: "vk:-1_7_4", at: at("10:30") }
    expect(after(...final, word, second).clocks.filter(({ goal }) => goal === "follow-up")).toHaveLength(1)
  })

  it.each(["close", "expire-window"] as const)("lets nobody %s the incident meanwhile", (type) => {
    const command = { type, at: at("23:59"), by: s.moderator, reason: "decision" } as IncidentCommand
    expect(() => decide(command, after(...final, word))).toThrow("wait for an answer")
  })

  it("does not wait for thanks, for the answer to a question, nor before the first answer of all", () => {
    for (const act of ["thanks", "answer"] as const) expect(waitingOf(after(...final, { ...word, act }))).toBeNull()
    const early = after(...s.toStatus["in-work"], word)
    expect(waitingOf(early)).toBeNull()
    expect(early.clocks.some(({ goal }) => goal === "follow-up")).toBe(false)
  })

  it("is answered under the newest word, which stops the clock, holds the outcome and begins the window anew", () => {
    const before = after(...final, word)
    const answered = after(...final, word, answer, approve, publication)
    expect(waitingOf(answered)).toBeNull()
    expect(answered).toMatchObject({ status: "replied-final", problem: before.problem, window })
    expect(answered.clocks.findLast(({ goal }) => goal === "follow-up")).toMatchObject({ stoppedAt: at("11:20"), cancelled: null })
  })

  it("is not answered by guidance, nor by a reply that was published before the desk saw the word", () => {
    const late = { ...s.followUp, messageKey: "vk:-1_7_3", publishedAt: "2026-11-24T01:00:00.000Z", at: at("10:00") }
    expect(waitingOf(after(...final, late))?.keys).toEqual(["vk:-1_7_3"])
  })

  it("waits no more when the word is waived, and its clock is taken back", () => {
    const waive: IncidentCommand = {
      type: "waive-reply",
      at: at("11:00"),
      by: s.moderator,
      messageKey: "vk:-1_7_3",
      reason: "no-answer-needed",
    }
    const waived = after(...final, word, waive)
    expect(waitingOf(waived)).toBeNull()
    expect(waived.clocks.findLast(({ goal }) => goal === "follow-up")).toMatchObject({ cancelled: "waived" })
  })
})

describe("an author who writes after the closing", () => {
  it("waits there, and is answered there: the incident stays closed, and no figure moves", () => {
    const before = after(...closed)
    const waiting = after(...closed, word)
    expect(waiting).toMatchObject({ status: "closed" })
    expect(waitingOf(waiting)?.keys).toEqual(["vk:-1_7_3"])
    expect(wakeUps(waiting)).toContainEqual({ at: at("14:00"), kind: "breach", goal: "follow-up" })
    const drafted = after(...closed, word, answer)
    expect(factsOf(drafted)).toMatchObject({ status: "reply-review", closedAt: factsOf(before).closedAt })
    const answered = after(...closed, word, answer, approve, publication)
    expect(answered).toMatchObject({ status: "closed", closure: "closure" in before ? before.closure : null })
    const { waitingSince: _, updatedAt: __, ...facts } = factsOf(answered)
    expect(factsOf(before)).toMatchObject(facts)
    const events = [word, answer, approve, publication].reduce<{ state: Incident; kinds: string[] }>(
      ({ state, kinds }, command) => {
        const news = decide(command, state)
        return { state: news.reduce(evolve, state), kinds: [...kinds, ...marksOf(state, "", news).map(({ kind }) => kind)] }
      },
      { state: before, kinds: [] },
    )
    expect(events.kinds).toEqual(["author-wrote", "draft-submitted", "draft-approved"])
  })

  it("goes back to the closing when the draft is sent back", () => {
    const back: IncidentCommand = { type: "return-draft", at: at("11:05"), by: s.approver, draftId: "drf_follow" }
    expect(after(...closed, word, answer, back)).toMatchObject({ status: "closed" })
  })

  it("is worked on anew when a person says so, whenever that is", () => {
    const reopen: IncidentCommand = { type: "reopen", at: "2028-01-01T00:00:00.000Z", by: s.moderator, cause: "author", clocks: [] }
    const reopened = after(...closed, word, reopen)
    expect(reopened).toMatchObject({ status: "reopened", closure: null })
    expect(waitingOf(reopened)).toBeNull()
    expect(reopened.clocks.findLast(({ goal }) => goal === "follow-up")).toMatchObject({ cancelled: "reopened" })
  })
})

describe("a merged incident", () => {
  it("answers each neighbour's words apart: a reply to one leaves the other waiting", () => {
    const neighbour = { messageKey: "vk:-1_9", publishedAt: at("08:00") }
    const joined: IncidentCommand = { type: "join-messages", at: at("08:30"), by: s.moderator, from: "inc_9", messages: [neighbour] }
    const { standing } = after(...final) as ExistingIncident & { standing: { draftId: string } | null }
    const extend: IncidentCommand = { type: "extend-reply", at: at("08:40"), by: s.approver, draftId: standing?.draftId ?? "" }
    const reply: IncidentCommand = {
      ...publication,
      at: at("08:50"),
      draftId: standing?.draftId ?? "",
      messageKey: neighbour.messageKey,
      replyKey: "vk:-1_9_1",
      publishedAt: at("08:50"),
    }
    const other = { ...word, messageKey: "vk:-1_9_2", of: neighbour.messageKey, under: "vk:-1_9_1" }
    const both = [...final, joined, extend, reply, word, other]
    expect(waitingOf(after(...both))?.keys).toEqual(["vk:-1_7_3", "vk:-1_9_2"])
    const half = after(...both, { ...answer, answers: ["vk:-1_7_3"] }, approve, publication)
    expect(waitingOf(half)?.keys).toEqual(["vk:-1_9_2"])
    expect(half.clocks.findLast(({ goal }) => goal === "follow-up")).toMatchObject({ stoppedAt: null })
  })
})

describe("others in the thread", () => {
  it("are counted up to a thousand, and add no more to the log then", () => {
    const many: IncidentCommand = { ...s.voices, count: 999 } as IncidentCommand
    const crowded = after(...final, many, s.voices)
    expect(crowded.voices).toBe(1000)
    expect(decide(s.voices, crowded)).toEqual([])
  })

  it("an official's answer in the app is told once, and is a reply once a person says so", () => {
    const seen = after(...final, s.officialReply)
    expect(seen.officialReplies).toHaveLength(1)
    expect(decide(s.officialReply, seen)).toEqual([])
  })
})
