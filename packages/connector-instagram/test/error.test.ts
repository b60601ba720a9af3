import { metaFailureRule } from "@otklik/connector-kit/meta"
import { describe, expect, it } from "vitest"
import { failureRule } from "../src/api/errors.ts"

/** What the connector makes of an error: its own table first. */
function ruleOf(code: number, subcode: number | undefined, writes: boolean): string {
  const error = { code, isTransient: false, ...(subcode === undefined ? {} : { subcode }) }
  return (failureRule(error) ?? metaFailureRule(error, { writes, regainMillis: 0 })).code
}

describe("errors of Meta at Instagram", () => {
  it.each([
    [1, undefined, "network", "network"],
    [2, undefined, "network", "network"],
    [4, undefined, "rate-limited", "rate-limited"],
    [10, undefined, "auth", "auth"],
    [18, 2_207_034, "rate-limited", "rate-limited"],
    [20, 1_772_107, "protocol", "protocol"],
    [24, 2_207_024, "refused", "refused"],
    [100, undefined, "protocol", "refused"],
    [100, 33, "refused", "refused"],
    [102, undefined, "auth", "auth"],
    [110, 2_207_013, "refused", "refused"],
    [190, 463, "auth", "auth"],
    [200, undefined, "auth", "auth"],
    [368, undefined, "rate-limited", "refused"],
    [613, undefined, "rate-limited", "rate-limited"],
    [2500, undefined, "protocol", "protocol"],
    [80_002, undefined, "rate-limited", "rate-limited"],
    [9004, undefined, "protocol", "protocol"],
    [123_456, undefined, "protocol", "protocol"],
  ] as const)("%i/%s becomes %s when reading and %s when writing", (code, subcode, reading, writing) => {
    expect([ruleOf(code, subcode, false), ruleOf(code, subcode, true)]).toEqual([reading, writing])
  })
})
