// Random sets of rules, an edit of them, and messages to try both on.
import { printQuery, type Rule, type TrialMessage } from "../../../src/match/index.ts"
import { createDice, positiveQuery, randomMessage } from "../pairs.ts"

/** What the laws are tried on. */
export interface Trial {
  readonly before: readonly Rule[]
  readonly after: readonly Rule[]
  readonly messages: readonly (TrialMessage | string)[]
}

/** A trial for a seed: the same on every machine. */
export function createTrial(seed: number, messageCount = 25): Trial {
  const dice = createDice(seed)
  const topic = () => (dice.chance(0.2) ? {} : { topic: dice.pick(["water", "light", "heat"]) })
  const rule = (id: string): Rule => ({ id, query: printQuery(positiveQuery(dice)), ...topic() })
  const before = Array.from({ length: 8 }, (_, index) => rule(`rule-${index}`))
  const after: Rule[] = []
  for (const old of before) {
    const edit = dice.below(6)
    if (edit === 0) continue
    if (edit === 1) after.push({ ...old, query: rule("x").query })
    else if (edit === 2) after.push({ ...rule("x"), query: old.query, id: old.id })
    else if (edit === 3) after.unshift(old)
    else after.push(old)
  }
  after.splice(dice.below(after.length + 1), 0, rule("new-1"), rule("new-2"))
  const messages = Array.from({ length: messageCount }, (_, index) => {
    const message = randomMessage(dice)
    return dice.chance(0.3) ? message.text : dice.chance(0.5) ? { ...message, key: `vk:-1_${index}` } : message
  })
  return { before, after, messages }
}

/** The same items, one promise after another. */
export async function* later<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  for (const item of items) yield await Promise.resolve(item)
}
