import type { ViewWording } from "@otklik/core/desk"

/** The headings of an office's usual lists in Russian, for `defaultViews` of `@otklik/core`. */
export const viewWordingRu: ViewWording = {
  new: "Новые",
  mine: "Мои",
  "due-today": "Срок сегодня",
  overdue: "Просроченные",
  "author-waits": "Автор ждёт",
  "no-owner": "Без ответственного",
  "to-approve": "На согласовании",
  "promises-this-week": "Обещания недели",
  "answered-by-hand": "Ответили сами",
  dismissed: "Снятые",
}
