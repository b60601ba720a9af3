import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isSameSecret, signBytes, verifySignature } from "../src/index.ts"

const bytes = new TextEncoder().encode("what do ya want for nothing?")

describe("signatures", () => {
  it("are those of RFC 4231, test case 2", () => {
    expect(signBytes({ algorithm: "sha256", secret: "Jefe", bytes, encoding: "hex" })).toBe(
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    )
  })

  it("hold for these bytes and this secret only", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), fc.string({ minLength: 1 }), (one, other, secret) => {
        const options = { algorithm: "sha256", secret, bytes: one, encoding: "base64" } as const
        const signature = signBytes(options)
        expect(verifySignature(signature, options)).toBe(true)
        const same = Buffer.compare(one, other) === 0
        expect(verifySignature(signature, { ...options, bytes: other })).toBe(same)
        expect(verifySignature(signature, { ...options, secret: `${secret}x` })).toBe(false)
      }),
    )
  })

  it("may be hexadecimal of either case", () => {
    const options = { algorithm: "sha1", secret: "s", bytes, encoding: "hex" } as const
    expect(verifySignature(signBytes(options).toUpperCase(), options)).toBe(true)
  })
})

describe("isSameSecret", () => {
  it("is true for equal texts only, and never for an empty one", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(isSameSecret(one, other)).toBe(one === other && one !== "")
        expect(isSameSecret(one, one)).toBe(one !== "")
      }),
    )
  })
})
