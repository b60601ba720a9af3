import { isGoneError, isRightError, isTokenError, metaFailureRule, readMetaError } from "@otklik/connector-kit/meta"
import { describe, expect, it } from "vitest"

const rule = (
  error: { code: number; subcode?: number; isTransient?: boolean; topic?: "right" | "proof" },
  writes = false,
  regainMillis = 0,
) => metaFailureRule({ isTransient: false, ...error }, { writes, regainMillis })

describe("errors of Meta", () => {
  it.each([4, 17, 32, 341, 613, 80_001, 80_002])("waits after %i, five minutes or as long as Meta says", (code) => {
    expect(rule({ code })).toEqual({ code: "rate-limited", waitMillis: 300_000 })
    expect(rule({ code }, false, 60_000)).toEqual({ code: "rate-limited", waitMillis: 60_000 })
  })

  it.each([
    [458, /removed the application/],
    [459, /pass a check/],
    [460, /changed the password/],
    [463, /has ended/],
    [464, /not confirmed/],
    [467, /no longer valid/],
    [492, /no role in the Page/],
    [undefined, /^log in again/],
    [999, /^log in again/],
  ])("says what to do about a token with subcode %s", (subcode, action) => {
    for (const code of [102, 190])
      expect(rule({ code, ...(subcode === undefined ? {} : { subcode }) })).toEqual({
        code: "auth",
        action: expect.stringMatching(action) as string,
      })
  })

  it.each([3, 10, 200, 230, 299, 104])("asks a person for a right after %i", (code) => {
    expect(rule({ code })).toMatchObject({ code: "auth" })
  })

  it.each([
    [{ code: 1 }, "network", "network"],
    [{ code: 2 }, "network", "network"],
    [{ code: 12 }, "capability", "capability"],
    [{ code: 21 }, "config", "config"],
    [{ code: 100 }, "protocol", "refused"],
    [{ code: 100, subcode: 33 }, "refused", "refused"],
    [{ code: 100, topic: "right" }, "auth", "auth"],
    [{ code: 100, topic: "proof" }, "auth", "auth"],
    [{ code: 368 }, "rate-limited", "refused"],
    [{ code: 506 }, "refused", "refused"],
    [{ code: 803 }, "refused", "refused"],
    [{ code: 2500 }, "protocol", "protocol"],
    [{ code: 987_654 }, "protocol", "protocol"],
    [{ code: 987_654, isTransient: true }, "network", "network"],
  ] as const)("%j is %s for a read and %s for a write", (error, reading, writing) => {
    expect(rule(error).code).toBe(reading)
    expect(rule(error, true).code).toBe(writing)
  })

  it("says of a code what it is about, and of its neighbours nothing", () => {
    const known = (
      is: (error: { code: number; subcode?: number; isTransient: boolean }) => boolean,
      codes: readonly number[],
      subcode?: number,
    ) => codes.filter((code) => is({ code, isTransient: false, ...(subcode === undefined ? {} : { subcode }) }))
    expect(known(isRightError, [2, 3, 4, 10, 100, 199, 200, 299, 300])).toEqual([3, 10, 200, 299])
    expect(known(isTokenError, [101, 102, 189, 190, 191])).toEqual([102, 190])
    expect(known(isGoneError, [33, 99, 100, 802, 803, 804])).toEqual([803])
    expect(known(isGoneError, [33, 99, 100, 190], 33)).toEqual([100])
    expect(known(isGoneError, [100], 34)).toEqual([])
  })

  it("reads numbers, and of the sentence only what it is about", () => {
    const message = "Object does not exist, cannot be loaded due to missing permission or reviewable feature"
    expect(readMetaError({ error: { message, type: "OAuthException", code: 100, fbtrace_id: "A_b-1" } })).toEqual({
      code: 100,
      isTransient: false,
      trace: "A_b-1",
      topic: "right",
    })
    expect(readMetaError({ error: { code: 100, message: "Invalid appsecret_proof provided in the API argument" } })).toMatchObject({
      topic: "proof",
    })
    expect(readMetaError({ error: { code: 1, fbtrace_id: "somebody's name and more" } })).toEqual({ code: 1, isTransient: false })
    for (const other of [{ error: "gone" }, { error: { code: "1" } }, { data: [] }, [], null, undefined])
      expect(readMetaError(other)).toBeUndefined()
  })
})
