import type { Report } from "@otklik/core"
import type { ReportNote } from "@otklik/core/reports"
import { countedText, numberText } from "./numbers.ts"
import type { ReportLocale } from "./wording.ts"

const days = ["день", "дня", "дней"] as const
const workingDays = ["рабочий день", "рабочих дня", "рабочих дней"] as const

type Facts = ReportNote["facts"]

function count(facts: Facts, name: string): string {
  return numberText(Number(facts[name] ?? 0), "ru")
}

const russian: Readonly<Record<ReportNote["id"], (report: Report, facts: Facts) => string>> = {
  "period-not-over": () => "Период ещё не закончился: того, что будет после момента отчёта, в числах нет.",
  "other-length": ({ period, comparedWith }) =>
    `В периоде ${countedText(period.days, days, "ru")}, в периоде сравнения ${countedText(comparedWith?.days ?? 0, days, "ru")}.`,
  "other-working-days": ({ period, comparedWith }) =>
    `В периоде ${countedText(period.workingDays ?? 0, workingDays, "ru")}, в периоде сравнения ${countedText(comparedWith?.workingDays ?? 0, workingDays, "ru")}.`,
  "nothing-due": () => "В периоде не истёк ни один срок ответа: доли ответов в срок нет.",
  "sums-differ": () => "Строки не складываются в итог: пока шёл подсчёт, что-то записали.",
  "present-state": () => "Обращение считается по нынешним теме, месту и ответственному.",
  "rules-changed": () => "За это время менялись правила поиска.",
  "policies-changed": () => "За это время менялись сроки.",
  "connectors-changed": () => "За это время менялись подключения к сетям.",
  "topics-changed": () => "За это время менялся список тем.",
  "coverage-differs": (_, facts) =>
    `Источники прочитаны не одинаково полно: ${count(facts, "percent")} % времени, в периоде сравнения ${count(facts, "comparedPercent")} %.`,
  "history-imported": (_, facts) =>
    `Из поступивших перенесено из прежней системы: ${count(facts, "count")}, в периоде сравнения ${count(facts, "comparedCount")}.`,
  "terms-missing": (_, facts) =>
    `Из принятых без срока ответа: ${count(facts, "count")}, в периоде сравнения ${count(facts, "comparedCount")}. В долях ответов в срок их нет.`,
  scoped: () => "Посчитано только то, что доступно читателю отчёта.",
}

const named: Readonly<Record<string, string>> = { added: "Добавлено", removed: "Убрано", changed: "Изменено", sources: "Отличаются" }
/** So many names are in a sentence. */
const namedAtMost = 10
/** Titles of sources are long: more of them are counted. */
const sourcesAtMost = 5
const sources = ["источник", "источника", "источников"] as const

/** A note as a sentence; names of what changed come with it. */
export function noteText(note: ReportNote, report: Report, locale: ReportLocale): string {
  if (locale === "en") return note.text
  const lists = Object.entries(named).flatMap(([fact, word]) => {
    const names = note.facts[fact]
    if (!Array.isArray(names) || names.length === 0) return []
    if (fact === "sources" && names.length > sourcesAtMost) return [`Отличаются ${countedText(names.length, sources, "ru")}.`]
    const rest = names.length > namedAtMost ? ` и ещё ${names.length - namedAtMost}` : ""
    return [`${word}: ${names.slice(0, namedAtMost).join(", ")}${rest}.`]
  })
  return [russian[note.id](report, note.facts), ...lists].join(" ")
}
