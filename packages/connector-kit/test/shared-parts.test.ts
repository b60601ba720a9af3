import { DeskError } from "@otklik/core"
import { createManualClock } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import * as z from "zod"
import {
  connectorIdSchema,
  createFixedToken,
  createHealthLook,
  createQuotaPlanner,
  finishReading,
  hostShape,
  plannerSchema,
  readingShape,
  skippedReading,
  tokenSchema,
} from "../src/index.ts"

describe("options of connectors", () => {
  const clock = createManualClock({ at: "2026-11-24T00:00:00.000Z" })
  const schema = z.strictObject({
    id: connectorIdSchema.optional(),
    ...hostShape,
    ...readingShape,
    token: tokenSchema,
    planner: plannerSchema.optional(),
  })
  const good = { clock, fetch, random: () => 0, token: createFixedToken("secret-token") }

  it("take what a host has, and fill in how lists are read", () => {
    const planner = createQuotaPlanner({ clock, limits: [] })
    expect(schema.parse({ ...good, planner })).toEqual({
      ...good,
      planner,
      backfillHours: 24,
      overlapMinutes: 15,
      maxCalls: 200,
      timeoutMillis: 30_000,
    })
  })

  it.each([
    [{ clock: {} }, "clock"],
    [{ clock: null }, "clock"],
    [{ fetch: "no" }, "fetch"],
    [{ random: 0.5 }, "random"],
    [{ token: { current: () => undefined } }, "token"],
    [{ planner: { take: () => undefined } }, "planner"],
    [{ id: "a/b" }, "id"],
    [{ maxCalls: 0 }, "maxCalls"],
  ])("refuse others: %j", (more, path) => {
    expect(schema.safeParse({ ...good, ...more }).error?.issues.map((issue) => issue.path[0])).toEqual([path])
  })
})

describe("a reading", () => {
  const fields = {
    key: "net:1",
    kind: "post",
    url: "https://net.example.org/1",
    text: "Яма",
    publishedAt: "2026-11-24T10:00:00+09:00",
    editedAt: undefined,
  }

  it("is a message when the fields make one", () => {
    expect(finishReading("net", fields)).toEqual({
      kind: "message",
      message: { network: "net", key: "net:1", kind: "post", url: fields.url, text: "Яма", publishedAt: "2026-11-24T01:00:00.000Z" },
    })
  })

  it("is skipped with the field and without what stands there", () => {
    const skipped = finishReading("net", { ...fields, publishedAt: "Тайная улица" })
    expect(skipped).toMatchObject({ kind: "skipped", item: { code: "invalid", path: "publishedAt" } })
    expect(JSON.stringify(skipped)).not.toContain("Тайная")
    const error = z.object({ date: z.number() }).safeParse({}).error
    expect(error && skippedReading(error, "message")).toMatchObject({ item: { path: "message.date" } })
    const whole = z.object({}).safeParse(null).error
    expect(whole && skippedReading(whole)).toMatchObject({ item: { code: "not-a-message", path: "" } })
  })
})

describe("a look at health", () => {
  it("goes on after a problem, and stops for the signal and for what is no failure of the network", async () => {
    const { look, problems } = createHealthLook()
    const failing = async () => Promise.reject(new DeskError("network", "net: no answer came", {}))
    expect(await look("token", failing)).toBeUndefined()
    expect(await look("right", async () => 7)).toBe(7)
    expect(problems).toEqual(["token: net: no answer came"])
    await expect(look("bug", async () => Promise.reject(new TypeError("bug")))).rejects.toThrow("bug")
    const reason = new Error("the host stops")
    await expect(createHealthLook({ signal: AbortSignal.abort(reason) }).look("token", failing)).rejects.toBe(reason)
  })
})
