import { describe, expect, it } from "vitest"
import { contentLabel, finishReading, tooMuchToSearch } from "@otklik/connector-kit"

const fields = { key: "net:1", kind: "post", url: "https://net.example.org/1", text: "", publishedAt: "2026-11-24T01:00:00.000Z" }

describe("finishReading", () => {
  it("skips what says nothing, by the field of its content, unless something known is shown", () => {
    const read = (more: object, path?: string | null) => finishReading("net", { ...fields, ...more }, path)
    expect(read({}, "attachments.poll")).toMatchObject({ kind: "skipped", item: { path: "attachments.poll" } })
    expect(read({ text: " \n" })).toMatchObject({ kind: "skipped", item: { path: "text" } })
    expect(read({}, null).kind).toBe("message")
    expect(read({ text: "no light" }).kind).toBe("message")
    expect(read({ place: { latitude: 52, longitude: 113.5 } }).kind).toBe("message")
  })
})

describe("contentLabel", () => {
  it.each(["poll", "x.Y-2_z", "P", `a${"b".repeat(39)}`])("shows the network's word %s", (word) => {
    expect(contentLabel(word)).toBe(word)
  })

  it.each(["", "two words", "2nd", ".poll", `a${"b".repeat(40)}`, "poll!", " poll", 7, null])("shows nothing else: %s", (word) => {
    expect(contentLabel(word)).toBe("unknown")
  })
})

describe("tooMuchToSearch", () => {
  it("gives the office the reason by itself too", () => {
    const { code, message, details } = tooMuchToSearch("Telegram", "more messages")
    expect([code, message]).toEqual(["refused", `Telegram: ${details.reason}`])
    expect(details.reason).toMatch(/^more messages than can be searched/)
  })
})
