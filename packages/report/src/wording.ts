import type { ReportTable } from "@otklik/core/reports"

/** By what a report is split. */
export type Dimension = ReportTable["by"][number]

/** The language of headings and numbers. */
export type ReportLocale = "ru" | "en"

/** What a dimension is called, one row of it, and what is written where incidents have no value. */
interface DimensionWords {
  /** A heading over a table. */
  readonly heading: string
  /** A heading over a column. */
  readonly column: string
  /** In the place of a value that is not there. */
  readonly none: string
}

const russianDimensions: Readonly<Record<Dimension, DimensionWords>> = {
  topic: { heading: "О чём пишут", column: "Тема", none: "Тема не определена" },
  topicGroup: { heading: "О чём пишут: группы тем", column: "Группа тем", none: "Без группы" },
  authority: { heading: "Кому направлено", column: "Ответственный", none: "Ответственный не найден" },
  authorityKind: { heading: "Кому направлено: виды органов", column: "Вид органа", none: "Ответственный не найден" },
  territory: { heading: "Где", column: "Территория", none: "Место не определено" },
  network: { heading: "Социальные сети", column: "Сеть", none: "Не из сети" },
  community: { heading: "Где пишут", column: "Сообщество", none: "Вне сообществ" },
  rule: { heading: "По каким правилам найдено", column: "Правило", none: "Без правила" },
  kind: { heading: "Что это за сообщения", column: "Вид", none: "Вид не указан" },
  importance: { heading: "Важность", column: "Важность", none: "Не указана" },
  intake: { heading: "Как поступило", column: "Источник", none: "Не указан" },
  outcome: { heading: "Чем кончилось", column: "Итог", none: "Итога ещё нет" },
  closing: { heading: "Почему закрыто", column: "Причина закрытия", none: "Не закрыто" },
  weekday: { heading: "Дни недели", column: "День недели", none: "—" },
  hour: { heading: "Часы суток", column: "Час", none: "—" },
}

const englishDimensions: Readonly<Record<Dimension, DimensionWords>> = {
  topic: { heading: "What people write about", column: "Topic", none: "No topic" },
  topicGroup: { heading: "What people write about: groups of topics", column: "Group of topics", none: "No group" },
  authority: { heading: "Who is responsible", column: "Owner", none: "No owner" },
  authorityKind: { heading: "Who is responsible: kinds of bodies", column: "Kind of body", none: "No owner" },
  territory: { heading: "Where", column: "Territory", none: "Place unknown" },
  network: { heading: "Social networks", column: "Network", none: "Not from a network" },
  community: { heading: "Where people write", column: "Community", none: "Outside communities" },
  rule: { heading: "Which rules found it", column: "Rule", none: "No rule" },
  kind: { heading: "What the messages are", column: "Kind", none: "No kind" },
  importance: { heading: "Importance", column: "Importance", none: "None" },
  intake: { heading: "How it came", column: "Intake", none: "Unknown" },
  outcome: { heading: "What came of it", column: "Outcome", none: "No outcome yet" },
  closing: { heading: "Why it was closed", column: "Reason for closing", none: "Not closed" },
  weekday: { heading: "Days of the week", column: "Day", none: "—" },
  hour: { heading: "Hours of the day", column: "Hour", none: "—" },
}

type Values = Readonly<Partial<Record<Dimension, Readonly<Record<string, string>>>>>

const russianValues: Values = {
  network: { vk: "ВКонтакте", ok: "Одноклассники", facebook: "Facebook", instagram: "Instagram", x: "X", telegram: "Telegram" },
  authorityKind: {
    government: "Правительство",
    ministry: "Министерства",
    inspection: "Инспекции",
    administration: "Администрации",
    utility: "Ресурсные и коммунальные организации",
    institution: "Учреждения",
  },
  kind: { problem: "Проблема", question: "Вопрос", suggestion: "Предложение", thanks: "Благодарность" },
  importance: { normal: "Обычная", raised: "Повышенная" },
  intake: { network: "Найдено в сети", hand: "Внесено сотрудником", import: "Перенесено из прежней системы" },
  outcome: {
    unknown: "Итога ещё нет",
    planned: "Запланировано",
    "fix-claimed": "О решении заявлено",
    "fix-confirmed": "Решение подтверждено",
    refuted: "Решение опровергнуто",
    explained: "Разъяснено",
    "cannot-fix": "Решить нельзя",
    "not-competent": "Не наша компетенция",
  },
  closing: { "author-satisfied": "Автор доволен", "no-objection": "Возражений не было", decision: "Решение сотрудника" },
  weekday: { 1: "Понедельник", 2: "Вторник", 3: "Среда", 4: "Четверг", 5: "Пятница", 6: "Суббота", 7: "Воскресенье" },
}

const englishValues: Values = {
  network: { vk: "VK", ok: "Odnoklassniki", facebook: "Facebook", instagram: "Instagram", x: "X", telegram: "Telegram" },
  authorityKind: {
    government: "Government",
    ministry: "Ministries",
    inspection: "Inspections",
    administration: "Administrations",
    utility: "Utilities",
    institution: "Institutions",
  },
  kind: { problem: "Problem", question: "Question", suggestion: "Suggestion", thanks: "Thanks" },
  importance: { normal: "Normal", raised: "Raised" },
  intake: { network: "Found in a network", hand: "Entered by a person", import: "Imported from another system" },
  outcome: {
    unknown: "No outcome yet",
    planned: "Planned",
    "fix-claimed": "Fix claimed",
    "fix-confirmed": "Fix confirmed",
    refuted: "Fix refuted",
    explained: "Explained",
    "cannot-fix": "Cannot be fixed",
    "not-competent": "Not competent",
  },
  closing: { "author-satisfied": "Author satisfied", "no-objection": "Nobody objected", decision: "A person decided" },
  weekday: { 1: "Monday", 2: "Tuesday", 3: "Wednesday", 4: "Thursday", 5: "Friday", 6: "Saturday", 7: "Sunday" },
}

/** What the package says in one language; everything else comes from the report. */
export interface Words {
  readonly dimensions: Readonly<Record<Dimension, DimensionWords>>
  readonly values: Values
  readonly goals: Readonly<Record<string, string>>
  /** Of a term after the first closing. */
  readonly later: string
  readonly terms: Readonly<Record<"due" | "inTime" | "late" | "missed", string>>
  readonly buckets: Readonly<Record<"day" | "week" | "month", { readonly heading: string; readonly column: string }>>
  readonly totals: string
  readonly notes: string
  readonly metric: string
  readonly value: string
  readonly unit: string
  readonly previous: string
  readonly change: string
  readonly changePercent: string
  readonly definition: string
  readonly minutes: string
  readonly count: string
  readonly median: string
  readonly p90: string
  readonly overlapping: string
  readonly period: string
  readonly comparedWith: string
  readonly madeAt: string
  readonly reading: string
  readonly hidden: string
}

const russian: Words = {
  dimensions: russianDimensions,
  values: russianValues,
  goals: {
    "first-reply": "Первый ответ",
    "final-reply": "Окончательный ответ",
    "follow-up": "Ответ на новые слова автора",
    promise: "Обещание",
    acceptance: "Принятие в работу",
    approval: "Согласование",
    triage: "Разбор найденного",
  },
  later: "повторная работа",
  terms: { due: "истекло", inTime: "в срок", late: "позже", missed: "не исполнено" },
  buckets: {
    day: { heading: "По дням", column: "День" },
    week: { heading: "По неделям", column: "Неделя с" },
    month: { heading: "По месяцам", column: "Месяц с" },
  },
  totals: "Всего",
  notes: "Как читать",
  metric: "Показатель",
  value: "Значение",
  unit: "Единица",
  previous: "было",
  change: "изменение",
  changePercent: "изменение, %",
  definition: "Как посчитано",
  minutes: "мин",
  count: "случаев",
  median: "медиана",
  p90: "9 из 10 не дольше",
  overlapping: "Строки пересекаются: одно обращение может стоять в нескольких, и их сумма больше итога.",
  period: "Период",
  comparedWith: "Для сравнения",
  madeAt: "По состоянию на",
  reading: "Что учесть",
  hidden: "Число скрыто: оно мало, или по нему нашлось бы малое.",
}

const english: Words = {
  dimensions: englishDimensions,
  values: englishValues,
  goals: {
    "first-reply": "First reply",
    "final-reply": "Final reply",
    "follow-up": "Answer to later words",
    promise: "Promise",
    acceptance: "Acceptance",
    approval: "Approval",
    triage: "Triage",
  },
  later: "worked on again",
  terms: { due: "ended", inTime: "in time", late: "later", missed: "missed" },
  buckets: {
    day: { heading: "Day by day", column: "Day" },
    week: { heading: "Week by week", column: "Week from" },
    month: { heading: "Month by month", column: "Month from" },
  },
  totals: "Total",
  notes: "How to read it",
  metric: "Figure",
  value: "Value",
  unit: "Unit",
  previous: "before",
  change: "change",
  changePercent: "change, %",
  definition: "Definition",
  minutes: "min",
  count: "cases",
  median: "median",
  p90: "9 of 10 within",
  overlapping: "Rows overlap: one incident may be in several, and their sum exceeds the total.",
  period: "Period",
  comparedWith: "Compared with",
  madeAt: "As of",
  reading: "Mind",
  hidden: "The number is hidden: it is small, or a small one could be reckoned from it.",
}

/** The words of each language. */
export const wording: Readonly<Record<ReportLocale, Words>> = { ru: russian, en: english }
