import { describe, expect, it } from "vitest"
import { buildMessage } from "@otklik/testkit"

describe("buildMessage", () => {
  it("builds a whole message from a key, and refuses what the schema refuses", () => {
    expect(buildMessage({ key: "ok:5", publishedAt: "2026-11-24T10:30:00+09:00" })).toMatchObject({
      network: "ok",
      kind: "post",
      url: "https://example.org/ok%3A5",
      publishedAt: "2026-11-24T01:30:00.000Z",
    })
    expect(() => buildMessage({ key: "no key" })).toThrow(expect.objectContaining({ code: "config" }))
  })
})
