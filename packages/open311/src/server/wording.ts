/** What citizens read of a request. `{owner}` is the body in charge, `{date}` a promised date as `2026-12-01`. */
export interface Open311Wording {
  /** It is registered. */
  readonly registered: string
  /** It is registered, and no rule names a body in charge. */
  readonly unowned: string
  /** It has a body in charge: `{owner}`. */
  readonly assigned: string
  /** The body gave it back. */
  readonly returned: string
  /** Work has begun. */
  readonly inWork: string
  /** A question was published. */
  readonly question: string
  /** A date was promised: `{date}`. */
  readonly planned: string
  /** It was answered without a date. */
  readonly interim: string
  /** The body in charge says that it is fixed. */
  readonly fixClaimed: string
  /** Somebody else saw that it is fixed. */
  readonly fixConfirmed: string
  /** It was explained; nothing was fixed. */
  readonly explained: string
  /** It cannot be fixed. */
  readonly cannotFix: string
  /** Another body is responsible. */
  readonly notCompetent: string
  /** It was answered, and the answer says nothing about the problem. */
  readonly answered: string
  /** Somebody saw that it is not fixed. */
  readonly refuted: string
  /** It was opened again. */
  readonly reopened: string
  /** It continues as a formal appeal. */
  readonly appeal: string
  /** It is worked on together with another request. */
  readonly duplicate: string
  /** It turned out to be none for this desk. */
  readonly notAccepted: string
  /** Handling has ended; follows another sentence. */
  readonly closed: string
}

/** {@link Open311Wording} in English. */
export const englishOpen311Wording: Open311Wording = Object.freeze({
  registered: "Registered.",
  unowned: "Registered. A responsible body is being found.",
  assigned: "Assigned to: {owner}.",
  returned: "The body in charge has returned it. Another one is being found.",
  inWork: "Work has begun.",
  question: "The author was asked a question.",
  planned: "The fix is promised by {date}.",
  interim: "Answered. There is no date for the fix yet.",
  fixClaimed: "The body in charge reports it as fixed.",
  fixConfirmed: "The fix was confirmed.",
  explained: "Answered with an explanation.",
  cannotFix: "Answered. It cannot be fixed.",
  notCompetent: "Answered. Another body is responsible.",
  answered: "Answered.",
  refuted: "The fix was not confirmed.",
  reopened: "Opened again.",
  appeal: "Continues as a formal appeal.",
  duplicate: "Handled together with another request.",
  notAccepted: "Not accepted.",
  closed: "Closed.",
})

/** {@link Open311Wording} in Russian. */
export const russianOpen311Wording: Open311Wording = Object.freeze({
  registered: "Зарегистрировано.",
  unowned: "Зарегистрировано. Ответственный определяется.",
  assigned: "Передано ответственному: {owner}.",
  returned: "Ответственный вернул обращение. Определяется другой.",
  inWork: "Взято в работу.",
  question: "Автору задан вопрос.",
  planned: "Обещано устранить до {date}.",
  interim: "Дан промежуточный ответ. Срока устранения пока нет.",
  fixClaimed: "Ответственный сообщает, что проблема устранена.",
  fixConfirmed: "Устранение подтверждено.",
  explained: "Дано разъяснение.",
  cannotFix: "Дан ответ: устранить невозможно.",
  notCompetent: "Дан ответ: вопрос в ведении другого органа.",
  answered: "Дан ответ.",
  refuted: "Устранение не подтвердилось.",
  reopened: "Открыто снова.",
  appeal: "Продолжено как официальное обращение.",
  duplicate: "Рассматривается вместе с другим обращением.",
  notAccepted: "Не принято.",
  closed: "Закрыто.",
})
