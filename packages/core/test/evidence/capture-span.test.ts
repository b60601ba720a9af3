import { describe, expect, it } from "vitest"
import { captureSpan, captureTimeSchema } from "../../src/evidence/index.ts"

const none = { wallClock: null, offset: null, satelliteAt: null }

describe("captureSpan", () => {
  it("takes the surest source: satellites, then the camera's own offset, then the zone of the incident", () => {
    const wallClock = "2026-11-24T12:30:00"
    const satelliteAt = "2026-11-24T03:31:00.000Z"
    expect(captureSpan({ wallClock, offset: "+03:00", satelliteAt }, "Asia/Chita")).toEqual({
      earliest: satelliteAt,
      latest: satelliteAt,
      basis: "satellite",
    })
    expect(captureSpan({ wallClock, offset: "+03:00", satelliteAt: null }, "Asia/Chita")).toMatchObject({
      earliest: "2026-11-24T09:30:00.000Z",
      basis: "offset",
    })
    expect(captureSpan({ ...none, wallClock }, "Asia/Chita")).toEqual({
      earliest: "2026-11-24T03:30:00.000Z",
      latest: "2026-11-24T03:30:00.000Z",
      basis: "zone",
    })
  })

  it("keeps both readings of the hour that a clock shows twice", () => {
    expect(captureSpan({ ...none, wallClock: "2010-10-31T02:30:00" }, "Europe/Moscow")).toEqual({
      earliest: "2010-10-30T22:30:00.000Z",
      latest: "2010-10-30T23:30:00.000Z",
      basis: "zone",
    })
  })

  it("makes nothing of nothing, and of a date that there is not", () => {
    expect(captureSpan(none, "Asia/Chita")).toBeNull()
    expect(captureSpan({ ...none, wallClock: "2026-02-30T12:00:00" }, "Asia/Chita")).toBeNull()
    expect(captureTimeSchema.safeParse({ ...none, wallClock: "0000:00:00 00:00:00" }).success).toBe(false)
    expect(captureTimeSchema.safeParse({ ...none, offset: "+25:00" }).success).toBe(false)
  })
})
