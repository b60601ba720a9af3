// A program of a page: every entry that runs anywhere does something. What it gives is JSON, so that two realms can be
// compared.
import { isDeskError, type Rule } from "@otklik/core"
import { captureSpan, describeEvidence } from "@otklik/core/evidence"
import { decide, evolve, initialIncident, legalCommands } from "@otklik/core/incident"
import { createReplyLint, renderReply, replyLanguageEn } from "@otklik/core/replies"
import { figuresOf, monthPeriod } from "@otklik/core/reports"
import { createLocator, route, routingSchema } from "@otklik/core/routing"
import { checkRules, createMatcher, lintRules, parseQuery, printQuery } from "@otklik/core/rules"
import { addWorkingTime, createCalendar, deadline, policySchema, workingTimeBetween } from "@otklik/core/sla"
import { formatDueRu, loadRussian, pluralRu, russian } from "@otklik/locale-ru"

const at = "2026-11-24T03:00:00.000Z"

function caught(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return isDeskError(error) ? { code: error.code, message: error.message, details: error.details } : String(error)
  }
}

function rulesWork(): unknown {
  const cold: Rule = { id: "cold", query: "батаре* & (ледян* | холодн*)", topic: "heating" }
  const rules: readonly Rule[] = [cold, { id: "light", query: "(фонарь NEAR/3 горит) & не" }]
  return {
    matches: createMatcher(rules).match("В доме третий день ледяные батареи"),
    explained: createMatcher(rules).explain("light", "Фонарь у школы не горит"),
    query: printQuery(parseQuery("вода -горячая | свет")),
    wrong: caught(() => parseQuery("(вода")),
    lint: lintRules(rules),
    checked: checkRules([{ ...cold, examples: { match: ["холодные батареи"], skip: ["ледяной дождь"] } }]),
    bad: caught(() => createMatcher([{ id: "", query: "вода" }])),
  }
}

function termsWork(): unknown {
  const day = [
    ["09:00", "13:00"],
    ["14:00", "18:00"],
  ] as const
  const week = { mon: day, tue: day, wed: day, thu: day, fri: day }
  const calendar = createCalendar({ id: "office", zone: "Asia/Chita", week, exceptions: [{ date: "2026-11-04", slots: [] }] })
  const policy = policySchema.parse({
    id: "p",
    version: "1",
    goal: "first-reply",
    startsAt: "registered",
    term: { minutes: 480, time: "wall" },
  })
  return {
    due: addWorkingTime(calendar, "2026-11-03T08:30:00.000Z", 120),
    minutes: workingTimeBetween(calendar, "2026-11-03T00:00:00.000Z", "2026-11-05T09:00:00.000Z"),
    deadline: deadline(policy, {}, at),
    wrong: caught(() => createCalendar({ zone: "Asia/Nowhere", week })),
  }
}

function placesWork(): unknown {
  const routing = routingSchema.parse({
    authorities: [{ id: "heat", title: "Тепловые сети", kind: "utility" }],
    territories: [{ id: "chita", title: "Чита", kind: "urban-okrug" }],
    rules: [{ id: "all-heating", when: { topics: ["heating"] }, assign: { authorityId: "heat" } }],
  })
  return {
    route: route(routing, { topic: "heating", territoryId: "chita", network: "vk", at }),
    located: createLocator(routing).locate({ text: "г. Чита, нет тепла" }),
  }
}

function incidentWorks(): unknown {
  const message = { messageKey: "vk:-1_7", network: "vk", publishedAt: at, matches: [] } as const
  const events = decide(
    { type: "detect", at, by: { id: "clerk", kind: "person" }, incidentId: "inc_1", ...message, intake: "network", proposal: null },
    initialIncident,
  )
  return { state: events.reduce(evolve, initialIncident), legal: legalCommands }
}

/** What all of it gives. */
export const result = JSON.stringify({
  rules: rulesWork(),
  terms: termsWork(),
  places: placesWork(),
  incident: incidentWorks(),
  replies: {
    text: renderReply("Answer by {due}", { due: "Friday" }),
    missing: caught(() => renderReply("Answer by {due}", {})),
    findings: createReplyLint({ language: replyLanguageEn }).lint("Call me", { replyKind: "final", zone: "Asia/Chita" }),
  },
  reports: figuresOf([], { period: monthPeriod("Asia/Chita", "2026-11"), at, metrics: ["received", "openAfter"] }),
  evidence: {
    piece: describeEvidence({ incidentId: "inc_1", shows: "fix", url: "https://example.org/a.jpg", content: Uint8Array.of(1, 2, 3) }),
    span: captureSpan({ wallClock: "2026-10-25T02:30:00", offset: null, satelliteAt: null }, "Europe/Berlin"),
  },
  wording: { plural: pluralRu(5, ["заявка", "заявки", "заявок"]), due: formatDueRu(at, "Asia/Chita") },
})

const words = ["батареи", "лёд", "отключена", "соцсеть", "мой"] as const

/** Word forms before and after they were loaded. */
export async function forms(): Promise<string> {
  const before = caught(() => russian().formsOf("вода").length > 3)
  const locales = await Promise.all([loadRussian(), loadRussian({ reflexive: true }), loadRussian()])
  const found = locales.map((locale) => words.map((word) => locale.formsOf(word)))
  return JSON.stringify({ before, found, after: russian().formsOf("вода") })
}
