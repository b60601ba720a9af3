import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createRedactor } from "../../src/index.ts"

const token = "vk1.a.Zz0-invented_token_of_a_test_0123456789"

describe("redactor", () => {
  it("lets no known secret through, wherever it stands and however it is encoded", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, maxLength: 40 }), fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(secret.isWellFormed() && !"[redacted]".includes(secret))
        const { text } = createRedactor([secret])
        // A new one may arise where text meets mask; only what came from outside counts.
        const told = text(`${before} ${secret} ${encodeURIComponent(secret)} ${after}`)
        expect(told.split(secret).length - 1).toBeLessThanOrEqual(`${before} ${after}`.split(secret).length - 1)
        expect(text(secret)).not.toContain(secret)
      }),
    )
  })

  it.each([
    [`https://api.example.com/m?access_token=abc123&v=5.199`, "abc123"],
    [`{"access_token":"abc123"}`, "abc123"],
    [`{"first_name": "Ann", "last_name": "Smith"}`, "Ann"],
    [`Authorization: Bearer abc.def-123`, "abc.def-123"],
    [`the key ${token} failed`, token],
    [`EAAabcdefghijklmnopqrstuvwxyz0123`, "EAAabc"],
    [`signed 0123456789abcdef0123456789abcdef01234567`, "0123456789abcdef"],
  ])("takes credentials and names out of %s", (text, secret) => {
    expect(createRedactor().text(text)).not.toContain(secret)
  })

  it.each([token, "vk2.a.Zz0-invented_toke", "EAAabcdefghijklmnopqrstuvwxyz0123", "Bearer abc.def~1+/-2==", "OAuth\tabc"])(
    "leaves no letter of a token, and every letter around it: %s",
    (secret) => {
      expect(createRedactor().text(`before ${secret} after`)).toBe("before [redacted] after")
    },
  )

  it.each(["EAA is a word", "vk1.a.short", "a bearer of news", "0123456789 and letters apart"])("lets be what is no token: %s", (text) => {
    expect(createRedactor().text(text)).toBe(text)
  })

  it("masks fields of data by their names, deep inside too", () => {
    const data = createRedactor([token]).data({
      error: { error_code: 5, error_msg: `no ${token}`, request_params: [{ key: "access_token", value: token }] },
      author: { first_name: "Ann", id: 7 },
    })
    expect(JSON.stringify(data)).not.toMatch(/vk1|Ann/)
    expect(data).toMatchObject({ error: { error_code: 5 }, author: "[redacted]" })
  })

  it.each([
    ["letters", "a"],
    ["pairs", "a="],
    ["hyphens", "a-"],
    ["digits", "a1"],
    ["digits before a name", "1a"],
    ["quotes", 'a"  '],
  ])("takes time in proportion to the text: %s", (_what, unit) => {
    const millis = (length: number): number => {
      const text = unit.repeat(Math.ceil(length / unit.length))
      const begin = performance.now()
      createRedactor([token]).text(text)
      return performance.now() - begin
    }
    millis(10_000)
    // Sixteen times as long; by the square it would take 256 times as long.
    expect(millis(320_000)).toBeLessThan(Math.max(50, millis(20_000)) * 64)
  })

  it("finds names behind digits and hyphens", () => {
    expect(createRedactor().text("1access_token=abcdef&-sig=abcdef&x=1")).toBe("1access_token=[redacted]&-sig=[redacted]&x=1")
  })

  it("ends on data that holds itself", () => {
    const loop: Record<string, unknown> = {}
    loop["self"] = loop
    expect(JSON.stringify(createRedactor().data(loop))).toContain("[redacted]")
  })

  it("learns secrets that come later", () => {
    const redactor = createRedactor()
    redactor.learn("fresh token")
    expect(redactor.text("a fresh token")).toBe("a [redacted]")
  })
})
