import { runInNewContext } from "node:vm"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { placeOfUnplain } from "../../src/storage/define/plain-value.ts"

/** What JSON gives back otherwise, or not at all. */
const unplain = fc.constantFrom<unknown>(
  new Date(0),
  1n,
  Number.NaN,
  Infinity,
  new Map([["a", 1]]),
  new Uint8Array(1),
  Symbol("s"),
  () => 1,
  new (class Money {
    readonly amount = 1
  })(),
)

describe("what JSON brings back as it was", () => {
  it("has no place where something else stands", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(placeOfUnplain(value)).toBeUndefined()
      }),
    )
    expect(placeOfUnplain({ a: undefined, b: [null, Object.create(null)] })).toBeUndefined()
    expect(placeOfUnplain(runInNewContext("({ a: [{ b: 1 }] })"))).toBeUndefined()
  })

  it("is told from everything else, wherever that stands, with its place", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.nat(3), fc.constantFrom("name", "text"))), unplain, (path, wrong) => {
        const value = path.reduceRight<unknown>(
          (inner, step) =>
            typeof step === "number" ? [...Array.from({ length: step }, () => "plain"), inner] : { before: 1, [step]: inner },
          wrong,
        )
        expect(placeOfUnplain(value)).toBe(path.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join(""))
      }),
    )
    expect(placeOfUnplain({ list: [1, undefined] })).toBe(".list[1]")
  })
})
