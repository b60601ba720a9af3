import type { Lexeme } from "./lexeme.ts"

/**
 * Words of complaints that are younger than the dictionary, each with a word of the dictionary that is declined the
 * same way. Found among the tokens of complaints that the dictionary does not know.
 */
const models: ReadonlyArray<readonly [string, string]> = [
  [
    "самокат",
    "аватар айфон воркаут гаджет гироскутер девайс камаз ковид контент коронавирус локдаун нацпроект недострой репост роспотребнадзор роутер скрин скриншот смартфон маткапитал вейп спил твит фотоотчет флешмоб фудкорт хостел чат чат-бот",
  ],
  ["парк", "дубак коммунальщик лайк паблик пазик трафик хештег"],
  ["житель", "извещатель водонагреватель полотенцесушитель"],
  ["тротуар", "блогер девелопер мессенджер провайдер риелтор"],
  ["гараж", "шиномонтаж"],
  ["свалка", "мусорка отмостка отсыпка ливневка маршрутка"],
  ["отопление", "грейдирование видеонаблюдение водоотведение берегоукрепление"],
  ["услуга", "госуслуга холодрыга"],
  ["часть", "запчасть автозапчасть"],
  ["лейка", "управляйка"],
  ["ремонтировать", "грейдировать чипировать"],
  ["отремонтировать", "прогрейдировать отгрейдировать прочипировать"],
  ["школьный", "ковидный парковочный ямочный"],
]

/**
 * The younger words as lexemes.
 *
 * @param lexemes - the words of the dictionary; a word that it has is left out
 * @throws Error when a model is missing
 */
export function extraLexemes(lexemes: readonly Lexeme[]): readonly Lexeme[] {
  const known = new Map(lexemes.filter((lexeme) => lexeme.part !== "other" && !lexeme.name).map((lexeme) => [lexeme.lemma, lexeme]))
  return models.flatMap(([modelName, words]) => {
    const model = known.get(modelName)
    if (model === undefined) throw new Error(`no model ${modelName}`)
    return words
      .split(" ")
      .filter((word) => !known.has(word))
      .map((word) => declineLike(word, model))
  })
}

function declineLike(word: string, model: Lexeme): Lexeme {
  let shared = 0
  while (word.at(-1 - shared) === model.lemma.at(-1 - shared)) shared += 1
  const head = model.lemma.length
  // What the endings of the model are put on: as many letters are cut as the model's forms change.
  const kept = Math.min(...[...model.forms].map((form) => commonLength(form, model.lemma)))
  const changed = head - kept
  if (changed > shared) throw new Error(`${word} does not end like ${model.lemma}`)
  const stem = word.slice(0, word.length - changed)
  return { lemma: word, part: model.part, name: false, forms: new Set([...model.forms].map((form) => stem + form.slice(kept))) }
}

function commonLength(one: string, other: string): number {
  let length = 0
  while (length < one.length && one[length] === other[length]) length += 1
  return length
}
