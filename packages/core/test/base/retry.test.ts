import { describe, expect, it } from "vitest"
import { nextTry } from "../../src/base/index.ts"

describe("nextTry", () => {
  const now = "2026-11-24T00:00:00.000Z"
  it("doubles from a minute to an hour and never undercuts the network", () => {
    expect([1, 2, 3, 7, 50].map((attempts) => nextTry(attempts, now, null))).toEqual([
      "2026-11-24T00:01:00.000Z",
      "2026-11-24T00:02:00.000Z",
      "2026-11-24T00:04:00.000Z",
      "2026-11-24T01:00:00.000Z",
      "2026-11-24T01:00:00.000Z",
    ])
    expect(nextTry(1, now, "2026-11-24T05:00:00.000Z")).toBe("2026-11-24T05:00:00.000Z")
  })
})
