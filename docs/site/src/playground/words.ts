import type { LintFinding } from "@otklik/core/rules"
import type { Attempt } from "./trial.ts"

/** What the page says. */
export interface Words {
  readonly query: string
  readonly texts: string
  readonly textsHint: string
  readonly forms: string
  readonly findings: string
  readonly noFindings: string
  readonly found: (count: number, of: number) => string
  readonly expanded: string
  readonly share: string
  readonly shared: string
  readonly notShared: string
  readonly badLink: string
  readonly loading: string
  readonly notLoaded: string
  readonly again: string
  readonly missing: string
  readonly excluded: string
  readonly more: (count: number) => string
  readonly lint: Readonly<Record<LintFinding["code"], string>>
  readonly examples: string
  readonly tried: readonly (Attempt & { readonly title: string })[]
}

const heating: Attempt = {
  query: "(батарея | радиатор | отопление) & (холодный | ледяной | =нет) -продам",
  texts: [
    "Третий день батареи ледяные, в квартире +14",
    "Когда дадут отопление? В доме с маленькими детьми нет тепла",
    "Радиаторы в подъезде совсем холодные, а за отопление платим",
    "Продам радиаторы, стояли в холодном гараже",
    "Спасибо, отопление включили",
  ],
}
const roads: Attempt = {
  query: "(яма | выбоина | колея) & (дорога | двор | улица | переезд) | асфальт NEAR/3 (разбитый | нет)",
  texts: [
    "На улице Бабушкина такие ямы, что колесо оставишь",
    "Весь асфальт во дворе разбит",
    "Выбоины на дороге у школы, дети падают",
    "Яма желудка — это не диагноз",
  ],
}
const water: Attempt = {
  query: '"нет воды"~2 | (вода & (ржавый | отключить | прорвать)) | #НетВоды',
  texts: [
    "Второй день нет горячей воды на Весенней",
    "Из крана идёт ржавая вода",
    "Прорвало трубу, вода хлещет на тротуар",
    "Опять #нетводы",
    "Минеральная вода по акции",
  ],
}

const en: Words = {
  query: "Query",
  texts: "Texts",
  textsHint: "a text a line; write some of your own",
  forms: "Russian word forms",
  findings: "What lint says",
  noFindings: "Nothing: the query can be read, and is neither too broad nor empty.",
  found: (count, of) => `${count} of ${of} found`,
  expanded: "What the words find",
  share: "Copy a link",
  shared: "The link is copied. It holds the query and the texts; nothing was sent.",
  notShared: "The browser did not let the link be copied: it is in the address bar.",
  badLink: "The link could not be read, so an example is shown.",
  loading: "Loading word forms…",
  notLoaded: "Word forms could not be loaded: a word finds only itself.",
  again: "Try again",
  missing: "missing",
  excluded: "excluded, but there",
  more: (count) => `${count} more`,
  lint: {
    "never-matches": "Never matches",
    "matches-almost-everything": "Matches almost everything",
    "covered-by-rule": "Another rule finds all of it",
    "forbidden-purpose": "A desk must not search for this",
    "word-for-operator": "A word where an operator was meant",
    "invalid-query": "The query cannot be read",
  },
  examples: "Examples",
  tried: [
    { title: "Cold radiators", ...heating },
    { title: "Holes in the road", ...roads },
    { title: "No water", ...water },
  ],
}

const plural = new Intl.PluralRules("ru")
const formsRu: Readonly<Record<string, string>> = { one: "форма", few: "формы" }

const ru: Words = {
  query: "Запрос",
  texts: "Тексты",
  textsHint: "по одному в строке; впишите свои",
  forms: "Русские словоформы",
  findings: "Замечания",
  noFindings: "Замечаний нет: запрос читается, не слишком широк и не пуст.",
  found: (count, of) => `найдено ${count} из ${of}`,
  expanded: "Что находят слова",
  share: "Скопировать ссылку",
  shared: "Ссылка скопирована. В ней запрос и тексты; никуда ничего не отправлено.",
  notShared: "Браузер не дал скопировать ссылку: возьмите её в адресной строке.",
  badLink: "Ссылку не удалось прочитать, поэтому показан пример.",
  loading: "Загружаются словоформы…",
  notLoaded: "Словоформы не загрузились: слово находит только само себя.",
  again: "Ещё раз",
  missing: "нет в тексте",
  excluded: "исключено, но есть",
  more: (count) => `ещё ${count} ${formsRu[plural.select(count)] ?? "форм"}`,
  lint: {
    "never-matches": "Никогда не сработает",
    "matches-almost-everything": "Сработает почти на всём",
    "covered-by-rule": "Всё это находит другое правило",
    "forbidden-purpose": "Такое служба искать не должна",
    "word-for-operator": "Слово вместо оператора",
    "invalid-query": "Запрос не читается",
  },
  examples: "Примеры",
  tried: [
    { title: "Холодные батареи", ...heating },
    { title: "Ямы на дороге", ...roads },
    { title: "Нет воды", ...water },
  ],
}

/** @param language - of the page */
export const wordsOf = (language: string): Words => (language.startsWith("ru") ? ru : en)
