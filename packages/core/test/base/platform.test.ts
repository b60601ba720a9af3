import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { platform as any } from "../../src/base/platform/any.ts"
import { platform as node } from "../../src/base/platform/node.ts"
import { fromBase64url, toBase64url } from "../../src/base/bytes.ts"

const content = fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), fc.uint8Array({ maxLength: 300 }))

describe("the two platforms", () => {
  it("hash the same: an id made in a browser is the id that a server makes", () => {
    fc.assert(
      fc.property(content, fc.uint8Array({ maxLength: 100 }), (given, key) => {
        expect([...any.sha256(given)]).toEqual([...node.sha256(given)])
        expect([...any.hmac(key, given)]).toEqual([...node.hmac(key, given)])
      }),
    )
  })

  it("do the work that is to be traced, heard or not", () => {
    for (const { channel } of [any, node]) expect(channel("otklik:nobody-listens").runStores({}, () => 42)).toBe(42)
    expect(any.channel("otklik:nobody-listens").hasSubscribers).toBe(false)
  })
})

describe("base64url", () => {
  it("is the one of Node, and read back", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(toBase64url(bytes)).toBe(Buffer.from(bytes).toString("base64url"))
        expect(fromBase64url(toBase64url(bytes))).toEqual(Uint8Array.from(bytes))
        expect(fromBase64url(Buffer.from(bytes).toString("base64"))).toEqual(Uint8Array.from(bytes))
      }),
    )
  })

  it.each(["a", "ab c", "я", "a$bc"])("is not %s", (text) => {
    expect(fromBase64url(text)).toBeUndefined()
  })
})
