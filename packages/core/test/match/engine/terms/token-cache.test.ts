import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createTokenCache, type TokenHits } from "../../../../src/match/engine/terms/token-cache.ts"
import { createTokenEngine } from "../../../../src/match/fold/token-engine.ts"
import { createTokenList } from "../../../../src/match/fold/tokens.ts"
import { scanText } from "../../../../src/match/fold/scan.ts"
import { tokenText } from "../../../../src/match/fold/fold.ts"

/** As many as an engine has. */
const size = 1 << 16

function createReader(isNative: boolean): { read(text: string): unknown; clear(): void; start(): void; asked(): number } {
  const list = createTokenList()
  const cache = createTokenCache(size)
  const hits: TokenHits = { count: 0, tokens: new Int32Array(8192), classes: new Int32Array(8192) }
  let asked = 0
  const classOf = (token: number): number => {
    asked += 1
    return tokenText(list, token).length % 4
  }
  return {
    read(text) {
      scanText(text, list)
      cache.classify(list, hits, classOf)
      return Array.from({ length: hits.count }, (_, hit) => [hits.tokens[hit], hits.classes[hit]]).filter(
        ([, tokenClass]) => tokenClass !== 0,
      )
    },
    clear: cache.clear,
    start() {
      const engine = createTokenEngine()
      if (engine === undefined) return
      // Both move to tables of one size, so that both forget the same; only one lets the engine look there.
      if (isNative) list.engine = engine
      cache.useEngine(engine)
    },
    asked: () => asked,
  }
}

describe("createTokenCache", () => {
  it("finds the same with an engine, begun and cleared at any time, and remembers as well", () => {
    const word = fc.string({ unit: fc.constantFrom(..."абвгд"), minLength: 1, maxLength: 34 })
    const text = fc.array(word, { maxLength: 40 }).map((words) => words.join(" "))
    const step = fc.oneof({ arbitrary: text, weight: 20 }, { arbitrary: fc.constant(undefined), weight: 1 })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.nat(10), (steps, beforeStart) => {
        const plain = createReader(false)
        const native = createReader(true)
        steps.forEach((given, index) => {
          if (index === beforeStart) for (const reader of [plain, native]) reader.start()
          if (given === undefined) {
            plain.clear()
            native.clear()
          } else expect(native.read(given)).toEqual(plain.read(given))
        })
        expect(native.asked()).toBe(plain.asked())
      }),
      { numRuns: 100 },
    )
  })
})
