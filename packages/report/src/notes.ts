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
  "rules-changed": () => "Правила поиска в периодах разные.",
  "connectors-changed": () => "Подключённые сети в периодах разные.",
  "policies-changed": () => "Сроки ответа в периодах установлены по-разному.",
  "coverage-differs": () => "Источники в периодах прочитаны не одинаково полно.",
  "history-imported": (_, facts) =>
    `Из поступивших перенесено из прежней системы: ${count(facts, "count")}, в периоде сравнения ${count(facts, "comparedCount")}.`,
  "terms-missing": (_, facts) =>
    `Из принятых без срока ответа: ${count(facts, "count")}, в периоде сравнения ${count(facts, "comparedCount")}. В долях ответов в срок их нет.`,
  scoped: () => "Посчитано только то, что доступно читателю отчёта.",
}

const changes: Readonly<Record<string, string>> = { added: "добавлено", removed: "убрано", changed: "изменено" }

/** A note as a sentence; names of what changed come with it. */
export function noteText(note: ReportNote, report: Report, locale: ReportLocale): string {
  if (locale === "en") return note.text
  const named = Object.entries(changes).flatMap(([fact, word]) => {
    const names = note.facts[fact]
    return Array.isArray(names) && names.length > 0 ? [`${word}: ${names.join(", ")}`] : []
  })
  return [russian[note.id](report, note.facts), ...named.map((one) => `${one.charAt(0).toLocaleUpperCase("ru")}${one.slice(1)}.`)].join(" ")
}
