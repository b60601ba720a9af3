import type { ReportLocale } from "../wording.ts"

type Forms = readonly [one: string, few: string, many: string]

/** What the page says beside the report's own words. */
export interface PageWords {
  readonly incidents: Forms
  readonly rows: Forms
  readonly promises: Forms
  readonly comparedWith: string
  readonly main: string
  readonly none: string
  readonly registered: (count: string) => string
  readonly more: (count: string) => string
  readonly less: (count: string) => string
  readonly same: string
  readonly mostly: (topics: string) => string
  readonly was: (value: string) => string
  readonly partOf: (part: string, whole: string) => string
  readonly nothingDue: string
  readonly tiles: Readonly<
    Record<"received" | "inTime" | "fixed" | "promisesKept" | "overdueOpen" | "toFirstReply" | "closed" | "openAfter", string>
  >
  readonly median: string
  readonly p90: string
  readonly p90Of: (value: string) => string
  readonly mind: string
  readonly contents: string
  readonly outcomes: string
  readonly outcomesLead: string
  readonly outcome: string
  readonly finals: string
  readonly terms: string
  readonly termsLead: string
  readonly term: string
  readonly due: string
  readonly inTime: string
  readonly late: string
  readonly missed: string
  readonly share: string
  readonly wasShare: string
  readonly moved: (count: string) => string
  readonly durations: string
  readonly durationsLead: string
  readonly duration: string
  readonly wasMedian: string
  readonly wasP90: string
  readonly cases: string
  readonly changeOf: string
  readonly otherFigures: string
  readonly behind: string
  readonly moreRows: (rows: string) => string
  readonly emptyTable: string
  readonly overlapping: string
  readonly chart: (title: string, values: string) => string
  readonly crossLead: (metric: string) => string
  readonly ranking: (title: string) => string
  readonly rankingLead: string
  readonly formula: (text: string) => string
  readonly place: string
  readonly score: string
  readonly unranked: string
  readonly whyUnranked: (why: string) => string
  readonly backlog: string
  readonly backlogLead: string
  readonly checks: string
  readonly checksLead: string
  readonly coverage: string
  readonly coverageLead: (period: string) => string
  readonly source: string
  readonly read: string
  readonly unread: string
  readonly gaps: string
  readonly all: string
  readonly allLead: string
  readonly shown: (shown: string, total: string) => string
  readonly footer: (moment: string, zone: string) => string
  readonly scope: string
  readonly everything: string
  readonly hidden: string
  readonly published: (k: string, hidden: string) => string
}

const russian: PageWords = {
  incidents: ["обращение", "обращения", "обращений"],
  rows: ["строка", "строки", "строк"],
  promises: ["обещание", "обещания", "обещаний"],
  comparedWith: "для сравнения —",
  main: "Главное",
  none: "За период новых обращений не зарегистрировано.",
  registered: (count) => `Зарегистрировано ${count}`,
  more: (count) => ` — на ${count} больше, чем за период сравнения`,
  less: (count) => ` — на ${count} меньше, чем за период сравнения`,
  same: " — столько же, сколько за период сравнения",
  mostly: (topics) => ` Чаще всего пишут о темах: ${topics}.`,
  was: (value) => `было ${value}`,
  partOf: (part, whole) => `${part} из ${whole}`,
  nothingDue: "сроки ещё не наступили",
  tiles: {
    received: "Поступило",
    inTime: "Ответ дан в срок",
    fixed: "Доля решённых",
    promisesKept: "Обещания выполнены",
    overdueOpen: "Просрочено",
    toFirstReply: "До первого ответа",
    closed: "Закрыто",
    openAfter: "Остаётся в работе",
  },
  median: "медиана",
  p90: "9 из 10 за",
  p90Of: (value) => `9 из 10 за ${value}`,
  mind: "Что учесть, читая числа",
  contents: "Разделы",
  outcomes: "Чем кончилось",
  outcomesLead: "Обращения, на которые в периоде дан первый окончательный ответ, — по тому, что с проблемой сейчас.",
  outcome: "Итог",
  finals: "Ответов",
  terms: "Сроки и обещания",
  termsLead: "Сроки, что истекли в периоде. Отменённые до срока не считаются.",
  term: "Срок",
  due: "Истекло",
  inTime: "В срок",
  late: "Позже",
  missed: "Не исполнено",
  share: "Доля в срок",
  wasShare: "Было",
  moved: (count) => `Ещё ${count} перенесено до того, как дата наступила.`,
  durations: "Как быстро",
  durationsLead: "Медиана — половина была быстрее. Девять из десяти — не дольше.",
  duration: "Что измерено",
  wasMedian: "Медиана была",
  wasP90: "9 из 10 было за",
  cases: "Случаев",
  changeOf: "Изменение",
  otherFigures: "Остальные числа",
  behind: "Обращения за числами",
  moreRows: (rows) => `Ещё ${rows}`,
  emptyTable: "За период здесь ничего нет.",
  overlapping: "Одно обращение может стоять в нескольких строках: их сумма больше итога.",
  chart: (title, values) => `Диаграмма «${title}»: ${values}.`,
  crossLead: (metric) => `В клетках: ${metric}.`,
  ranking: (title) => `Сначала худшие: ${title.toLowerCase()}`,
  rankingLead: "Оценка складывается из долей; чем она меньше, тем хуже. Равные оценки делят место.",
  formula: (text) => `Оценка = ${text}`,
  place: "Место",
  score: "Оценка",
  unranked: "Без оценки",
  whyUnranked: (why) => ({ few: "мало обращений", "no-share": "нет долей" })[why] ?? why,
  backlog: "Что осталось в работе",
  backlogLead: "Было в работе, плюс пришло, минус ушло.",
  checks: "Что стоит проверить",
  checksLead: "Эти числа не говорят о вине. Когда они велики, хорошие доли выше могут объясняться ими.",
  coverage: "Что прочитано",
  coverageLead: (period) => `Какую часть времени (${period}) источники были прочитаны. Чего не прочитали, того нет в числах.`,
  source: "Источник",
  read: "Прочитано",
  unread: "Не прочитано",
  gaps: "Пропусков",
  all: "Все числа и как они посчитаны",
  allLead: "Каждое число определено один раз; за каждым есть список обращений. Чего не было в обоих периодах, здесь нет.",
  shown: (shown, total) => `Показано ${shown} из ${total}.`,
  footer: (moment, zone) => `По состоянию на ${moment} (${zone}). В отчёте нет текстов сообщений и имён их авторов.`,
  scope: "Охват",
  everything: "все обращения",
  hidden: "скрыто",
  published: (k, hidden) =>
    `Числа от 1 до ${k} скрыты, чтобы по ним нельзя было узнать человека; всего скрыто ${hidden}. Знак скрытого — ✱.`,
}

const english: PageWords = {
  incidents: ["incident", "incidents", "incidents"],
  rows: ["row", "rows", "rows"],
  promises: ["promise was", "promises were", "promises were"],
  comparedWith: "compared with",
  main: "In short",
  none: "Nothing was registered in the period.",
  registered: (count) => `${count} registered`,
  more: (count) => `, ${count} more than in the compared period`,
  less: (count) => `, ${count} fewer than in the compared period`,
  same: ", as many as in the compared period",
  mostly: (topics) => ` Most are about ${topics}.`,
  was: (value) => `before ${value}`,
  partOf: (part, whole) => `${part} of ${whole}`,
  nothingDue: "no term has ended yet",
  tiles: {
    received: "Received",
    inTime: "Answered in time",
    fixed: "Fixed, of the final replies",
    promisesKept: "Promises kept",
    overdueOpen: "Overdue",
    toFirstReply: "To the first reply",
    closed: "Closed",
    openAfter: "Still in work",
  },
  median: "median",
  p90: "9 of 10 in",
  p90Of: (value) => `9 of 10 in ${value}`,
  mind: "Mind, reading the figures",
  contents: "Sections",
  outcomes: "What came of it",
  outcomesLead: "Incidents with their first final reply in the period, by the present state of the problem.",
  outcome: "Outcome",
  finals: "Replies",
  terms: "Terms and promises",
  termsLead: "Terms that ended in the period; not those that were taken back before.",
  term: "Term",
  due: "Ended",
  inTime: "In time",
  late: "Later",
  missed: "Missed",
  share: "Share in time",
  wasShare: "Before",
  moved: (count) => `${count} moved before the date came.`,
  durations: "How quickly",
  durationsLead: "Half were quicker than the median; nine of ten did not take longer than the second figure.",
  duration: "What is measured",
  wasMedian: "Median before",
  wasP90: "9 of 10 were in",
  cases: "Cases",
  changeOf: "Change",
  otherFigures: "Other figures",
  behind: "Incidents behind the figures",
  moreRows: (rows) => `${rows} more`,
  emptyTable: "Nothing in the period.",
  overlapping: "One incident may be in several rows: their sum exceeds the total.",
  chart: (title, values) => `Chart “${title}”: ${values}.`,
  crossLead: (metric) => `In the cells: ${metric}.`,
  ranking: (title) => `Worst first: ${title.toLowerCase()}`,
  rankingLead: "The score is made of shares: the smaller, the worse. Equal scores share a place.",
  formula: (text) => `Score = ${text}`,
  place: "Place",
  score: "Score",
  unranked: "Without a score",
  whyUnranked: (why) => why,
  backlog: "What is still in work",
  backlogLead: "What was in work, plus what came, less what went.",
  checks: "Worth a check",
  checksLead: "These figures prove no guilt. Where they are large, they may explain good shares above.",
  coverage: "What was read",
  coverageLead: (period) => `How much of the time (${period}) sources were read. What was not read is in no figure.`,
  source: "Source",
  read: "Read",
  unread: "Not read",
  gaps: "Gaps",
  all: "All figures and their definitions",
  allLead: "Every figure is defined once; behind each is a list of incidents. What neither period had is left out.",
  shown: (shown, total) => `${shown} of ${total} are shown.`,
  footer: (moment, zone) => `As of ${moment} (${zone}). The report holds no text of a message and no name of an author.`,
  scope: "Scope",
  everything: "all incidents",
  hidden: "hidden",
  published: (k, hidden) =>
    `Numbers from 1 to ${k} are hidden, so that nobody can be known by them; ${hidden} are hidden in all, shown as ✱.`,
}

/** The words of the page in each language. */
export const pageWords: Readonly<Record<ReportLocale, PageWords>> = { ru: russian, en: english }
