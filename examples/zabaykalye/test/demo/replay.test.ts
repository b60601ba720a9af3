import type { IncomingMessage } from "@otklik/core"
import type { MessagePage } from "@otklik/core/connector"
import { describe, expect, it } from "vitest"
import { createReplayClock } from "../../demo/replay/replay-clock.ts"
import { advance, formatProgress, parseProgress } from "../../demo/replay/replay-cursor.ts"

function page(...moments: string[]): MessagePage {
  const messages = moments.map((publishedAt, index): IncomingMessage => ({
    key: `vk:-1_${index}`,
    network: "vk",
    kind: "post",
    url: "https://example.org/1",
    text: "",
    publishedAt,
  }))
  return { messages, cursor: `after ${moments.at(-1)}`, more: true, skipped: [], gaps: [] }
}

describe("a replay's clock", () => {
  it("never goes back", () => {
    const clock = createReplayClock()
    clock.reach("2026-11-24T02:00:00.000Z")
    clock.reach("2026-11-24T01:00:00.000Z")
    expect(clock.now()).toBe("2026-11-24T02:00:00.000Z")
  })
})

describe("a replay's cursor", () => {
  it("carries the oldest and the newest moment, whatever the order", () => {
    const progress = advance(advance(null, page("2026-11-24T02:00:00.000Z", "2026-11-24T03:00:00.000Z")), page("2026-11-24T01:00:00.000Z"))
    expect(progress).toMatchObject({
      inner: "after 2026-11-24T01:00:00.000Z",
      oldest: "2026-11-24T01:00:00.000Z",
      newest: "2026-11-24T03:00:00.000Z",
    })
    expect(parseProgress(formatProgress(progress))).toEqual(progress)
  })

  it("keeps the first skipped lines by name, and counts all of them", () => {
    const skipped = Array.from({ length: 70 }, (_, line) => ({
      code: "not-json" as const,
      message: "m",
      path: "",
      file: "/somewhere/day.ndjson",
      line,
    }))
    const progress = advance(null, { ...page(), skipped })
    expect(progress.skipped).toBe(70)
    expect(progress.notes).toHaveLength(50)
    expect(progress.notes[0]).toEqual({ file: "day.ndjson", line: 0, path: "", code: "not-json", message: "m" })
  })

  it("asks for fewer lines where the archive is sparse, and for more where it is dense", () => {
    const first = advance(null, page("2026-11-24T00:00:00.000Z"))
    const sparse = advance(first, page("2026-11-24T05:00:00.000Z"))
    const dense = advance(sparse, page("2026-11-24T05:01:00.000Z"))
    expect(sparse.pace).toBe(first.pace / 2)
    expect(dense.pace).toBe(sparse.pace * 2)
  })

  it("of another program is refused", () => {
    expect(() => parseProgress("[1,0,0]")).toThrow(TypeError)
  })
})
