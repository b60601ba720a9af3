import { describe, expect, it } from "vitest"
import {
  auditGuidance,
  guidanceSchema,
  guidanceText,
  replyKindAllowed,
  unseenPublicationAllowed,
  type Guidance,
} from "../../src/reply/index.ts"

const now = "2026-11-24T00:00:00.000Z"
const text = (id: string, change: Partial<Guidance> = {}): Guidance => ({ id, topic: "heating", ownerId: "heat", text: id, ...change })
const codes = (texts: readonly Guidance[], options: Partial<Parameters<typeof auditGuidance>[2]> = {}, used: readonly string[] = []) =>
  auditGuidance(
    texts,
    used.map((guidanceId) => ({ guidanceId, count: 1 })),
    { now, ...options },
  ).map(({ code, guidanceId }) => `${guidanceId ?? "-"} ${code}`)

describe("auditGuidance", () => {
  it("tells what has ended, and what will within the days asked for", () => {
    const texts = [
      text("over", { validTo: now }),
      text("soon", { validTo: "2026-12-08T00:00:00.000Z", territoryId: "a" }),
      text("later", { validTo: "2026-12-08T00:00:00.001Z", territoryId: "b" }),
    ]
    expect(codes(texts, {}, ["over", "soon", "later"])).toEqual(["over expired", "soon expiring-soon"])
    expect(codes(texts, { soonDays: 1 }, ["over", "soon", "later"])).toEqual(["over expired"])
  })

  it("tells what was never used, once it holds", () => {
    const texts = [text("unused"), text("future", { validFrom: "2026-11-25T00:00:00.000Z", territoryId: "a" })]
    expect(codes(texts)).toEqual(["unused never-used"])
    expect(codes(texts, {}, ["unused"])).toEqual([])
    expect(auditGuidance([text("zero")], [{ guidanceId: "zero", count: 0 }], { now })).toMatchObject([
      { code: "never-used", severity: "note" },
    ])
  })

  it("tells topics without guidance, owners and topics that are not known", () => {
    const texts = [text("g"), text("w", { topic: "wather", ownerId: "gone" })]
    expect(codes(texts, { topics: ["heating", "roads"], authorityIds: ["heat"] }, ["g", "w"])).toEqual([
      "w unknown-owner",
      "w unknown-topic",
      "- no-guidance",
    ])
    expect(codes([text("over", { validTo: now })], { topics: ["heating"] })).toEqual(["over expired", "- no-guidance"])
  })

  it("tells a text that another one always stands before", () => {
    expect(codes([text("first"), text("second")], {}, ["first"])).toEqual(["second hidden"])
    expect(codes([text("first", { validTo: "2026-12-30T00:00:00.000Z" }), text("second")], {}, ["first", "second"])).toEqual([])
  })
})

describe("guidanceText", () => {
  it("writes text, steps and contacts, each on its line", () => {
    const guidance = guidanceSchema.parse({
      ...text("g"),
      text: "Нет отопления?",
      steps: ["Позвоните диспетчеру.", "Запишите номер заявки."],
      contacts: [{ title: "Диспетчер", value: "112" }],
    })
    expect(guidanceText(guidance)).toBe("Нет отопления?\n1. Позвоните диспетчеру.\n2. Запишите номер заявки.\nДиспетчер: 112")
  })

  it("refuses a period that ends before it begins", () => {
    expect(guidanceSchema.safeParse({ ...text("g"), validFrom: now, validTo: now }).success).toBe(false)
  })
})

describe("guard of replies: guidance is no final reply unless the kind is question and the topic allows it", () => {
  it.each([
    ["final", "problem", true, false, "guidance ends only a question, never a problem"],
    ["final", "suggestion", true, false, "guidance ends only a question, never a problem"],
    ["final", "question", false, false, "the topic does not let guidance be the final reply"],
    ["final", "question", true, true, "a question, and the topic lets guidance answer it"],
    ["interim", "problem", false, true, "guidance may go out before the final reply"],
    ["clarify", "question", true, false, 'guidance is no reply of the kind "clarify"'],
    ["redirect", "question", true, false, 'guidance is no reply of the kind "redirect"'],
  ] as const)("%s reply to a %s, topic allows: %s", (replyKind, incidentKind, guidanceAnswersQuestion, allowed, why) => {
    expect(replyKindAllowed({ replyKind, incidentKind, isGuidance: true, guidanceAnswersQuestion })).toEqual({ allowed, why })
    expect(replyKindAllowed({ replyKind, incidentKind, isGuidance: false }).allowed).toBe(true)
  })
})

describe("guard of replies: automated texts are drafts; only guidance approved for that topic and period goes out unseen", () => {
  const approved = text("g", { publishUnseen: true, validTo: "2026-12-01T00:00:00.000Z" })
  it.each([
    ["approved, its topic, its time", approved, "heating", now, true],
    ["not approved", { ...approved, publishUnseen: false }, "heating", now, false],
    ["nothing said of it", text("g"), "heating", now, false],
    ["another topic", approved, "roads", now, false],
    ["no topic", approved, null, now, false],
    ["its time is over", approved, "heating", "2026-12-01T00:00:00.000Z", false],
  ])("%s", (_, guidance, topic, at, allowed) => {
    expect(unseenPublicationAllowed(guidance, { topic, at }).allowed).toBe(allowed)
  })
})
