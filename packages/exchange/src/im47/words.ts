import type { IncidentKind } from "@otklik/core"
import type { ClosingReason, Outcome } from "@otklik/core/incident"

// The words of the closed columns, as an export of the real system has them; of two of the outcomes no row was seen.

/** The step of an incident that waits for an objection, and of one that is over. */
export const stepWords = { answered: "Оценка удовлетворенности", closed: "Готово" } as const

/** Yes and no. */
export const yesNo = { yes: "Да", no: "Нет", none: "-" } as const

/** What an incident is. */
export const kindWords: { readonly [Kind in IncidentKind]: string } = {
  problem: "Решаемый",
  question: "Информационный",
  suggestion: "Информационный",
  thanks: "Информационный",
}

/** What became of the problem; of one that is not known nothing is written. */
export const outcomeWords: Readonly<Record<Outcome["value"] | "fix-confirmed" | "refuted", string | null>> = {
  unknown: null,
  planned: "Отложено",
  "fix-claimed": "Решено",
  "fix-confirmed": "Решено",
  explained: "Разъяснено",
  "not-competent": "Разъяснено",
  "cannot-fix": "Не решено",
  refuted: "Не решено",
}

/** Why it ended. */
export const closingWords: Readonly<Record<ClosingReason, string>> = {
  "author-satisfied": "Автор доволен",
  "no-objection": "Нет ответа от автора",
  decision: "Дальнейший диалог нецелесообразен",
}
