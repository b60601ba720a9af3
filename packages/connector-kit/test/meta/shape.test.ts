import {
  graphIdSchema,
  graphTimeSchema,
  instantToSeconds,
  readGraphTime,
  readMetaUsage,
  secondsToInstant,
} from "@otklik/connector-kit/meta"
import fc from "fast-check"
import { describe, expect, it } from "vitest"

describe("values of the Graph API", () => {
  it("reads moments", () => {
    for (const text of ["2026-01-31T10:00:00+0000", "2026-01-31T13:00:00+03:00", "2026-01-31T10:00:00Z", "2026-01-31T07:30:00.000-0230"])
      expect(readGraphTime(text)).toBe("2026-01-31T10:00:00.000Z")
    for (const text of ["", "2026-01-31", "2026-01-31T10:00:00", "2026-13-31T10:00:00+0000", "yesterday"])
      expect(readGraphTime(text)).toBeUndefined()
    expect(graphTimeSchema.safeParse("yesterday").success).toBe(false)
    expect(graphTimeSchema.safeParse(1e15).success).toBe(false)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        expect(instantToSeconds(graphTimeSchema.parse(seconds))).toBe(seconds)
        expect(readGraphTime(secondsToInstant(seconds).replace(".000Z", "+0000"))).toBe(secondsToInstant(seconds))
      }),
    )
  })

  it("reads ids", () => {
    expect([1, "1", "1_2", "1_2_3", "9007199254740993"].map((id) => graphIdSchema.parse(id))).toEqual([
      "1",
      "1",
      "1_2",
      "1_2_3",
      "9007199254740993",
    ])
    for (const id of ["", "a", "1/2", "1_", "-1", -1, 1.5, null]) expect(graphIdSchema.safeParse(id).success).toBe(false)
  })

  it("reads how much is used, of whatever is used most", () => {
    const usage = (headers: Readonly<Record<string, string>>) => readMetaUsage(new Headers(headers))
    expect(usage({})).toBeUndefined()
    expect(usage({ "x-app-usage": "{" })).toBeUndefined()
    expect(usage({ "x-app-usage": '{"call_count":28,"total_time":30,"total_cputime":2}' })).toEqual({ percent: 30, regainMillis: 0 })
    expect(
      usage({
        "x-app-usage": '{"call_count":28}',
        "x-business-use-case-usage":
          '{"1":[{"type":"pages","call_count":3,"estimated_time_to_regain_access":2}],"2":[{"type":"instagram","total_time":91}]}',
      }),
    ).toEqual({ percent: 91, regainMillis: 120_000 })
  })
})
