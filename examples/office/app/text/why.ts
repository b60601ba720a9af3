import type { Language } from "./index.ts"

// What the desk says in sentences (whose question it is, where it is, why a command does not fit) is English and names
// ids. Here those sentences are said in Russian with titles; one that is not known is shown as it is.

/** The titles of what a sentence names. */
export interface Titles {
  readonly authority: (id: string) => string | null
  readonly territory: (id: string) => string | null
  readonly topic: (id: string) => string | null
  readonly network: (id: string) => string | null
  /** A moment as the reader's clock has it. */
  readonly moment: (at: string) => string
}

/** A sentence, and the language that it is in. */
export interface Said {
  readonly text: string
  readonly lang: Language
}

type Say = (names: Titles, ...found: readonly string[]) => string

const quoted = (title: string | null, id: string): string => (title === null ? `«${id}»` : `«${title.replace(/^«(.*)»$/, "$1")}»`)
const many = (text: string, say: (id: string) => string): string => text.replaceAll(/"([^"]+)"/g, (_, id: string) => say(id))

/** Parts of sentences, each as a whole, and how it is said. Those that hold others are said by parts. */
const sentences: readonly (readonly [RegExp, Say])[] = [
  // Whose question it is.
  [
    /^topic "([^"]+)", rule "([^"]+)": (.+)$/,
    (t, topic, rule, rest) => `тема ${quoted(t.topic(topic), topic)}, правило «${rule}»: ${said(t, rest)}`,
  ],
  [/^rule "([^"]+)": (.+)$/, (t, rule, rest) => `правило «${rule}»: ${said(t, rest)}`],
  [/^goes to "([^"]+)"$/, (t, id) => `всегда отвечает ${quoted(t.authority(id), id)}`],
  [
    /^"([^"]+)" plays the role "([^"]+)" in "([^"]+)"$/,
    (t, id, role, place) =>
      `${quoted(t.authority(id), id)} отвечает за это на территории ${quoted(t.territory(place), place)} (роль «${role}»)`,
  ],
  [
    /^no owner: (?:the )?topic (unknown|"[^"]+"), territory (unknown|"[^"]+"), network "([^"]+)"$/,
    (t, topic, place, network) =>
      `ответственного нет: тема ${named(topic, t.topic, "не определена")}, место ${named(place, t.territory, "не определено")}, сеть ${t.network(network) ?? network}`,
  ],
  [/^no rule fits$/, () => "ни одно правило не подходит"],
  [/^nearest rule "([^"]+)": (.+)$/, (t, rule, rest) => `ближе всего правило «${rule}»: ${said(t, rest)}`],
  [
    /^the territory is unknown, so no authority has the role "([^"]+)"$/,
    (_, role) => `место не определено, поэтому не ясно, кто отвечает (роль «${role}»)`,
  ],
  [/^the territory is unknown$/, () => "место не определено"],
  [/^the topic is unknown$/, () => "тема не определена"],
  [
    /^no authority has the role "([^"]+)" in "([^"]+)"$/,
    (t, role, place) => `на территории ${quoted(t.territory(place), place)} за это никто не отвечает (роль «${role}»)`,
  ],
  [/^there is no authority "([^"]+)"$/, (_, id) => `ведомства «${id}» нет`],
  [
    /^the authority "([^"]+)" is valid only (from|before) (.+)$/,
    (t, id, side, at) => `${quoted(t.authority(id), id)} действует только ${side === "from" ? "с" : "до"} ${t.moment(at)}`,
  ],
  [/^not for the topic "([^"]+)"$/, (t, id) => `не для темы ${quoted(t.topic(id), id)}`],
  [/^not for the network "([^"]+)"$/, (t, id) => `не для сети ${t.network(id) ?? id}`],
  [/^not for the territory "([^"]+)"$/, (t, id) => `не для территории ${quoted(t.territory(id), id)}`],
  [/^not for this kind of message$/, () => "не для этого вида обращений"],
  [/^not for this community$/, () => "не для этого сообщества"],
  [/^only for (raised|normal) importance$/, (_, importance) => `только для ${importance === "raised" ? "важных" : "обычных"} обращений`],
  [/^valid only (from|before) (.+)$/, (t, side, at) => `действует только ${side === "from" ? "с" : "до"} ${t.moment(at)}`],
  [/^a co-executor is missing: (.+)$/, (t, rest) => `нет соисполнителя: ${said(t, rest)}`],
  [/^set by a person$/, () => "назвал человек"],
  [/^as the other system had it$/, () => "так было в прежней системе"],
  [/^the other system named none$/, () => "прежняя система не называла"],
  [/^not routed yet$/, () => "ещё не искали"],
  // Where it is.
  [/^posted in (\S+), a community of "(.+)"$/, (_, key, title) => `написано в сообществе ${key} — это ${quoted(title, title)}`],
  [/^the message names the place "(.+)"$/, (_, title) => `к сообщению приложено место ${quoted(title, title)}`],
  [
    /^the coordinates lie within ([\d.]+) km of the centre of "(.+)"$/,
    (_, km, title) => `точка лежит не дальше ${km} км от центра: ${quoted(title, title)}`,
  ],
  [/^no place, no known community, no place name in the text$/, () => "места нет ни при сообщении, ни в тексте, и сообщество незнакомое"],
  [
    /^the text names "(.+?)"(?: (next to a street and a house number|as a place))?(?: \((.+)\))?$/,
    (_, title, manner, words) =>
      `в тексте названо ${quoted(title, title)}${manner === "" ? "" : manner === "as a place" ? " как место" : " рядом с улицей и домом"}${words === "" ? "" : ` (${words})`}`,
  ],
  [/^a name in the text may mean (.+)$/, (_, rest) => `название в тексте может значить ${many(rest, (title) => quoted(title, title))}`],
  [/^the text names several places, (.+)$/, (_, rest) => `в тексте несколько мест: ${many(rest, (title) => quoted(title, title))}`],
  [/^they have nothing in common(?: \((.+)\))?$/, () => "общего у них нет"],
  [/^all lie in "(.+?)"(?: \(.+\))?$/, (_, title) => `все они внутри: ${quoted(title, title)}`],
  [
    /^a word of the text may be the name of (.+), or an ordinary word$/,
    (_, rest) =>
      `слово в тексте может быть названием: ${many(rest, (title) => quoted(title, title)).replaceAll(" or ", " или ")}, а может — обычным словом`,
  ],
  // Why a command does not fit.
  [/^it goes on as an appeal$/, () => "оно идёт дальше как обращение граждан"],
  [/^it was answered already: send the draft back and close it$/, () => "ответ уже был: верните черновик и закройте"],
  [/^an answer is published: close it$/, () => "ответ опубликован: закройте обращение"],
  [
    /^messages of other incidents are answered here: unmerge them first$/,
    () => "здесь отвечают и на другие обращения: сначала разъедините",
  ],
  [/^nothing is left of what was written: enter it anew$/, () => "от написанного ничего не осталось: введите заново"],
  [
    /^"[\w-]+": it was refused too often; only a supervisor decides now$/,
    () => "от него отказались слишком много раз: решает руководитель",
  ],
  [/^nobody owns it, and an executor is the owner's$/, () => "сначала нужен ответственный"],
  [/^a supervisor decided who owns it$/, () => "ответственного назвал руководитель"],
  [
    /^it was taken up at (\S+) and may be refused for (\d+) minutes only$/,
    (t, at, minutes) => `взято в работу ${t.moment(at)}, отказаться можно было ${minutes} мин`,
  ],
  [/^the draft follows a final reply: return it first$/, () => "черновик поправляет окончательный ответ: сначала верните его"],
  [/^the author of a draft may not approve it$/, () => "свой ответ утверждает другой человек"],
  [/^no answer is published that newcomers could get$/, () => "опубликованного ответа для новых жалоб ещё нет"],
  [/^a person approves what a model wrote$/, () => "написанное моделью утверждает человек"],
  [/^what a model wrote is no standing reply$/, () => "написанное моделью не бывает постоянным ответом"],
  [/^a person approves a standing reply$/, () => "постоянный ответ утверждает человек"],
  [/^it has no standing reply$/, () => "постоянного ответа нет"],
  [/^no reply is published$/, () => "опубликованного ответа нет"],
  [/^every message has the reply$/, () => "ответ уже есть под каждым сообщением"],
  [/^it is closed, and the window for objections is over$/, () => "закрыто, и срок для возражений прошёл"],
  [/^a reply is published under every message$/, () => "под каждым сообщением уже опубликован ответ"],
  [/^a fix is claimed already$/, () => "исправление уже отмечено"],
  [/^no fix is claimed$/, () => "исправление никто не отмечал"],
  [/^the person who claimed a fix may not confirm it$/, () => "исправление подтверждает другой человек"],
  [
    /^the window for objections ended at (\S+): reopen it, or register a repeat$/,
    (t, at) => `срок для возражений прошёл ${t.moment(at)}: откройте заново или отметьте повтор`,
  ],
  [/^no window for objections is over$/, () => "срок для возражений ещё не прошёл"],
  [/^no text is left here, and a note goes with the last one$/, () => "текст стёрт, и заметок больше не принимают"],
  [/^it has (\d+) notes, and takes no more$/, (_, count) => `заметок уже ${count}, больше нельзя`],
  [/^(\d+) of its messages wait for an answer$/, (_, count) => `ответа ждут сообщения: ${count}`],
  [/^this topic asks for proof before a fix may be claimed$/, () => "по этой теме нужен снимок «что стало»"],
]

function named(found: string, title: (id: string) => string | null, unknown: string): string {
  const [, id] = /^"(.+)"$/.exec(found) ?? []
  return id === undefined ? unknown : quoted(title(id), id)
}

/** A sentence in Russian, as a whole or by its parts; undefined: it is not known. */
function inRussian(names: Titles, sentence: string): string | undefined {
  for (const [pattern, say] of sentences) {
    const found = pattern.exec(sentence)
    if (found !== null) return say(names, ...found.slice(1).map((group: string | undefined) => group ?? ""))
  }
  const parts = sentence.split("; ")
  const known = parts.length === 1 ? [undefined] : parts.map((part) => inRussian(names, part))
  return known.includes(undefined) ? undefined : known.join("; ")
}

function said(names: Titles, sentence: string): string {
  return inRussian(names, sentence) ?? sentence
}

/** What the desk says of a decision, in the reader's language; what is not known, or a person wrote, as it is. */
export function whyText(sentence: string, language: Language, names: Titles): Said {
  const russian = language === "ru" ? inRussian(names, sentence) : undefined
  if (russian !== undefined) return { text: russian, lang: "ru" }
  return { text: sentence, lang: /[а-яё]{3}/i.test(sentence) && !/^[\w"]/.test(sentence) ? "ru" : "en" }
}
