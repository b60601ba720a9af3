import { describe, expect, it } from "vitest"
import * as fc from "fast-check"
import { seal, unseal } from "../../src/base/index.ts"

const key = new Uint8Array(32).fill(1)
const text = fc.string({ unit: "grapheme" })

describe("a sealed text", () => {
  it("opens with its key and its binding, and is the same whenever it is sealed", () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), text, (binding, plain) => {
        const sealed = seal(key, binding, plain)
        expect(unseal(key, binding, sealed)).toBe(plain)
        expect(seal(key, binding, plain)).toBe(sealed)
      }),
    )
  })

  it("does not open with another key, for anything else, or after a change of any byte", () => {
    const sealed = seal(key, ["main", "vk:-1_1"], "citizen-7")
    expect(unseal(new Uint8Array(32).fill(2), ["main", "vk:-1_1"], sealed)).toBeUndefined()
    for (const binding of [["main", "vk:-1_2"], ["other", "vk:-1_1"], ["mainvk:-1_1"], ["main"], []])
      expect(unseal(key, binding, sealed)).toBeUndefined()
    const bytes = Buffer.from(sealed, "base64url")
    for (const index of bytes.keys()) {
      const changed = Buffer.from(bytes)
      changed[index] = (changed[index] ?? 0) ^ 1
      expect(unseal(key, ["main", "vk:-1_1"], changed.toString("base64url"))).toBeUndefined()
    }
    for (const broken of ["", "a", sealed.slice(0, 30)]) expect(unseal(key, ["main", "vk:-1_1"], broken)).toBeUndefined()
  })

  it("tells nothing of the text but its length: the same author is sealed otherwise for every message", () => {
    const sealed = ["vk:-1_1", "vk:-1_2"].map((message) => seal(key, ["main", message], "citizen-7"))
    expect(sealed[0]?.slice(0, 16)).not.toBe(sealed[1]?.slice(0, 16))
    expect(sealed.join("")).not.toContain("citizen")
  })

  it("has a nonce of its own for every text under every binding", () => {
    const nonces = new Set<string>()
    for (let author = 0; author < 50; author += 1)
      for (let message = 0; message < 50; message += 1)
        nonces.add(seal(key, ["main", `vk:-1_${message}`], `citizen-${author}`).slice(0, 16))
    expect(nonces.size).toBe(2500)
  })
})
