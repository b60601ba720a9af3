import type { ReplyTemplateInput } from "@otklik/core/replies"

/** Texts that a person begins with; what a person has to add is in braces that the desk does not know (`{done}`). */
export const templates: readonly ReplyTemplateInput[] = [
  {
    id: "taken",
    version: "2026-11",
    title: "Приняли, срок назван",
    text: "Здравствуйте! Обращение № {number} передано: {authority}. Работы выполним до {promisedDay}. Телефон: {phone}.",
    appliesTo: { replyKinds: ["interim"], outcomes: ["planned"] },
  },
  {
    id: "fixed",
    version: "2026-11",
    title: "Исправлено",
    text: "Здравствуйте! По обращению № {number}: {done}. Ответственный: {authority}, телефон {phone}. Если проблема осталась, напишите под этим ответом.",
    appliesTo: { replyKinds: ["final"], outcomes: ["fix-claimed"] },
  },
  {
    id: "explained",
    version: "2026-11",
    title: "Разъяснение",
    text: "Здравствуйте! {explanation} Подробнее: {authority}, телефон {phone}.",
    appliesTo: { replyKinds: ["final"], outcomes: ["explained"] },
  },
]
