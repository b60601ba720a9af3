import { describe, expect, it } from "vitest"
import { createMatcher } from "../../../../src/match/index.ts"
import { hashUnits } from "../../../../src/match/fold/units.ts"
import { createDice } from "../../pairs.ts"

/** Different words of one length with the same 32-bit hash, found by trying: the more words, the surer a pair. */
function collidingWords(): readonly (readonly [string, string])[] {
  const dice = createDice(11)
  const seen = new Map<number, string>()
  const pairs: [string, string][] = []
  const units = new Uint16Array(8)
  for (let tried = 0; tried < 400_000; tried++) {
    for (let index = 0; index < units.length; index++) units[index] = 0x430 + dice.below(32)
    const word = String.fromCharCode(...units)
    if (/(.)\1\1/.test(word)) continue
    const hash = hashUnits(units, 0, units.length)
    const other = seen.get(hash)
    if (other === undefined) seen.set(hash, word)
    else if (other !== word) pairs.push([other, word])
  }
  return pairs
}

const pairs = collidingWords()
interface TestRule {
  readonly id: string
  readonly query: string
}
const found = (rules: readonly TestRule[], texts: readonly string[]): readonly string[] => {
  const matcher = createMatcher(rules)
  const idsOf = (text: string): string =>
    matcher
      .match(text)
      .map(({ ruleId }) => ruleId)
      .join()
  const ids = texts.map(idsOf)
  // Later texts are looked up by WebAssembly.
  const native = createMatcher(rules)
  for (let text = 0; text < 40; text++) native.match("")
  expect(
    texts.map((text) =>
      native
        .match(text)
        .map(({ ruleId }) => ruleId)
        .join(),
    ),
  ).toEqual(ids)
  return ids
}

describe("words whose hashes collide", () => {
  it("are there", () => {
    expect(pairs.length).toBeGreaterThan(2)
  })

  it.each(pairs)("%s is not taken for %s, whichever is met first", (one, other) => {
    const rules = [{ id: "one", query: one }]
    const texts = [one, other, one, other, `${other} ${one}`, `${one} ${other}`]
    expect(found(rules, texts)).toEqual(["one", "", "one", "", "one", "one"])
    expect(found(rules, texts.toReversed())).toEqual(["one", "one", "", "one", "", "one"])
  })

  it.each(pairs)("%s and %s are two words of two rules", (one, other) => {
    const rules = [
      { id: "one", query: one },
      { id: "other", query: other },
      { id: "prefix", query: `${one.slice(0, 7)}*` },
    ]
    expect(found(rules, [other, one, `${one} ${other}`])).toEqual(["other", "one,prefix", "one,other,prefix"])
  })

  it.each(pairs)("%s longer by an ending is not taken for %s longer by the same", (one, other) => {
    // Equal hashes stay equal behind the same letters.
    const rules = [{ id: "one", query: `"${one}ами света"` }]
    expect(found(rules, [`${one}ами света`, `${other}ами света`, `${one}ами света`])).toEqual(["one", "", "one"])
  })
})
