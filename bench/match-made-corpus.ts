// A corpus from a seed: invented posts over an invented vocabulary with the frequencies of a language (Zipf's law), and
// rules over it.
import type { BenchRule, BenchTerm, Corpus, RuleKind } from "./match-rules.ts"
import { createRandom } from "@otklik/testkit"

const postCount = 100_000
const vocabularySize = 100_000
/** Nouns of complaints in their first form; their grammatical forms and invented words make up the vocabulary. */
const nouns =
  "вода свет дорога яма двор подъезд лифт крыша мусор контейнер батарея отопление труба авария улица фонарь автобус остановка маршрут больница врач школа сад снег лед тротуар парк дерево собака дом квартира счет тариф управляющая компания администрация мост переход светофор знак разметка асфальт грязь запах река берег пляж шум музыка стройка забор".split(
    " ",
  )
const beginnings =
  "ба ве го ди жу за ки ло ма не по ра се ту фа хо ца чи ша ще бра вла гре дви кро пла сто тре при про пере под раз вы на об".split(" ")
const middles = "ба ва га да за ка ла ма на па ра са та ви ди ли ми ни ри си ти во го до ко ло мо но ро со то лу ну ру ту ств льн".split(
  " ",
)
const endings = "а у ы е ой ом ам ами ах ов ый ая ое ого ому ым ых ить ать ет ут ил ла ли но ть ся к".split(" ")
const signs = [" ", " ", " ", " ", " ", " ", " ", " ", " ", ", ", ", ", ". ", "! ", "? ", " — ", "\n"]
const emoji = ["😡", "👍", "🙏", "🔥", "🚗"]
const twins = new Map([..."аоесрху"].map((letter, index) => [letter, "aoecpxy".charAt(index)]))

/**
 * Makes a corpus. The same seed gives the same.
 *
 * @param seed - a whole number
 */
export function madeCorpus(seed: number): Corpus {
  const random = createRandom(seed)
  const below = (limit: number): number => Math.floor(random() * limit)
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T
  const invented = (): string => pick(beginnings) + Array.from({ length: below(3) }, () => pick(middles)).join("") + pick(endings)
  const known = new Set<string>(nouns)
  while (known.size < vocabularySize) {
    const word = invented() + (random() < 0.4 ? pick(endings) : "")
    if (!/(.)\1\1/.test(word)) known.add(word)
  }
  const vocabulary = [...known]
  // Nouns are spread over the ranks; a rank is met about as often as one over itself.
  nouns.forEach((noun, index) => {
    const to = 40 + index * 37
    const at = vocabulary.indexOf(noun)
    vocabulary[at] = vocabulary[to] as string
    vocabulary[to] = noun
  })
  const byRank = (from: number, to: number): string => vocabulary[Math.floor(from * (to / from) ** random())] as string
  const damaged = (word: string): string => {
    const chance = random()
    if (word.length < 4 || chance > 0.04) return word
    const at = 1 + below(word.length - 1)
    if (chance < 0.02) return word.slice(0, at) + word.slice(at + 1)
    if (chance < 0.03) return word.toUpperCase()
    return chance < 0.035
      ? word.slice(0, at) + word.charAt(at).repeat(3) + word.slice(at)
      : [...word].map((one) => twins.get(one) ?? one).join("")
  }
  const post = (): string => {
    const length = Math.min(4000, Math.max(20, 200 * Math.exp(0.9 * gauss(random))))
    let text = random() < 0.1 ? `@user${below(9999)} ` : ""
    while (text.length < length) text += damaged(byRank(1, vocabularySize)) + pick(signs)
    if (random() < 0.1) text += `#${byRank(10, 2000)}`
    if (random() < 0.2) text += pick(emoji)
    return random() < 0.12 ? `${text} https://example.org/${below(1e9).toString(36)}` : text
  }
  const posts = Array.from({ length: postCount }, post)

  const term = (word: string, prefixes: number): BenchTerm =>
    random() < prefixes && word.length >= 6
      ? { kind: "prefix", text: word.slice(0, Math.max(5, word.length - 1 - below(3))) }
      : { kind: "word", text: word }
  const phrase = (): BenchTerm => {
    for (;;) {
      const words = pick(posts)
        .toLowerCase()
        .split(/[^а-яё]+/)
      const at = below(words.length - 1)
      const [one = "", other = ""] = [words[at], words[at + 1]]
      if (one.length > 1 && other.length > 3 && !/(.)\1\1|ё/.test(one + other)) return { kind: "phrase", text: `${one} ${other}` }
    }
  }
  const rare = (): string => byRank(2000, 60_000)
  const literal = (): BenchTerm =>
    random() < 0.25 ? phrase() : term(random() < 0.05 ? byRank(1000, 10_000) : (vocabulary[10_000 + below(90_000)] as string), 0.66)
  const boolean = (): Omit<Extract<BenchRule, { any: unknown }>, "id"> => ({
    any: [random() < 0.15 ? phrase() : term(rare(), 0.5), term(rare(), 0.5), random() < 0.2 ? phrase() : term(rare(), 0.5)],
    all: [term(byRank(100, 3000), 0.5), term(byRank(100, 3000), 0.5)],
    not: term(byRank(40, 5000), 0.5),
    near: random() < 0.3 ? 3 : 0,
  })
  const most = 50_000
  const made: Record<RuleKind, readonly BenchRule[]> = {
    literal: Array.from({ length: most }, (_, index) => ({ id: `r${index}`, ...literal() })),
    boolean: Array.from({ length: most }, (_, index) => ({ id: `r${index}`, ...boolean() })),
  }
  return { name: `made corpus, seed ${seed}, ${postCount} posts`, posts, rules: (kind, count) => made[kind].slice(0, count) }
}

function gauss(random: () => number): number {
  return Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random())
}
