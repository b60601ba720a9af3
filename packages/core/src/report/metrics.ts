import { deskGoals, goals, promiseGoal, type GoalId } from "../incident/index.ts"
import { all, any, had, is, not, type Test } from "./condition.ts"
import type { MarkKind } from "./marks.ts"

/** A text in both languages of a report. */
export interface Wording {
  /** In Russian. */
  readonly ru: string
  /** In English. */
  readonly en: string
}

/**
 * What a number counts: `case` incidents; `clock` terms; `event` what happened, an incident as often as it happened to
 * it; `stock` what was open at one moment.
 */
export type MetricKind = "case" | "clock" | "event" | "stock"

/** The moment that must lie in the period: a fact of the incident, the due time of a term, or the moment of a mark. */
export type MetricAnchor = "registeredAt" | "dueAt" | "answeredAt" | "finalAt" | "openSince" | "clock.dueAt" | "mark.at"

/** One number of a report: its name, its meaning, and the one condition that counts it and drills down to it. */
export interface Metric {
  /** Names it. */
  readonly id: MetricId
  /** What it counts. */
  readonly kind: MetricKind
  /** The moment that must lie in the period, and not after the moment of the report. */
  readonly anchor: MetricAnchor
  /** Of a `clock` metric the goals of the terms; empty otherwise. */
  readonly goals: readonly GoalId[]
  /** Of an `event` metric the kinds of marks; empty otherwise. */
  readonly marks: readonly MarkKind[]
  /** What else must hold. */
  readonly test: Test
  /** A heading. */
  readonly title: Wording
  /** The definition, in a sentence that can stand under the table. */
  readonly definition: Wording
}

type Described = readonly [titleRu: string, titleEn: string, definitionRu: string, definitionEn: string]
type Rule = readonly [kind: MetricKind, anchor: MetricAnchor, of: readonly string[], test: Test, ...described: Described]

const always: Test = all()
const accepted = not(had("dismissedAt"))
const answered = had("answeredAt")
const inTime: Test = { field: "answeredAt", notAfter: "dueAt" }
const over: Test = any(had("closedAt"), had("windowUntil"))
const claimed = is("problem", "fix-claimed")
const outcomes = ["fix-confirmed", "fix-claimed", "refuted", "explained", "cannot-fix", "not-competent"]
/** A term that was taken back before it was due was never due; one that was overdue by then stays so. */
const stood = not(all(not(is("clock.ended", null)), { field: "clock.endedAt", before: "clock.dueAt" }, had("clock.endedAt")))
const reached = all(is("clock.ended", null), had("clock.reachedAt"))
const reachedInTime = all(reached, { field: "clock.reachedAt", notAfter: "clock.dueAt" })
const notReachedInTime = not({ field: "clock.reachedAt", notAfter: "clock.dueAt" })

function registered(test: Test, ...described: Described): Rule {
  return ["case", "registeredAt", [], test, ...described]
}

function dueThen(test: Test, ...described: Described): Rule {
  return ["case", "dueAt", [], test, ...described]
}

function finalThen(test: Test, ...described: Described): Rule {
  return ["case", "finalAt", [], test, ...described]
}

function promise(test: Test, ...described: Described): Rule {
  return ["clock", "clock.dueAt", [promiseGoal], all(stood, test), ...described]
}

function marked(kinds: MarkKind | readonly MarkKind[], test: Test, ...described: Described): Rule {
  return ["event", "mark.at", [kinds].flat(), test, ...described]
}

const dueEn = "Of those due in the period: "
const dueRu = "Из тех, чей срок первого ответа истёк в периоде: "
const finalEn = "Of those with their first final reply in the period: "
const finalRu = "Из получивших первый окончательный ответ в периоде: "

/** In the order of columns. */
const rules = {
  openBefore: [
    "stock",
    "mark.at",
    [],
    always,
    "Открыто на начало",
    "Open before",
    "Обращения в работе на начало периода.",
    "Incidents in work when the period began.",
  ],
  received: registered(always, "Поступило", "Received", "Зарегистрированы в периоде.", "Registered in the period."),
  accepted: registered(
    accepted,
    "Принято",
    "Accepted",
    "Зарегистрированы в периоде и не сняты к моменту отчёта.",
    "Registered in the period, and not dismissed by the moment of the report.",
  ),
  dismissedOfReceived: registered(
    had("dismissedAt"),
    "Из них снято",
    "Dismissed of received",
    "Зарегистрированы в периоде и сняты к моменту отчёта.",
    "Registered in the period, and dismissed by the moment of the report.",
  ),
  imported: registered(
    is("intake", "import"),
    "Перенесено из истории",
    "Imported",
    "Зарегистрированы в периоде, перенесены из другой системы.",
    "Registered in the period, and imported from another system.",
  ),
  withoutTerm: registered(
    all(accepted, is("dueAt", null)),
    "Без срока ответа",
    "Without a term",
    "Из принятых в периоде: срок первого ответа не назначен.",
    "Of those accepted in the period: no term for the first reply.",
  ),
  answered: registered(
    all(accepted, answered),
    "Дан ответ",
    "Answered",
    "Из принятых в периоде: первый ответ опубликован к моменту отчёта.",
    "Of those accepted in the period: the first reply was published by the moment of the report.",
  ),
  overdueOpen: registered(
    all(accepted, any(all(had("dueAt"), not(answered)), had("nextDueAt"))),
    "Просрочено",
    "Overdue",
    "Из принятых в периоде: к моменту отчёта истёк срок первого ответа без ответа или идущий срок для гражданина.",
    "Of those accepted in the period: by the moment of the report the term of the first reply had ended without one, or a term that runs for the citizen had ended.",
  ),
  due: dueThen(
    always,
    "Истёк срок",
    "Due",
    "Срок первого ответа истёк в периоде; отменённые до срока не считаются.",
    "The term of the first reply ended in the period; not those whose term was taken back before.",
  ),
  answeredInTime: dueThen(
    all(answered, inTime),
    "Ответ в срок",
    "Answered in time",
    `${dueRu}ответ опубликован не позже срока.`,
    `${dueEn}the first reply was published not later than due.`,
  ),
  answeredLate: dueThen(
    all(answered, not(inTime)),
    "Ответ с опозданием",
    "Answered late",
    `${dueRu}ответ опубликован позже срока.`,
    `${dueEn}the first reply was published later than due.`,
  ),
  dueUnanswered: dueThen(
    not(answered),
    "Без ответа",
    "Due, unanswered",
    `${dueRu}ответа нет к моменту отчёта.`,
    `${dueEn}no reply by the moment of the report.`,
  ),
  finals: finalThen(
    always,
    "Окончательных ответов",
    "Final replies",
    "Первый окончательный ответ опубликован в периоде.",
    "The first final reply was published in the period.",
  ),
  fixed: finalThen(
    any(is("problem", "fix-confirmed"), all(claimed, over)),
    "Решено",
    "Fixed",
    `${finalRu}решение подтверждено или не оспорено.`,
    `${finalEn}the fix is confirmed, or was not objected to.`,
  ),
  fixConfirmed: finalThen(
    is("problem", "fix-confirmed"),
    "Решение подтверждено",
    "Fix confirmed",
    `${finalRu}решение подтверждено.`,
    `${finalEn}the fix is confirmed.`,
  ),
  fixUnrefuted: finalThen(
    all(claimed, over),
    "Решение не оспорено",
    "Fix not objected to",
    `${finalRu}о решении заявлено, срок возражений прошёл или обращение закрыто.`,
    `${finalEn}a fix is claimed, and the window for objections is over or the incident closed.`,
  ),
  fixClaimed: finalThen(
    all(claimed, not(over)),
    "О решении заявлено",
    "Fix claimed",
    `${finalRu}о решении заявлено, возражения ещё принимаются.`,
    `${finalEn}a fix is claimed, and objections are still heard.`,
  ),
  refuted: finalThen(
    is("problem", "refuted"),
    "Решение опровергнуто",
    "Fix refuted",
    `${finalRu}заявленное решение опровергнуто.`,
    `${finalEn}the claimed fix is refuted.`,
  ),
  explained: finalThen(is("problem", "explained"), "Разъяснено", "Explained", `${finalRu}дано разъяснение.`, `${finalEn}it was explained.`),
  cannotFix: finalThen(
    is("problem", "cannot-fix"),
    "Решить нельзя",
    "Cannot be fixed",
    `${finalRu}решить нельзя.`,
    `${finalEn}it cannot be fixed.`,
  ),
  notCompetent: finalThen(
    is("problem", "not-competent"),
    "Не наша компетенция",
    "Not competent",
    `${finalRu}вопрос вне компетенции.`,
    `${finalEn}another body is competent.`,
  ),
  outcomeUnknown: finalThen(
    not(is("problem", ...outcomes)),
    "Итог неизвестен",
    "Outcome unknown",
    `${finalRu}итога нет: история перенесена без него или работа начата заново.`,
    `${finalEn}there is no outcome: history was imported without one, or work began anew.`,
  ),
  explainedProblems: finalThen(
    all(is("problem", "explained"), is("kind", "problem")),
    "Проблемы, только разъяснённые",
    "Problems only explained",
    `${finalRu}обращение о проблеме, а дано лишь разъяснение.`,
    `${finalEn}the message told of a problem, and was only explained.`,
  ),
  promisesDue: promise(
    always,
    "Обещаний к сроку",
    "Promises due",
    "Обещанная дата наступила в периоде; перенесённые заранее не считаются.",
    "The promised date came in the period; not those that were moved before.",
  ),
  promisesKept: promise(
    reachedInTime,
    "Обещаний выполнено",
    "Promises kept",
    "Из наступивших: исполнено не позже даты.",
    "Of those due: kept not later than the date.",
  ),
  promisesBroken: promise(
    not(reachedInTime),
    "Обещаний нарушено",
    "Promises broken",
    "Из наступивших: к дате не исполнено.",
    "Of those due: not kept by the date.",
  ),
  promisesMoved: marked(
    "promise-moved",
    always,
    "Обещаний перенесено",
    "Promises moved",
    "Названа другая дата до наступления прежней.",
    "Another date was named before the old one came.",
  ),
  reopened: marked("reopened", always, "Открыто заново", "Reopened", "Работа начата заново.", "Work began anew."),
  unmerged: marked("unmerged", always, "Отсоединено", "Unmerged", "Отделены от другого обращения.", "Taken out of another incident."),
  restored: marked("restored", always, "Возвращено", "Restored", "Возвращены после ошибочного снятия.", "Taken back after a dismissal."),
  closed: marked("closed", always, "Закрыто", "Closed", "Работа закончена в периоде.", "Handling ended in the period."),
  closedSatisfied: marked(
    "closed",
    is("mark.subject", "author-satisfied"),
    "Закрыто: автор доволен",
    "Closed, satisfied",
    "Из закрытых: автор доволен.",
    "Of those closed: the author is satisfied.",
  ),
  closedSilent: marked(
    "closed",
    is("mark.subject", "no-objection"),
    "Закрыто: без возражений",
    "Closed, silent",
    "Из закрытых: возражений не было.",
    "Of those closed: nobody objected.",
  ),
  closedByDecision: marked(
    "closed",
    not(is("mark.subject", "author-satisfied", "no-objection")),
    "Закрыто решением",
    "Closed by decision",
    "Из закрытых: по решению сотрудника.",
    "Of those closed: a person decided it.",
  ),
  merged: marked("merged", always, "Присоединено", "Merged", "Присоединены к другому обращению.", "Joined to another incident."),
  converted: marked(
    "converted",
    always,
    "Передано в официальные",
    "Converted",
    "Продолжены как официальное обращение.",
    "Went on as a formal appeal.",
  ),
  dismissed: marked("dismissed", always, "Снято", "Dismissed", "Сняты как не обращения.", "Turned out to be no complaint."),
  openAfter: [
    "stock",
    "mark.at",
    [],
    always,
    "Открыто на конец",
    "Open after",
    "Обращения в работе на конец периода или на момент отчёта.",
    "Incidents in work when the period ended, or at the moment of the report.",
  ],
  repeats: marked("repeat", always, "Повторов", "Repeats", "Та же проблема заявлена снова.", "The same trouble was reported again."),
  refused: marked("refused", always, "Отказов принять", "Refused", "Орган вернул обращение.", "An owner gave it back."),
  transferred: marked("transferred", always, "Передано", "Transferred", "Сменён ответственный орган.", "Another owner was named."),
  submitted: marked(
    "draft-submitted",
    always,
    "Проектов ответа",
    "Drafts",
    "Проекты, отданные на согласование.",
    "Drafts given to an approver.",
  ),
  returned: marked(
    "draft-returned",
    always,
    "Проектов возвращено",
    "Drafts returned",
    "Проекты, возвращённые на доработку.",
    "Drafts sent back by an approver.",
  ),
  approved: marked(
    "draft-approved",
    always,
    "Проектов согласовано",
    "Drafts approved",
    "Согласованы впервые.",
    "Approved for the first time.",
  ),
  formReplies: marked(
    "draft-finding",
    is("mark.subject", "form-reply"),
    "Похоже на отписку",
    "Form replies",
    "Из согласованных: проверка ответа сочла текст отпиской.",
    "Of the drafts approved: the check of replies took the text for a form reply.",
  ),
  overridden: marked(
    "draft-approved",
    is("mark.subject", "override"),
    "Вопреки проверке",
    "Approved in spite of a finding",
    "Из согласованных: кто-то ответил за найденную ошибку.",
    "Of the drafts approved: somebody answered for an error that was found.",
  ),
  waived: marked("waived", always, "Без ответа по решению", "Waived", "Решено не отвечать.", "It was decided not to answer a message."),
  authorWrote: marked(
    "author-wrote",
    always,
    "Автор написал снова",
    "Author wrote",
    "Автор написал после первого сообщения.",
    "The author wrote again.",
  ),
  thanked: marked("thanked", always, "Благодарностей", "Thanked", "Автор поблагодарил.", "The author said thanks."),
  voices: marked(
    "voice",
    always,
    "Голосов других",
    "Voices",
    "Сообщения других людей под обращением.",
    "Messages of others in the thread.",
  ),
  surveysSent: marked("survey-sent", always, "Опросов отправлено", "Surveys sent", "Опросы автора.", "The author was asked."),
  surveysAnswered: marked(
    "survey-answered",
    always,
    "Опросов с ответом",
    "Surveys answered",
    "Автор поставил оценку.",
    "The author gave a score.",
  ),
  satisfied: marked(
    "survey-answered",
    is("mark.subject", "4", "5"),
    "Довольны",
    "Satisfied",
    "Из ответивших на опрос: оценка 4 или 5.",
    "Of surveys answered: a score of 4 or 5.",
  ),
  dissatisfied: marked(
    "survey-answered",
    not(is("mark.subject", "4", "5")),
    "Недовольны",
    "Dissatisfied",
    "Из ответивших на опрос: оценка ниже 4.",
    "Of surveys answered: a score below 4.",
  ),
  firstClosed: marked(
    "first-closed",
    always,
    "Закрыто впервые",
    "First closed",
    "Закрыты в периоде впервые.",
    "Closed for the first time in the period.",
  ),
  closedThenRepeated: marked(
    "first-closed",
    { repeated: true },
    "Закрыто и заявлено снова",
    "Closed, then repeated",
    "Из закрытых впервые: к моменту отчёта открыты заново или заявлены повторно.",
    "Of those closed for the first time: opened again or reported again by the moment of the report.",
  ),
  reassignedLate: marked(
    "reassigned-late",
    always,
    "Переназначено перед ответом",
    "Reassigned late",
    "Первый проект ответа менее чем через 5 минут после повторного назначения.",
    "The first draft came less than 5 minutes after the incident was assigned once more.",
  ),
  dismissedAfterDue: marked(
    "dismissed-after-due",
    always,
    "Снято после срока",
    "Dismissed after due",
    "Сняты, когда срок первого ответа уже истёк.",
    "Dismissed when the term of the first reply had ended.",
  ),
  termLengthened: marked(
    "term-lengthened",
    always,
    "Срок продлён",
    "Term lengthened",
    "Идущий срок для гражданина отодвинут сменой правила или темы.",
    "A term that ran for the citizen was moved away by another policy or topic.",
  ),
  promiseChains: marked(
    "promise-moved",
    is("mark.subject", "again"),
    "Перенесено повторно",
    "Promises moved again",
    "Обещание, которое уже переносили, перенесено снова.",
    "A promise that had been moved before was moved again.",
  ),
  sameText: marked(
    "final-published",
    { sharedSubject: true },
    "Одинаковых ответов",
    "Same text",
    "Окончательные ответы, чей текст к моменту отчёта стоит и под другим обращением.",
    "Final replies whose text was published for another incident as well by the moment of the report.",
  ),
  open: [
    "case",
    "openSince",
    [],
    always,
    "Открыто сейчас",
    "Open now",
    "Сейчас в работе, взяты в работу в периоде.",
    "In work now, and taken up in the period.",
  ],
  openOverdue: [
    "case",
    "openSince",
    [],
    had("nextDueAt"),
    "Открыто и просрочено",
    "Open and overdue",
    "Сейчас в работе, и идущий срок для гражданина истёк.",
    "In work now, and a term that runs for the citizen has ended.",
  ],
  guidancePublished: marked(
    "guidance-published",
    always,
    "Памяток опубликовано",
    "Guidance published",
    "Опубликованные памятки.",
    "Guidance texts that were published.",
  ),
} as const satisfies Readonly<Record<string, Rule>>

/** What is counted of the terms of one goal. */
export type TermCount = "due" | "inTime" | "late" | "missed"

/**
 * The name of a number of terms: of a goal, in the first cycle or later ones, as `term:final-reply:first:due`. For
 * every goal and cycle `due` = `inTime` + `late` + `missed`.
 */
export type TermMetricId = `term:${GoalId}:${"first" | "later"}:${TermCount}`

/** The name of a number. */
export type MetricId = keyof typeof rules | TermMetricId

/** The names of the numbers that are not of terms, in the order of columns. */
export const metricIds = Object.keys(rules) as readonly (keyof typeof rules)[]

const termTests: Readonly<Record<TermCount, Test>> = {
  due: always,
  inTime: reachedInTime,
  late: all(reached, notReachedInTime),
  missed: not(reached),
}

const termWordings: Readonly<Record<TermCount, Wording>> = {
  due: { ru: "срок истёк в периоде, не отменён до того", en: "the term ended in the period, and was not taken back before" },
  inTime: { ru: "срок истёк в периоде, исполнено не позже", en: "the term ended in the period, and was kept" },
  late: { ru: "срок истёк в периоде, исполнено позже", en: "the term ended in the period, and its goal was reached later" },
  missed: { ru: "срок истёк в периоде, не исполнено", en: "the term ended in the period, and its goal was not reached" },
}

/**
 * The names of the numbers of terms.
 *
 * @param goalIds - of the desk; default: every goal that it knows. The window for objections and the appeal are left
 * out: their ends are no breaches of the desk's
 */
export function termMetricIds(goalIds: readonly GoalId[] = deskGoals): readonly TermMetricId[] {
  return goalIds
    .filter((goal) => goal !== goals.objection && goal !== goals.formalReply)
    .flatMap((goal) =>
      (["first", "later"] as const).flatMap((cycle) =>
        (Object.keys(termTests) as TermCount[]).map((count): TermMetricId => `term:${goal}:${cycle}:${count}`),
      ),
    )
}

/**
 * A number with its definition.
 *
 * @param id - one of {@link metricIds}, or of a goal's terms
 * @returns undefined where there is no such number
 */
export function findMetric(id: string): Metric | undefined {
  const term = /^term:(.+):(first|later):(due|inTime|late|missed)$/.exec(id)
  if (term !== null) return termMetric(id as TermMetricId, term[1] ?? "", term[2] === "first", term[3] as TermCount)
  if (!Object.hasOwn(rules, id)) return undefined
  const known = id as keyof typeof rules
  const [kind, anchor, of, test, ru, en, definitionRu, definitionEn]: Rule = rules[known]
  return {
    id: known,
    kind,
    anchor,
    goals: kind === "clock" ? of : [],
    marks: kind === "event" ? (of as readonly MarkKind[]) : [],
    test,
    title: { ru, en },
    definition: { ru: definitionRu, en: definitionEn },
  }
}

/** Every number that is not of terms, by its name. */
export const metrics: Readonly<Record<keyof typeof rules, Metric>> = Object.fromEntries(
  metricIds.flatMap((id) => {
    const metric = findMetric(id)
    return metric === undefined ? [] : [[id, metric]]
  }),
) as Record<keyof typeof rules, Metric>

function termMetric(id: TermMetricId, goal: GoalId, isFirst: boolean, count: TermCount): Metric {
  const inCycle: Test = isFirst ? not({ field: "clock.cycle", atLeast: 2 }) : { field: "clock.cycle", atLeast: 2 }
  const [ru, en] = isFirst ? ["первый цикл", "first cycle"] : ["последующие циклы", "later cycles"]
  const { ru: definitionRu, en: definitionEn } = termWordings[count]
  return {
    id,
    kind: "clock",
    anchor: "clock.dueAt",
    goals: [goal],
    marks: [],
    test: all(inCycle, stood, termTests[count]),
    title: { ru: `${goal}, ${ru}: ${count}`, en: `${goal}, ${en}: ${count}` },
    definition: { ru: `Цель ${goal}, ${ru}: ${definitionRu}.`, en: `Goal ${goal}, ${en}: ${definitionEn}.` },
  }
}

/** The numbers of a table when none are named. */
export const defaultMetrics: readonly MetricId[] = [
  "received",
  "accepted",
  "answered",
  "overdueOpen",
  "due",
  "answeredInTime",
  "answeredLate",
  "dueUnanswered",
  "finals",
  "fixed",
  "explained",
  "promisesDue",
  "promisesKept",
  "reopened",
  "closed",
]

/** A share: which number is a part of which. */
export interface Share {
  /** Names it. */
  readonly id: ShareId
  /** The number that is a part. */
  readonly part: MetricId
  /** The number that it is a part of. */
  readonly of: MetricId
  /** A heading. */
  readonly title: Wording
  /** The definition, in a sentence. */
  readonly definition: Wording
}

const shareRules = {
  inTime: ["answeredInTime", "due", "В срок", "In time", "Ответ в срок от истекших сроков.", "Answered in time, of those due."],
  fixed: ["fixed", "finals", "Доля решённых", "Fixed", "Решено от окончательных ответов.", "Fixed, of the final replies."],
  explained: [
    "explained",
    "finals",
    "Доля разъяснённых",
    "Explained",
    "Разъяснено от окончательных ответов.",
    "Explained, of the final replies.",
  ],
  promisesKept: [
    "promisesKept",
    "promisesDue",
    "Обещания выполнены",
    "Promises kept",
    "Выполнено от наступивших обещаний.",
    "Kept, of the promises due.",
  ],
  repeated: [
    "closedThenRepeated",
    "firstClosed",
    "Доля повторов",
    "Repeated",
    "Заявлено снова от закрытых впервые.",
    "Reported again, of those closed for the first time.",
  ],
  formReplies: [
    "formReplies",
    "approved",
    "Доля отписок",
    "Form replies",
    "Похожие на отписку от согласованных.",
    "Form replies, of the drafts approved.",
  ],
  overridden: [
    "overridden",
    "approved",
    "Доля вопреки проверке",
    "Approved in spite of a finding",
    "Согласованные вопреки проверке от всех согласованных.",
    "Approved in spite of a finding, of the drafts approved.",
  ],
  returned: ["returned", "submitted", "Доля возвратов", "Returned", "Возвращено от отданных проектов.", "Returned, of the drafts."],
  satisfied: [
    "satisfied",
    "surveysAnswered",
    "Доля довольных",
    "Satisfied",
    "Довольны от ответивших, никогда не от всех.",
    "Satisfied, of the surveys answered, never of all.",
  ],
} as const satisfies Readonly<Record<string, readonly [MetricId, MetricId, ...Described]>>

/** The name of a share. */
export type ShareId = keyof typeof shareRules

/** Every share, in the order of columns. */
export const shares: readonly Share[] = (Object.keys(shareRules) as ShareId[]).map((id) => {
  const [part, of, ru, en, definitionRu, definitionEn] = shareRules[id]
  return { id, part, of, title: { ru, en }, definition: { ru: definitionRu, en: definitionEn } }
})

/** A duration: from which moment to which, and which ones belong to a period. */
export interface Duration {
  /** Names it. */
  readonly id: DurationId
  /** What is measured: incidents or terms. */
  readonly kind: "case" | "clock"
  /** The moment that must lie in the period, and not after the moment of the report. */
  readonly anchor: MetricAnchor
  /** Of a `clock` duration the goals of the terms; empty otherwise. */
  readonly goals: readonly GoalId[]
  /** What else must be met. */
  readonly test: Test
  /** The two moments between which minutes of the wall clock are counted; or the fact that holds the minutes. */
  readonly from: string
  /** The second moment; null: `from` is a fact that has the minutes. */
  readonly to: string | null
  /** A heading. */
  readonly title: Wording
  /** The definition, in a sentence. */
  readonly definition: Wording
}

type DurationRule = readonly [anchor: MetricAnchor, goals: readonly GoalId[], from: string, to: string | null, ...described: Described]

const durationRules = {
  toRegister: [
    "registeredAt",
    [],
    "publishedAt",
    "registeredAt",
    "До регистрации",
    "To registration",
    "От публикации до регистрации, зарегистрированные в периоде; не перенесённые из другой системы.",
    "From the citizen's message to its registration, of those registered in the period and not imported.",
  ],
  toFirstReply: [
    "answeredAt",
    [],
    "publishedAt",
    "answeredAt",
    "До первого ответа",
    "To first reply",
    "От публикации до первого ответа, первые ответы периода.",
    "From the citizen's message to the first reply, of first replies in the period.",
  ],
  toFirstReplyRegistered: [
    "answeredAt",
    [],
    "registeredAt",
    "answeredAt",
    "До ответа от регистрации",
    "To first reply, from registration",
    "От регистрации до первого ответа, первые ответы периода.",
    "From the registration to the first reply, of first replies in the period.",
  ],
  toFirstReplyWorking: [
    "answeredAt",
    [],
    "answeredWorkingMinutes",
    null,
    "До ответа, рабочее время",
    "To first reply, working time",
    "Рабочие минуты от регистрации до первого ответа, первые ответы периода.",
    "Working minutes from the registration to the first reply, of first replies in the period.",
  ],
  toFinal: [
    "finalAt",
    [],
    "registeredAt",
    "finalAt",
    "До окончательного ответа",
    "To final reply",
    "От регистрации до первого окончательного ответа, окончательные ответы периода.",
    "From the registration to the first final reply, of those in the period.",
  ],
  acceptance: [
    "clock.dueAt",
    ["acceptance"],
    "clock.startedAt",
    "clock.reachedAt",
    "До принятия",
    "To acceptance",
    "От назначения до принятия; сроки, истекшие в периоде.",
    "From an assignment to its acceptance, of the terms that ended in the period.",
  ],
  approval: [
    "clock.dueAt",
    ["approval"],
    "clock.startedAt",
    "clock.reachedAt",
    "Согласование",
    "Approval",
    "От передачи проекта до решения; сроки, истекшие в периоде.",
    "From a draft to the decision on it, of the terms that ended in the period.",
  ],
  followUp: [
    "clock.dueAt",
    ["follow-up"],
    "clock.startedAt",
    "clock.reachedAt",
    "Ответ на новые слова",
    "Answer to later words",
    "От новых слов автора до ответа; сроки, истекшие в периоде.",
    "From the author's later words to their answer, of the terms that ended in the period.",
  ],
} as const satisfies Readonly<Record<string, DurationRule>>

/** The name of a duration. */
export type DurationId = keyof typeof durationRules

/** Every duration, in the order of columns. */
export const durations: readonly Duration[] = (Object.keys(durationRules) as DurationId[]).map((id) => {
  const [anchor, goalIds, from, to, ru, en, definitionRu, definitionEn]: DurationRule = durationRules[id]
  const kind = goalIds.length > 0 ? "clock" : "case"
  // Of what was imported the moment of the publication is not known: it counts as published when it was registered.
  const known = id === "toRegister" ? [not(is("intake", "import"))] : []
  const test = all(not(is(from, null)), ...(to === null ? [] : [had(to)]), ...(kind === "clock" ? [reached] : []), ...known)
  return { id, kind, anchor, goals: goalIds, test, from, to, title: { ru, en }, definition: { ru: definitionRu, en: definitionEn } }
})
