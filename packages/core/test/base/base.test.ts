import { createHmac } from "node:crypto"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  addMinutes,
  DeskError,
  instantSchema,
  isDeskError,
  keyedId,
  minutesBetween,
  sha256,
  stableId,
  timedId,
} from "../../src/base/index.ts"

describe("instants", () => {
  it("have one spelling", () => {
    expect(instantSchema.parse("2026-11-24T10:30:00+09:00")).toBe("2026-11-24T01:30:00.000Z")
    expect(instantSchema.parse("2026-11-24T01:30:00Z")).toBe("2026-11-24T01:30:00.000Z")
  })
  it.each([
    "2026-11-24",
    "2026-11-24T10:30:00",
    "2026-13-01T00:00:00Z",
    "2026-02-30T00:00:00Z",
    "yesterday",
    "",
    "0000-01-01T00:00:00+09:00",
    "9999-12-31T23:59:59-09:00",
  ])("refuse %j", (text) => {
    expect(instantSchema.safeParse(text).success).toBe(false)
  })
  it("compare as strings as they compare in time", () => {
    const date = fc.date({ min: new Date("1970-01-01T00:00:00Z"), max: new Date("2037-12-31T00:00:00Z"), noInvalidDate: true })
    fc.assert(
      fc.property(date, date, (a, b) => {
        const [x, y] = [a.toISOString(), b.toISOString()]
        expect(x < y).toBe(a.getTime() < b.getTime())
        expect(addMinutes(x, minutesBetween(x, y))).toBe(y)
      }),
    )
  })
})

describe("ids", () => {
  it("follow from their parts and cannot be confused by moving a border between parts", () => {
    expect(stableId("inc", "a", "b")).toBe(stableId("inc", "a", "b"))
    expect(stableId("inc", "ab", "c")).not.toBe(stableId("inc", "a", "bc"))
    expect(stableId("inc", "a")).toMatch(/^inc_[0-9a-hj-km-np-tv-z]{26}$/)
  })
  it("of a moment sort by it, as bytes do, and are the same for the same thing", () => {
    const moment = fc.integer({ min: -(2 ** 41), max: 2 ** 46 })
    fc.assert(
      fc.property(moment, moment, fc.string(), fc.string(), (one, other, first, second) => {
        const [early, late] = [Math.min(one, other), Math.max(one, other)].map((millis) => new Date(millis).toISOString()) as [
          string,
          string,
        ]
        const [from, to] = [timedId("inc", early, first), timedId("inc", late, second)]
        if (from.slice(0, 13) !== to.slice(0, 13)) expect(Buffer.compare(Buffer.from(from), Buffer.from(to))).toBe(-1)
        else expect(early === late || late <= "1970-01-01T00:00:00.000Z" || early > "3084").toBe(true)
        expect(from).toMatch(/^inc_[0-9a-hj-km-np-tv-z]{26}$/)
        expect(timedId("inc", early, first)).toBe(from)
        expect(timedId("inc", early, `${first}.`)).not.toBe(from)
      }),
    )
  })
  it("use the published test vectors of SHA-256", () => {
    // FIPS 180-4, "abc"
    expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  })
  it("hide the author behind a key", () => {
    const [one, other] = [new Uint8Array(16).fill(1), new Uint8Array(16).fill(2)]
    expect(keyedId(one, "vk", "42")).toBe(keyedId(one, "vk", "42"))
    expect(keyedId(one, "vk", "42")).not.toBe(keyedId(other, "vk", "42"))
    expect(keyedId(one, "vk", "42")).not.toContain("42")
  })
  it("are HMAC-SHA-256, whatever the length of the key", () => {
    for (const length of [16, 32, 64, 65, 200]) {
      const key = Uint8Array.from({ length }, (_, index) => index * 7)
      const digest = createHmac("sha256", key).update("2:vk;7:яма 42!;").digest()
      const bits = [...digest].map((byte) => byte.toString(2).padStart(8, "0")).join("")
      const fives = bits.match(/.{5}/g) ?? []
      const text = fives.map((five) => "0123456789abcdefghjkmnpqrstvwxyz"[Number.parseInt(five, 2)]).join("")
      expect(keyedId(key, "vk", "яма 42!")).toBe(text.slice(0, 26))
    }
  })
})

describe("DeskError", () => {
  it("is recognised by its marker, also from another copy of the package", () => {
    const error = new DeskError("rate-limited", "wait", { retryAt: "2026-11-24T00:00:00.000Z" })
    expect(isDeskError(error)).toBe(true)
    expect(isDeskError(error, "rate-limited") && error.details.retryAt).toBe("2026-11-24T00:00:00.000Z")
    expect(isDeskError(error, "auth")).toBe(false)
    expect(isDeskError({ [Symbol.for("otklik.desk-error")]: true, code: "auth" }, "auth")).toBe(true)
    for (const other of [new Error("x"), null, undefined, "auth", { code: "auth" }]) expect(isDeskError(other)).toBe(false)
  })
  it("says which codes may succeed later", () => {
    expect(new DeskError("network", "no answer", {}).retryable).toBe(true)
    expect(new DeskError("refused", "no", { reason: "closed" }).retryable).toBe(false)
  })
})
