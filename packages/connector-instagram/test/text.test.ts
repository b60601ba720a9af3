import { describe, expect, it } from "vitest"
import { lintInstagramReply } from "../src/index.ts"
import { addressed, isSameReply } from "../src/reply/text.ts"

describe("warnings about a reply", () => {
  it.each([
    ["Яму засыпали, спасибо.", []],
    ["Яму засыпали: https://city.example.org/1", []],
    ["ЖЭК", ["capitals"]],
    ["2026", []],
    ["Я", []],
    ["#a #b #c #d", []],
    ["#a #b #c #d #e и не#хештег", ["hashtags"]],
    ["https://a.example.org и www.b.example.org", ["links"]],
    ["ж".repeat(300), []],
    ["ж".repeat(301), ["301 characters"]],
  ] as const)("%s", (text, expected) => {
    const warnings = lintInstagramReply(text)
    expect(warnings).toHaveLength(expected.length)
    for (const word of expected) expect(warnings.join("\n")).toContain(word)
  })
})

describe("the name before a reply", () => {
  it("is put there once, and only where the whole stays short enough", () => {
    expect(addressed("Едем", undefined)).toBe("Едем")
    expect(addressed("Едем", "a.b")).toBe("@a.b Едем")
    expect(addressed("@A.B едем", "a.b")).toBe("@A.B едем")
    expect(addressed("ж".repeat(295), "a.b")).toBe(`@a.b ${"ж".repeat(295)}`)
    expect(addressed("ж".repeat(296), "a.b")).toBe("ж".repeat(296))
  })

  it("does not hide a reply, even when whoever is answered has another name now", () => {
    expect(isSameReply("@a.b Едем", "@a.b Едем", "Едем")).toBe(true)
    expect(isSameReply("a.b Едем", "@a.b Едем", "Едем")).toBe(true)
    expect(isSameReply("@old Едем", "@a.b Едем", "Едем")).toBe(true)
    expect(isSameReply("Едем\r\nскоро ", "Едем\nскоро", "Едем\nскоро")).toBe(true)
    expect(isSameReply("@a.b Едем", "Едем", "Едем")).toBe(false)
    expect(isSameReply("Едем", "@a.b Едем", "Едем")).toBe(false)
    expect(isSameReply("Нет Едем", "@a.b Едем", "Едем")).toBe(false)
  })
})
