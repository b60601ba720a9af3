import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parseJson } from "../../src/index.ts"

describe("parseJson", () => {
  it("keeps whole numbers beyond 2^53 as their digits", () => {
    expect(parseJson('{"id":9007199254740993,"small":7,"list":[-90071992547409931]}')).toEqual({
      id: "9007199254740993",
      small: 7,
      list: ["-90071992547409931"],
    })
  })

  it("reads every whole number of any length as itself or as its own digits", () => {
    fc.assert(
      fc.property(fc.bigInt(), (value) => {
        const read = parseJson(`{"value":[${value}]}`) as { value: [unknown] }
        expect(String(read.value[0])).toBe(String(value))
        expect(typeof read.value[0]).toBe(Number.isSafeInteger(Number(value)) && BigInt(Number(value)) === value ? "number" : "string")
      }),
    )
  })

  it("reads everything else as JSON.parse does", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const plain: unknown = JSON.parse(text)
        if (holdsOnlyExactNumbers(plain)) expect(parseJson(text)).toEqual(plain)
      }),
    )
  })

  it("leaves digits inside of texts and fractions alone", () => {
    expect(parseJson('{"a":"12345678901234567890","b":0.1234567890123456789}')).toEqual({
      a: "12345678901234567890",
      b: Number("0.1234567890123456789"),
    })
  })
})

function holdsOnlyExactNumbers(value: unknown): boolean {
  if (typeof value === "number") return Number.isSafeInteger(value) || !Number.isInteger(value)
  return typeof value !== "object" || value === null || Object.values(value).every(holdsOnlyExactNumbers)
}
