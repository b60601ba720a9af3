// Random queries and messages.
import { createRandom } from "@otklik/testkit"
import { querySchema, type MatchableMessage, type NearOperand, type PhraseWord, type Query, type WordQuery } from "../../src/match/index.ts"

const words =
  "нет вода воды воду свет света батарея батареи батарей бытарея он лайн онлайн ёж еж ежи дом домик ab abc 5 10 1й ооо ко".split(" ")
/** Met more often than the others, so that phrases and pairs hold often enough. */
const fewWords = "нет вода воды свет батарея он лайн".split(" ")
const oddWords = [
  "ВОДА",
  "водааа",
  "во\u0301да",
  "во\u200bда",
  "ВоДа",
  "c\u0432ет",
  "свeт",
  "𝐯ода",
  "ﬁн",
  "м²",
  "еи\u0306",
  "1️⃣",
  "Ⓐб",
  "½",
  "батаррея",
  "батаря",
  "абтарея",
  "ＡＢ",
  "ss",
  "ß",
  "가나",
]
const glue = [
  " ",
  " ",
  " ",
  " ",
  " ",
  " ",
  "-",
  "-",
  ", ",
  ". ",
  "\n",
  ".",
  "_",
  "/",
  ":",
  "😡",
  "❤️",
  "\u200b",
  "\u00ad",
  "\u0301",
  "\u0306",
  "–",
  "‑",
  "|",
  "]",
  "[",
  "№",
  "+",
  "%",
  "",
]
const signs = [
  "#",
  "@",
  "#",
  "@",
  "[id1|",
  "[club5|",
  "http://",
  "www.",
  "vk.com",
  "a@b.ru",
  "ab.ru/x",
  "://",
  "#НетСвета",
  "#нет_воды",
  "#ЖКХДом",
  "@ab.c",
  ".ru",
  ".com",
  "_",
  "＃",
]
const forms = new Map([
  ["вода", ["вода", "воды", "воду"]],
  ["батарея", ["батарея", "батареи", "батарей"]],
  ["ёж", ["ёж", "ежи"]],
  ["он-лайн", ["он-лайна", "онлайне"]],
])
export const formsOf = (word: string): readonly string[] => forms.get(word) ?? []

interface Dice {
  chance(share: number): boolean
  below(count: number): number
  pick<Item>(list: readonly Item[]): Item
}

export function createDice(seed: number): Dice {
  const random = createRandom(seed)
  const below = (count: number): number => Math.floor(random() * count)
  return { chance: (share) => random() < share, below, pick: (list) => list[below(list.length)] as (typeof list)[number] }
}

/** A text of pieces that meet in odd ways. */
export function randomText(dice: Dice): string {
  let text = ""
  for (let pieces = dice.below(20); pieces >= 0; pieces--) {
    const kind = dice.below(10)
    text += kind < 7 ? dice.pick(dice.chance(0.5) ? fewWords : words) : kind < 9 ? dice.pick(oddWords) : dice.pick(signs)
    text += dice.chance(0.85) ? dice.pick(glue) : dice.pick(signs)
  }
  return text
}

export function randomMessage(dice: Dice): MatchableMessage {
  return {
    text: randomText(dice),
    ...(dice.chance(0.5) ? { network: dice.pick(["vk", "ok"]) } : {}),
    ...(dice.chance(0.5) ? { kind: dice.pick(["post", "comment"] as const) } : {}),
    ...(dice.chance(0.5) ? { communityKey: dice.pick(["vk:-1", "ok:7", null]) } : {}),
    ...(dice.chance(0.5) ? { attachments: [{ kind: dice.pick(["photo", "video"]) }] } : {}),
  }
}

const queryWords = [...words, "он-лайн", "во\u0301да", "Вода", "ВОДЫ", "свeт", "5-10", "1-й", "ёжик", "нет-света", "дом-5"]

function randomWord(dice: Dice): PhraseWord {
  const text = dice.pick(dice.chance(0.6) ? fewWords : queryWords)
  const match = dice.pick(["forms", "forms", "exact", "prefix"] as const)
  const letters = text.split("-").at(-1)?.replace(/\p{M}/gu, "") ?? ""
  return { text, match: match === "prefix" && (letters.length < 3 || letters === "ооо") ? "forms" : match }
}

function randomLeaf(dice: Dice): Exclude<NearOperand, { type: "or" }> {
  switch (dice.below(10)) {
    case 0:
      return { type: "hashtag", text: dice.pick(["нетсвета", "НетСвета", "нет_воды", "вода", "жкхдом"]) }
    case 1:
      return { type: "mention", text: dice.pick(["id1", "club5", "ab", "ab.c", "вода"]) }
    case 2:
    case 3:
    case 4:
      return { type: "phrase", words: Array.from({ length: 2 + dice.below(2) }, () => randomWord(dice)), slack: dice.below(4) }
    case 5:
      return { type: "word", text: dice.pick(["батарея", "онлайн", "батареи", "Бытарея"]), match: "forms", typos: 1 }
    default:
      return { type: "word", ...randomWord(dice) } satisfies WordQuery
  }
}

function randomOperand(dice: Dice): NearOperand {
  if (dice.chance(0.7)) return randomLeaf(dice)
  return { type: "or", clauses: Array.from({ length: 2 + dice.below(2) }, () => randomLeaf(dice)) }
}

/** A query; it need not be positive. */
function randomQuery(dice: Dice, depth: number): Query {
  const kind = dice.below(depth > 0 ? 10 : 5)
  if (kind < 4) return randomLeaf(dice)
  if (kind === 4) {
    return dice.pick<Query>([
      { type: "field", field: "network", value: "vk" },
      { type: "field", field: "kind", value: "comment" },
      { type: "field", field: "has", value: "photo" },
      { type: "field", field: "source", value: dice.pick(["-1", "vk:-1", "7"]) },
    ])
  }
  if (kind === 5)
    return { type: "near", left: randomOperand(dice), right: randomOperand(dice), distance: 1 + dice.below(4), ordered: dice.chance(0.3) }
  if (kind === 6) return { type: "not", clause: randomQuery(dice, depth - 1) }
  return { type: dice.chance(0.5) ? "and" : "or", clauses: Array.from({ length: 2 + dice.below(2) }, () => randomQuery(dice, depth - 1)) }
}

export function positiveQuery(dice: Dice): Query {
  for (;;) {
    const result = querySchema.safeParse(randomQuery(dice, 3))
    if (result.success) return result.data
  }
}
