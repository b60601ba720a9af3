import type { Lesson, Suggester } from "@otklik/core/desk"
import { foldText } from "@otklik/core/rules"

/** How good suggestions are, by cross-validation: each incident is judged by what was learned of the others. */
export interface SuggesterMeasure {
  /** How many incidents were judged. */
  readonly incidents: number
  /** The part of them whose topic came first. */
  readonly accuracy: number
  /** F1 of topics, each weighted by its incidents. */
  readonly weightedF1: number
  /** F1 of topics, each counted once. */
  readonly macroF1: number
  /** The part whose topic was the first, among the first three, among the first five. */
  readonly recall: {
    /** The first. */
    readonly at1: number
    /** Among three. */
    readonly at3: number
    /** Among five. */
    readonly at5: number
  }
  /** The part whose group of topics came first; null: topics have no groups. */
  readonly groupAccuracy: number | null
  /** The part whose owner was among the first three, of those that have one; null: none has. */
  readonly ownerRecallAt3: number | null
  /** Mean distance of shares from what became true, in ten steps, weighted: 0 is perfect; null: no share was given. */
  readonly calibrationError: {
    /** Of topics. */
    readonly topic: number | null
    /** Of groups. */
    readonly group: number | null
  }
  /** The largest part of the incidents, those with the highest shares, of which so many are right. */
  readonly coverage: {
    /** Topics, .95 right. */
    readonly topicAt95: number
    /** Topics, .90 right. */
    readonly topicAt90: number
    /** Groups, .95 right. */
    readonly groupAt95: number
    /** Groups, .90 right. */
    readonly groupAt90: number
  }
}

/** One incident, judged. */
interface Judged {
  readonly topic: string
  readonly group: string | undefined
  readonly guesses: readonly string[]
  readonly share: number | null
  readonly guessedGroup: string | undefined
  readonly groupShare: number | null
  readonly isOwnerFound: boolean | null
}

/** How to measure. */
export interface MeasureLessonsOptions {
  /** Into how many parts the lessons are divided; each is judged by the others. Default 5. */
  readonly folds?: number
  /** Divides them; the same number, the same parts. */
  readonly seed: number
  /** The group of each topic. */
  readonly groupOf: (topic: string) => string | undefined
}

/**
 * Judges a suggester by cross-validation. Texts that are nearly the same are kept in one part, so that none is judged
 * by its own copy.
 *
 * @param suggester - opened anew for each part
 * @param lessons - with a topic
 * @param options - parts and seed
 */
export function measureLessons(suggester: Suggester, lessons: readonly Lesson[], options: MeasureLessonsOptions): SuggesterMeasure {
  const { folds = 5, seed, groupOf } = options
  const taught = lessons.filter(({ topic }) => topic !== null)
  const parts = partsOf(taught, folds, createRandom(seed))
  const judged: Judged[] = []
  for (let fold = 0; fold < folds; fold += 1) {
    const model = suggester.open(null)
    const random = createRandom(seed * 1000 + fold)
    for (const lesson of shuffled(
      taught.filter((_, index) => parts[index] !== fold),
      random,
    ))
      model.learn(lesson)
    for (const lesson of taught.filter((_, index) => parts[index] === fold)) {
      const { topics, groups, authorities } = model.suggest(lesson)
      const topic = lesson.topic ?? ""
      judged.push({
        topic,
        group: groupOf(topic),
        guesses: topics.map((guess) => guess.topic),
        share: topics[0]?.share ?? null,
        guessedGroup: groups[0]?.group,
        groupShare: groups[0]?.share ?? null,
        isOwnerFound: lesson.authorityId === null ? null : authorities.some(({ authorityId }) => authorityId === lesson.authorityId),
      })
    }
  }
  return measureOf(judged)
}

function measureOf(judged: readonly Judged[]): SuggesterMeasure {
  const part = (test: (one: Judged) => boolean): number => (judged.length === 0 ? 0 : judged.filter(test).length / judged.length)
  const within = (count: number) => part(({ topic, guesses }) => guesses.slice(0, count).includes(topic))
  const grouped = judged.filter(({ group }) => group !== undefined)
  const owned = judged.filter(({ isOwnerFound }) => isOwnerFound !== null)
  const topicPairs = judged.map(({ topic, guesses, share }) => ({ share, right: guesses[0] === topic }))
  const groupPairs = grouped.map(({ group, guessedGroup, groupShare }) => ({ share: groupShare, right: guessedGroup === group }))
  const { weighted, macro } = f1Of(judged)
  return {
    incidents: judged.length,
    accuracy: within(1),
    weightedF1: weighted,
    macroF1: macro,
    recall: { at1: within(1), at3: within(3), at5: within(5) },
    groupAccuracy:
      grouped.length === 0 ? null : grouped.filter(({ group, guessedGroup }) => group === guessedGroup).length / grouped.length,
    ownerRecallAt3: owned.length === 0 ? null : owned.filter(({ isOwnerFound }) => isOwnerFound).length / owned.length,
    calibrationError: { topic: calibrationError(topicPairs), group: calibrationError(groupPairs) },
    coverage: {
      topicAt95: coverageAt(topicPairs, 0.95),
      topicAt90: coverageAt(topicPairs, 0.9),
      groupAt95: coverageAt(groupPairs, 0.95),
      groupAt90: coverageAt(groupPairs, 0.9),
    },
  }
}

function f1Of(judged: readonly Judged[]): { readonly weighted: number; readonly macro: number } {
  const counts = new Map<string, { right: number; guessed: number; are: number }>()
  const of = (topic: string) => {
    const known = counts.get(topic) ?? { right: 0, guessed: 0, are: 0 }
    counts.set(topic, known)
    return known
  }
  for (const { topic, guesses } of judged) {
    of(topic).are += 1
    const [first] = guesses
    if (first !== undefined) of(first).guessed += 1
    if (first === topic) of(topic).right += 1
  }
  let [weighted, macro, topics] = [0, 0, 0]
  for (const { right, guessed, are } of counts.values()) {
    if (are === 0) continue
    const f1 = (2 * right) / (guessed + are)
    weighted += (f1 * are) / judged.length
    macro += f1
    topics += 1
  }
  return { weighted, macro: topics === 0 ? 0 : macro / topics }
}

interface Pair {
  readonly share: number | null
  readonly right: boolean
}

function calibrationError(pairs: readonly Pair[]): number | null {
  const shown = pairs.flatMap(({ share, right }) => (share === null ? [] : [{ share, right }]))
  if (shown.length === 0) return null
  let error = 0
  for (let step = 0; step < 10; step += 1) {
    const inside = shown.filter(({ share }) => Math.min(9, Math.floor(share * 10)) === step)
    const shares = inside.reduce((sum, { share }) => sum + share, 0)
    error += Math.abs(shares - inside.filter(({ right }) => right).length)
  }
  return error / shown.length
}

function coverageAt(pairs: readonly Pair[], wanted: number): number {
  const sorted = pairs.toSorted((one, other) => (other.share ?? 0) - (one.share ?? 0))
  let [right, best] = [0, 0]
  for (const [index, pair] of sorted.entries()) {
    if (pair.right) right += 1
    if (right / (index + 1) >= wanted) best = index + 1
  }
  return pairs.length === 0 ? 0 : best / pairs.length
}

/** The part of each lesson: near-duplicates (half of their words' pairs in common) are in one. */
function partsOf(lessons: readonly Lesson[], folds: number, random: () => number): readonly number[] {
  const leaders: number[] = lessons.map((_, index) => index)
  const withPair = new Map<string, number[]>()
  const pairsOf = lessons.map(({ text }) => {
    const words = foldText(text).flatMap(({ kind, text: word }) => (kind === "word" ? [word] : []))
    return new Set(words.slice(1).map((word, index) => `${words[index] ?? ""} ${word}`))
  })
  for (const [index, pairs] of pairsOf.entries()) {
    const shared = new Map<number, number>()
    for (const pair of pairs) {
      const others = withPair.get(pair) ?? []
      for (const other of others) shared.set(other, (shared.get(other) ?? 0) + 1)
      if (others.length < 50) withPair.set(pair, [...others, index])
    }
    for (const [other, count] of shared)
      if (count * 2 >= Math.min(pairs.size, pairsOf[other]?.size ?? 0)) leaders[index] = leaders[other] ?? other
  }
  const partOf = new Map<number, number>()
  const order = shuffled([...new Set(leaders)], random)
  for (const [place, leader] of order.entries()) partOf.set(leader, place % folds)
  return leaders.map((leader) => partOf.get(leader) ?? 0)
}

function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item)
}

/** Numbers from 0 to 1 that look random and follow from the seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
