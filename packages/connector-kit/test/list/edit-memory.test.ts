import { addMinutes } from "@otklik/core"
import { buildMessage } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { createEditMemory } from "../../src/index.ts"

const now = "2026-11-24T03:00:00.000Z"

describe("edits that lists do not date", () => {
  it("are noticed by the text, and keep the moment when they were seen", () => {
    const memory = createEditMemory()
    const message = buildMessage({ key: "test:1", text: "words", publishedAt: now })
    const at = (minutes: number, text: string) => memory.note({ ...message, text }, addMinutes(now, minutes)).editedAt
    expect([at(1, "words"), at(2, "words"), at(3, "other"), at(4, "other"), at(5, "words")]).toEqual([
      undefined,
      undefined,
      addMinutes(now, 3),
      addMinutes(now, 3),
      addMinutes(now, 5),
    ])
  })

  it("are forgotten where too much is remembered, and then are no edits", () => {
    const memory = createEditMemory()
    for (let index = 0; index <= 20_000; index += 1) memory.note(buildMessage({ key: `test:${index}`, text: "words" }), now)
    expect(memory.note(buildMessage({ key: "test:0", text: "other" }), addMinutes(now, 9)).editedAt).toBeUndefined()
    expect(memory.note(buildMessage({ key: "test:20000", text: "other" }), addMinutes(now, 9)).editedAt).toBe(addMinutes(now, 9))
  })
})
