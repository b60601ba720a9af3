import fs from "node:fs"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import wabt from "wabt"
import { createTokenEngine } from "../../../src/match/fold/token-engine.ts"
import { createTokenList, type TokenList } from "../../../src/match/fold/tokens.ts"
import { scanText } from "../../../src/match/fold/scan.ts"
import { tokenText } from "../../../src/match/fold/fold.ts"
import { tokenWasm } from "../../../src/match/fold/token-wasm.ts"

const piece = fc.oneof(
  fc.constantFrom(
    "вода",
    "Нет",
    "из-за",
    "ЖКХ",
    "т.е.",
    "vk.com/a",
    "a@b.ru",
    "#нетСвета",
    "@имя",
    "[id1|Имя]",
    "№ 5",
    "е\u0301",
    "👍",
    "❤️",
    "xутор",
  ),
  fc.string({ unit: "binary", maxLength: 5 }),
  fc.constantFrom(" ", ". ", ", ", "\n", "-", ".", "_", ":", ""),
)
const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(""))
const longText = fc.tuple(text, fc.nat(3)).map(([part, times]) => `${part} `.repeat(times * 100))

const tokensOf = (list: TokenList): unknown =>
  Array.from({ length: list.count }, (_, token) => [
    tokenText(list, token),
    list.start[token],
    list.end[token],
    list.position[token],
    list.width[token],
    list.kind[token],
    list.hash[token],
  ])

describe("createTokenEngine", () => {
  it("runs what its source gives", async () => {
    const source = fs.readFileSync(new URL("../../../wasm/tokens.wat", import.meta.url), "utf8")
    const { parseWat } = await wabt()
    expect(Buffer.from(parseWat("tokens.wat", source, { simd: true }).toBinary({}).buffer).toString("base64")).toBe(tokenWasm)
  })

  it("splits texts as the code without it does, one after the other, short and long", () => {
    const plain = createTokenList()
    const native = createTokenList()
    native.engine = createTokenEngine()
    expect(native.engine).toBeDefined()
    fc.assert(
      fc.property(fc.oneof({ arbitrary: text, weight: 9 }, { arbitrary: longText, weight: 1 }), (given) => {
        scanText(given, plain)
        scanText(given, native)
        expect(tokensOf(native)).toEqual(tokensOf(plain))
      }),
      { numRuns: 3000 },
    )
  })

  it("takes texts up to its limit, whatever they are made of, and leaves longer ones to the code without it", () => {
    const plain = createTokenList()
    const native = createTokenList()
    native.engine = createTokenEngine()
    const longest = native.engine?.longest ?? 0
    for (const part of ["а", "а ", "а-", "#а", "#аБ_", "@а", "a.b@c.", "[id1|а]", "а\u0301", "№", "ﷺ"]) {
      for (const length of [longest - 1, longest, longest + 1, longest * 4]) {
        const given = part.repeat(length).slice(0, length)
        scanText(given, plain)
        scanText(given, native)
        expect(tokensOf(native)).toEqual(tokensOf(plain))
      }
    }
  })
})
