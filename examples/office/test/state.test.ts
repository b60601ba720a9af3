import { describe, expect, it } from "vitest"
import { Problem, problemOf } from "../app/api/client.ts"
import { buildCommand, type Known } from "../app/state/build-command.ts"
import { forms } from "../app/state/forms.ts"
import { formKey, keepFilled, readFilled } from "../app/state/kept.ts"
import { listQuery, openFilters } from "../app/state/lists.ts"
import { marksOf } from "../app/state/marks.ts"
import { newsOf } from "../app/state/news.ts"
import { caseAddress, parseRoute, queueAddress } from "../app/state/route.ts"
import { en } from "../app/text/en.ts"
import { ru } from "../app/text/ru.ts"
import { agoText, dueText, durationText, localField, localMoment, momentText, urgencyOf } from "../app/text/time.ts"

describe("an address", () => {
  it("is a list with its filters and the case in its pane, and back", () => {
    const route = parseRoute("/q/overdue?topics=heating&i=17")
    expect([route.page, route.view, route.number, route.query.get("topics")]).toEqual(["queue", "overdue", 17, "heating"])
    expect(queueAddress(route.view, route.query, route.number)).toBe("/q/overdue?topics=heating&i=17")
  })

  it("is a case by its number or its id, and an unknown one is the queue", () => {
    expect(parseRoute(caseAddress(4711))).toMatchObject({ page: "case", number: 4711, incidentId: null })
    expect(parseRoute(caseAddress("inc_1a"))).toMatchObject({ page: "case", number: null, incidentId: "inc_1a" })
    expect(parseRoute("/../etc?i=x")).toMatchObject({ page: "queue", view: "open", number: null })
  })
})

describe("a list", () => {
  it("asks for its own conditions and the address's filters, and for none that it settles", () => {
    const query = new URLSearchParams("topics=heating&topics=water&statuses=closed&territoryIds=okrug-chita&order=newest")
    expect(listQuery("to-approve", query)).toEqual({
      view: "to-approve",
      topics: ["heating", "water"],
      territoryIds: ["okrug-chita"],
      withParts: "true",
      order: "newest",
    })
    expect(openFilters("to-approve")).not.toContain("statuses")
  })

  it("holds the incidents behind a number of a report", () => {
    const query = new URLSearchParams("metric=received&metricFrom=a&metricTo=b&metricAt=c&title=x")
    expect(listQuery("all", query)).toEqual({ order: "newest", metric: "received", metricFrom: "a", metricTo: "b", metricAt: "c" })
  })
})

const known: Known = {
  idOf: (kind, title) => (title === "Горсвет" ? `${kind}-1` : undefined),
  incidentOf: (number) => (number === "7" ? "inc_7" : undefined),
  momentOf: (local) => localMoment(local, "Asia/Chita"),
}

describe("a form", () => {
  it("becomes a command, with ids for what a person named", () => {
    expect(buildCommand("assign", { authorityId: "Горсвет", why: "по месту" }, known)).toEqual({
      command: { type: "assign", authorityId: "authority-1", why: "по месту" },
    })
    expect(buildCommand("join", { into: "7" }, known)).toEqual({ command: { type: "join", into: "inc_7" } })
  })

  it("names each field that keeps it from being one", () => {
    expect(buildCommand("assign", { authorityId: "Горсве" }, known)).toEqual({ faults: { authorityId: "required", why: "required" } })
    expect(buildCommand("merge", { into: "8" }, known)).toEqual({ faults: { into: "badNumber" } })
    expect(buildCommand("submit-draft", { replyKind: "final", text: " " }, known)).toEqual({
      faults: { text: "required", outcome: "required" },
    })
  })

  it("of a reply says what becomes of the problem, with a date of the region's zone", () => {
    const filled = { text: "Сделаем", replyKind: "interim", outcome: "planned", until: "2026-11-26T12:00", "variant:x": "Коротко" }
    expect(buildCommand("submit-draft", filled, known)).toEqual({
      command: {
        type: "submit-draft",
        text: "Сделаем",
        replyKind: "interim",
        outcome: { value: "planned", until: "2026-11-26T03:00:00.000Z" },
        variants: [{ network: "x", text: "Коротко" }],
      },
    })
    expect(buildCommand("submit-draft", { replyKind: "guidance", guidanceId: "heat" }, known)).toEqual({
      command: { type: "submit-draft", replyKind: "guidance", guidanceId: "heat" },
    })
    const overridden = { text: "Скоро", replyKind: "clarify", override: "так решили", overrideCodes: "no-time shouting" }
    expect(buildCommand("submit-draft", overridden, known)).toEqual({
      command: {
        type: "submit-draft",
        text: "Скоро",
        replyKind: "clarify",
        waitMinutes: 1440,
        override: { codes: ["no-time", "shouting"], why: "так решили" },
      },
    })
  })

  it("keeps what was filled in for one person and one case, where the browser stores nothing as well", () => {
    const key = formKey("ivanova", "inc_1", "add-note")
    keepFilled(key, { text: "не потерять", why: "" })
    expect(readFilled(key)).toEqual({ text: "не потерять" })
    expect(readFilled(formKey("petrov", "inc_1", "add-note"))).toEqual({})
    keepFilled(key, { text: "" })
    expect(readFilled(key)).toEqual({})
  })
})

describe("matched words", () => {
  const match = (ruleId: string, topic: string | null, start: number, end: number, text: string | null) => ({
    ruleId,
    ruleVersion: null,
    topic,
    clauses: [{ term: "x", start, end, text }],
  })

  it("are marked with the rule's name, none of them twice and none that was changed since", () => {
    const text = "Люк открыт у дома"
    const matches = [
      match("lids", "open-manholes", 0, 10, "Люк открыт"),
      match("other", null, 4, 10, "открыт"),
      match("old", null, 11, 12, "я"),
      match("hidden", null, 13, 17, null),
    ]
    expect(marksOf(matches, text, (id) => `Тема ${id}`)).toEqual([{ start: 0, end: 10, rule: "Тема open-manholes" }])
  })
})

describe("the news of a case", () => {
  it("are what others did since it was looked at, and not that time went by", () => {
    const step = (type: string, id: string) => ({
      at: "2026-11-24T05:00:00.000Z",
      by: { id, kind: "person" as const },
      type,
      details: {},
      imported: false,
    })
    const timeline = [step("incident-registered", "a"), step("work-taken", "b"), step("clock-stopped", "b"), step("note-added", "me")]
    expect(newsOf({ timeline }, 1, "me").map(({ type }) => type)).toEqual(["work-taken"])
    expect(newsOf({ timeline }, 4, "me")).toEqual([])
  })
})

describe("a time", () => {
  const now = Date.parse("2026-11-24T05:20:00.000Z")
  const at = (minutes: number): string => new Date(now + minutes * 60_000).toISOString()

  it("is said as people say it", () => {
    expect(dueText(at(130), now, ru)).toBe("через 2\u00a0ч\u00a010\u00a0мин")
    expect(dueText(at(-40), now, ru)).toBe("просрочено на 40\u00a0мин")
    expect(dueText(at(3 * 1440 + 240), now, en)).toBe("in 3\u00a0d\u00a04\u00a0h")
    expect(durationText(0, ru)).toBe("1\u00a0мин")
    expect(agoText(at(-0.4), now, ru, "ru", "Asia/Chita")).toBe("только что")
    expect(momentText(at(-24 * 60), now, ru, "ru", "Asia/Chita")).toBe("вчера, 14:20")
    expect([at(-1), at(59), at(200), at(600)].map((one) => urgencyOf(one, now))).toEqual(["late", "soon", "near", "calm"])
  })

  it("of a field is local, and comes back as the same moment", () => {
    expect(localField(at(0), "Asia/Chita")).toBe("2026-11-24T14:20")
    expect(localMoment("2026-11-24T14:20", "Asia/Chita")).toBe(at(0))
    expect(localMoment("2026-03-29T03:30", "Europe/Berlin")).toBe("2026-03-29T01:30:00.000Z")
  })
})

describe("the words", () => {
  it("are there in both languages for every command that has a form", () => {
    for (const type of Object.keys(forms)) expect([ru.command[type], en.command[type]], type).not.toContain(undefined)
    for (const words of ["command", "event", "status", "choice", "field", "problem"] as const)
      expect(Object.keys(en[words]).toSorted(), words).toEqual(Object.keys(ru[words]).toSorted())
  })
})

describe("a problem", () => {
  it("has the code of the answer, and `other` where that says nothing", () => {
    expect(problemOf({ code: "conflict", detail: "it changed" }, 412)).toMatchObject({
      code: "conflict",
      status: 412,
      message: "it changed",
    })
    expect(problemOf("<html>", 502)).toMatchObject({ code: "other", status: 502 })
    expect(problemOf(null, 500)).toBeInstanceOf(Problem)
  })
})
