import { fold } from "./hunspell.ts"
import type { Lexeme } from "./lexeme.ts"

/**
 * Settlements of the Trans-Baikal Territory, the region of the examples, a word a name; names of common words (`Гора`,
 * `Завод`) are in the dictionary already. The last line has rivers, lakes and parts of Chita. Source: GeoNames and the
 * court addresses of 2026 (facts).
 */
const settlements =
  `Абагайтуй Агинское Акша Альбитуй Амазар Арбагар Атамановка Бада Балей Баляга Тура Борзя Будулан Букачача Верх-Усугли Верх-Чита Гунэй Давенда Дарасун Даурия Досатуй Дровяная
  Дульдурга Жиндо Жипхеген Жирекен Забайкальск Золотореченск Кадая Калангуй Калга Карымское Кокуй Краснокаменск Чикой Ксеньевка Куанда Курорт-Дарасун Кыра Маккавеево Малета Мангут Могзон Могойтуй
  Могоча Нерчинск Цасучей Николаевское Кука Чара Новоорловск Новопавловка Оловянная Приаргунск Сбега Смоленка Сретенск Тарбагатай Улеты Урлук Урульга Усть-Карск Хилок Холбон Хохотуй Чернышевск Чита Шелопугино
  Шилка Яблоново Ясногорск
  Антипиха Аргунь Засопка Ингода Калар Каштак Кенон Нерча Онон Песчанка Угдан`.split(/\s+/)

/** Adjectives of districts and settlements: `Читинский`, `Шерловая`. Same source. */
const adjectives =
  `Агинский Акшинский Александровский Александрово-Заводский Балейский Борзинский Вершино-Дарасунский Вершино-Шахтаминский Газимурский Газимуро-Заводский Дульдургинский Забайкальский Ингодинский Калганский Каларский
  Карымский Ключевский Краснокаменский Красночикойский Кыринский Могойтуйский Могочинский Нерчинский Нерчинско-Заводский Новокручининский Новоширокинский Оловяннинский Ононский Орловский Первомайский Петровск-Забайкальский
  Приаргунский Приисковый Сретенский Тунгиро-Олекминский Тунгокоченский Улетовский Хилокский Черновский Чернышевский Читинский Шелопугинский Шерловый Шилкинский`.split(
    /\s+/,
  )

const indeclinable = new Set(["жиндо"])

/** The place names as words, with the forms of the singular (of the plural for `Улеты`). */
export function placeLexemes(): readonly Lexeme[] {
  return [
    ...settlements.map((name) => place(fold(name), settlementForms(fold(name)), "noun")),
    ...adjectives.map((name) => place(fold(name), adjectiveForms(fold(name)), "adjective")),
  ]
}

function place(lemma: string, forms: readonly string[], part: Lexeme["part"]): Lexeme {
  return { lemma, part, name: false, forms: new Set([lemma, ...forms]) }
}

function settlementForms(name: string): readonly string[] {
  const stem = name.slice(0, -1)
  const on = (endings: string, base = stem): readonly string[] => endings.split(" ").map((ending) => base + ending)
  if (indeclinable.has(name)) return []
  if (name.endsWith("ское")) return on("ого ому им ом", name.slice(0, -2))
  if (name.endsWith("ная")) return on("ой ую ою", name.slice(0, -2))
  if (name.endsWith("ия")) return on("и ю ей ею")
  if (name.endsWith("я")) return on("и е ю ей ею")
  if (/[гкх]а$/.test(name)) return on("и е у ой ою")
  if (/[чж]а$/.test(name)) return on("и е у ей ею")
  if (name.endsWith("ша")) return on("и е у ей ею")
  if (name.endsWith("а")) return on("ы е у ой ою")
  if (name.endsWith("о")) return on("а у ом е")
  if (name.endsWith("ы")) return on("ов ам ами ах")
  if (name.endsWith("и")) return on("ей ям ями ях")
  if (name.endsWith("ь")) return on("и ью")
  if (name.endsWith("й")) return on("я ю ем е")
  if (name === "хилок") return on("а у ом е", "хилк")
  return on("а у ом е", name)
}

function adjectiveForms(name: string): readonly string[] {
  const stem = name.slice(0, -2)
  const soft = name.endsWith("ий")
  return [
    ...(soft ? ["ий", "им", "ими", "их", "ие"] : ["ый", "ым", "ыми", "ых", "ые"]),
    "ого",
    "ому",
    "ом",
    "ая",
    "ой",
    "ую",
    "ою",
    "ое",
  ].map((ending) => stem + ending)
}
