import type { MappedField } from "../mapping.ts"

/**
 * How a cell of the real system's spreadsheet is written: a text, a number, a length of time (a fraction of days that
 * is shown as hours), a moment on the wall clock as text, or a text of a person behind an apostrophe.
 */
export type CellKind = "text" | "number" | "time" | "moment" | "quoted"

/** A column of the real system's spreadsheet. */
export interface Im47Column {
  /** Its heading. */
  readonly name: string
  /** What it says. */
  readonly field: MappedField
  /** How its cells are written. */
  readonly cell: CellKind
}

/** The 47 columns in their order, as an export of the real help desk has them. */
export const im47Columns: readonly Im47Column[] = (
  [
    ["Кабинет", "office", "text"],
    ["ID", "externalId", "number"],
    ["Номер инцидента", "externalNumber", "number"],
    ["Отдел", "authority", "text"],
    ["Исполнитель", "executor", "text"],
    ["Общее время первого ответа", "firstAnsweredAt", "moment"],
    ["Общий текст первого ответа", "firstAnswerText", "quoted"],
    ["Время с даты создания инцидента до времени первого ответа", "firstAnswerTime", "time"],
    ["Время с даты создания инцидента до времени первого ответа, рабочее время", "firstAnswerWorkingTime", "time"],
    ["Время назначения последнего исполнителя", "assignedAt", "moment"],
    ["Время 1го ответа ПИ", "ownAnsweredAt", "moment"],
    ["Первая реакция с момента назн. ПИ", "ownReactionTime", "time"],
    ["Уложились или нет после назн. ПИ", "ownInTime", "text"],
    ["Время с начала создания инцидента до окончания", "totalTime", "time"],
    ["Время отправки первого ответа ПИ на согласование", "submittedAt", "moment"],
    ["Время, которое первый ответ ПИ находился на согласовании", "reviewTime", "time"],
    ["Текущий шаг инцидента", "step", "text"],
    ["Дата создания", "registeredAt", "moment"],
    ["Дата окончания", "closedAt", "moment"],
    ["Группа тем", "topicGroup", "text"],
    ["Тема", "topic", "text"],
    ["Регион", "region", "text"],
    ["Муниципалитет", "district", "text"],
    ["Населенный пункт", "settlement", "text"],
    ["Улица", "street", "text"],
    ["Дом", "house", "text"],
    ["Объект старый", "oldObject", "text"],
    ["Объект", "object", "text"],
    ["Тип инцидента", "kind", "text"],
    ["Итог", "outcome", "text"],
    ["Есть медиафайл в ответе", "replyHasMedia", "text"],
    ["Есть медиафайл в сообщении", "messageHasMedia", "text"],
    ["Урл поста", "url", "text"],
    ["Урл блога", "communityUrl", "text"],
    ["Текст инцидента", "text", "quoted"],
    ["1ый ответ ПИ", "answer1", "quoted"],
    ["2ой ответ ПИ", "answer2", "quoted"],
    ["3ий ответ ПИ", "answer3", "quoted"],
    ["Причина закрытия", "closing", "text"],
    ["Аудитория", "audience", "number"],
    ["Вовлеченность", "engagement", "number"],
    ["URL автора", "authorUrl", "text"],
    ["Аккаунт публикации ответа", "replyAccount", "text"],
    ["Теги", "tags", "text"],
    ["Примечание", "note", "text"],
    ["Время попадания на шаг оценка удовлетворенности", "windowOpenedAt", "moment"],
    ["Опрос отправлен", "surveySent", "text"],
  ] as const
).map(([name, field, cell]) => ({ name, field, cell }))
