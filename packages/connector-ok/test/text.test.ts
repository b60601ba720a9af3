import { describe, expect, it } from "vitest"
import { readKey } from "../src/api/keys.ts"
import { idMillis, moscowMillis } from "../src/api/moments.ts"
import { comparableText, plainText } from "../src/api/text.ts"

describe("texts", () => {
  it.each([
    ["{group:54000000000001}Администрация{group}, {user:7}Имя{user}!", "Администрация, Имя!"],
    ["{user}Имя{user}", "Имя"],
    ["{group:7}дважды{user} и { скобки }", "{group:7}дважды{user} и { скобки }"],
    ["<b> & &amp;", "<b> & &amp;"],
  ])("leave of the markup in %j the names", (text, plain) => {
    expect(plainText(text)).toBe(plain)
  })

  it("are compared without line ends, outer spaces and ways to write й", () => {
    expect(comparableText(" Свой\r\nдом\r")).toBe(comparableText("Свой\nдом".normalize("NFD")))
    expect(comparableText("Свой дом")).not.toBe(comparableText("Свой  дом"))
  })
})

describe("moments", () => {
  it("of Moscow are three hours ahead, and were four before 26 October 2014", () => {
    expect(moscowMillis("2026-11-24 06:00:00")).toBe(Date.parse("2026-11-24T03:00:00Z"))
    expect(moscowMillis("2014-05-01 12:00:00")).toBe(Date.parse("2014-05-01T08:00:00Z"))
    expect(moscowMillis("2014-10-26 02:30:00")).toBe(Date.parse("2014-10-25T23:30:00Z"))
    for (const text of ["", "вчера", "2026-11-24T06:00:00", "2026-13-45 06:00:00"]) expect(moscowMillis(text)).toBeUndefined()
  })

  it("stand in the ids of comments of the known form, and in no others", () => {
    const id = (text: string): string => Buffer.from(text).toString("base64")
    expect(idMillis(id("1400000000123:-7:1400000000123:62000000000001:1"))).toBe(1_400_000_000_123)
    for (const text of ["", "1400000000123", "1:2:3:4:5", "x1400000000123:1:1:1:1"]) expect(idMillis(id(text))).toBeUndefined()
  })
})

describe("keys", () => {
  it("name a group, a topic and a comment", () => {
    expect(readKey("ok:7_8")).toEqual({ groupId: "7", topicId: "8" })
    expect(readKey("ok:7_8_MTM5+/_-Q==")).toEqual({ groupId: "7", topicId: "8", commentId: "MTM5+/_-Q==" })
    for (const key of ["ok:7", "ok:7_8_", "ok:7_8_a b", "vk:7_8", "ok:-7_8", "ok:7_x"]) expect(readKey(key)).toBeUndefined()
  })
})
