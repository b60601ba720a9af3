import type { PageModel } from "../page/page-model.ts"
import type { SkippedNote } from "../replay/replay-cursor.ts"

/** The numbers of the page in words; the definitions are those of the core's `metrics`. */
export const definitions: PageModel["definitions"] = [
  { term: "Поступило", meaning: "Обращения, зарегистрированные в периоде." },
  {
    term: "В срок",
    meaning:
      "Из обращений, чей срок первого ответа наступил в периоде: ответ опубликован не позже срока. Доля всегда стоит рядом со знаменателем; нет знаменателя — нет и доли.",
  },
  { term: "Просрочено", meaning: "Зарегистрированы в периоде, срок первого ответа прошёл, ответа в социальной сети нет." },
  { term: "Закрыто", meaning: "Обращения, закрытые в периоде, когда бы они ни поступили." },
  { term: "Без ответственного", meaning: "Зарегистрированы в периоде, но правила маршрута не назвали, кто отвечает." },
  {
    term: "Изменение",
    meaning: "Разница с периодом сравнения. Проценты не считаются от чисел меньше десяти: из них получаются громкие, но пустые цифры.",
  },
]

const reasons: Readonly<Record<SkippedNote["code"], string>> = {
  "not-json": "это не объект JSON",
  invalid: "значение не подходит",
  "duplicate-key": "такой ключ уже был",
  "not-a-message": "это не сообщение",
}

/** Where a skipped item stands. */
export function skippedPlace({ file, line }: SkippedNote): string {
  return [file, line === null ? null : `строка ${line}`].filter((part) => part !== null).join(", ") || "источник"
}

/** Why it was skipped, with the connector's own sentence. */
export function skippedReason({ code, message }: SkippedNote): string {
  return `${reasons[code]} (${message})`
}
