import type { SkippedNote } from "../replay/replay-cursor.ts"

/** Said where nobody can know who was answered, so that no share of 0 % is taken for the work of an authority. */
export const answersUnknown =
  "В архиве только сообщения жителей, ответов ведомств в нём нет. Поэтому «в срок», «просрочено» и «закрыто» посчитаны так, как если бы никто не ответил."

const reasons: Readonly<Record<SkippedNote["code"], string>> = {
  "not-json": "не целый объект JSON в кодировке UTF-8",
  invalid: "строка длиннее, чем разрешено",
  "duplicate-key": "сообщение с таким ключом уже было",
  "not-a-message": "это не сообщение: нужен объект JSON с полями сообщения",
  refused: "не удалось принять",
}

/** What a field of a message must hold. The connector's own sentences are for developers, and English. */
const fields: Readonly<Record<string, string>> = {
  key: "нужен ключ вида «сеть:номер», как vk:-1_7, с именем своей сети в начале",
  network: "нужно имя сети латиницей, как vk",
  kind: "нужно post или comment",
  url: "нужна ссылка, которая начинается с http:// или https://",
  text: "нужен текст сообщения",
  publishedAt: "нужны дата, время и часовой пояс, как 2026-11-24T10:30:00+09:00",
  editedAt: "нужны дата, время и часовой пояс, как 2026-11-24T10:30:00+09:00",
}

/** Where a skipped item stands. */
export function skippedPlace({ file, line }: SkippedNote): string {
  return [file, line === null ? null : `строка ${line}`].filter((part) => part !== null).join(", ") || "источник"
}

/** Why it was skipped, and which other fields of the line are wrong too. */
export function skippedReason({ code, path, message }: SkippedNote): string {
  if (code === "duplicate-key") {
    const line = /\bat line (\d+)/.exec(message)?.[1]
    return line === undefined ? reasons[code] : `${reasons[code]} в строке ${line}`
  }
  if (code !== "invalid" || path === "") return reasons[code]
  const named = [...message.matchAll(/(?:^|; )([\w.[\]]+): /g)].map((match) => match[1] ?? "")
  const others = [...new Set(named)].filter((name) => name !== path)
  const reason = fields[path] ?? "значение не подходит"
  return others.length === 0 ? reason : `${reason}; не подходит и ${others.join(", ")}`
}
