import { describe, expect, it } from "vitest"
import { changeOf, counted, incidentForms, share } from "../../demo/wording.ts"

describe("the wording of numbers", () => {
  it.each([
    [1, "1 обращение"],
    [3, "3 обращения"],
    [11, "11 обращений"],
    [281, "281 обращение"],
  ])("counts %i in Russian", (count, text) => {
    expect(counted(count, incidentForms)).toBe(text)
  })

  it("gives no share of nothing, and no per cent of small numbers", () => {
    expect(share(0, 0)).toBe("—")
    expect(share(1, 3)).toBe("33 %")
    expect(changeOf(3, 1).text).toBe("▲ 2")
    expect(changeOf(15, 10).text).toBe("▲ 5 (+50 %)")
    expect(changeOf(10, 20).text).toBe("▼ 10 (−50 %)")
    expect(changeOf(4, 4)).toEqual({ direction: "same", text: "без изменений" })
  })
})
