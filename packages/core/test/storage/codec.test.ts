import { buildIncident } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { isDeskError, type IncidentEvent } from "@otklik/core"
import { decide, type IncidentCommand } from "@otklik/core/incident"
import { createEventCodec, decodeEvent, decodeRecord, encodeEvent, type Upcasters } from "@otklik/core/storage"
import { everyCommand, given, toStatus } from "../incident/samples.ts"

const event: IncidentEvent = {
  type: "owner-not-found",
  schemaVersion: 1,
  at: "2026-03-02T06:00:00.000Z",
  by: { id: "system", kind: "system" },
  why: "no rule",
}

/** The events of a state, and those of every command that it takes. */
function eventsOf(commands: readonly IncidentCommand[]): readonly IncidentEvent[] {
  const { state, log } = given(...commands)
  const next = everyCommand.flatMap((command) => {
    try {
      return decide(command, state)
    } catch (error) {
      if (isDeskError(error)) return []
      throw error
    }
  })
  return [...log, ...next]
}

function pathOfFailure(work: () => unknown): string | undefined {
  try {
    work()
  } catch (error) {
    if (isDeskError(error, "protocol")) return error.details.path
    throw error
  }
  return undefined
}

describe("the codec of events", () => {
  it("brings every event of a whole road back", () => {
    for (const status of ["closed", "rejected"] as const) {
      for (const one of buildIncident({ status }).events) expect(decodeEvent(encodeEvent(one))).toEqual(one)
    }
  })

  it.each([
    ["no JSON", "{", "event"],
    ["no object", "7", ""],
    ["an unknown type", JSON.stringify({ ...event, type: "incident-painted" }), "type"],
    ["a member of every object as type", JSON.stringify({ ...event, type: "constructor" }), "type"],
    ["no version", JSON.stringify({ ...event, schemaVersion: undefined }), "schemaVersion"],
    ["a newer version", JSON.stringify({ ...event, schemaVersion: 2 }), "schemaVersion"],
    ["a moment in another spelling", JSON.stringify({ ...event, at: "2026-03-02T15:00:00+09:00" }), "at"],
    ["no actor", JSON.stringify({ ...event, by: { id: "x" } }), "by.kind"],
    ["a missing field", JSON.stringify({ ...event, why: undefined }), "why"],
  ])("refuses %s and names the place", (_, text, path) => {
    expect(pathOfFailure(() => decodeEvent(text))).toBe(path)
  })

  it("refuses an event of any type without any one of its fields", () => {
    const seen = new Map<string, IncidentEvent>()
    for (const state of Object.values(toStatus)) {
      for (const one of eventsOf(state)) if (!seen.has(one.type)) seen.set(one.type, one)
    }
    const passed = [...seen.values()].flatMap((one) =>
      Object.keys(one)
        .filter((field) => pathOfFailure(() => encodeEvent({ ...one, [field]: undefined })) !== field)
        .map((field) => `${one.type}.${field}`),
    )
    expect(seen.size).toBeGreaterThan(50)
    expect(passed).toEqual([])
  })

  it("writes nothing that it could not read", () => {
    const { why: _dropped, ...incomplete } = event
    expect(pathOfFailure(() => encodeEvent(incomplete as IncidentEvent))).toBe("why")
  })

  it("never puts the stored text into an error", () => {
    try {
      decodeEvent("{ secret words")
      expect.unreachable()
    } catch (error) {
      expect(String(error)).not.toContain("secret")
      expect(JSON.stringify(error)).not.toContain("secret")
    }
  })

  it("lifts an older version step by step to the newest", () => {
    const chain: Upcasters = {
      "owner-not-found": {
        1: (raw) => ({ ...raw, queue: "none" }),
        2: (raw) => ({ ...raw, why: `${String(raw["why"])} (${String(raw["queue"])})` }),
      },
    }
    expect(createEventCodec(chain).decode(JSON.stringify(event))).toMatchObject({ schemaVersion: 3, why: "no rule (none)" })
    const half = { ...event, schemaVersion: 2, queue: "north" }
    expect(createEventCodec(chain).decode(JSON.stringify(half))).toMatchObject({ schemaVersion: 3, why: "no rule (north)" })
    expect(pathOfFailure(() => createEventCodec(chain).decode(JSON.stringify({ ...event, schemaVersion: 4 })))).toBe("schemaVersion")
  })

  it("writes under other upcasters what it reads under them, and says where an event stands", () => {
    const { encode, decode, isPresent } = createEventCodec({ "owner-not-found": { 1: (raw) => raw } })
    const newer = { ...event, schemaVersion: 2 as never }
    expect(decode(encode(newer))).toEqual(newer)
    expect([isPresent(newer), isPresent(event)]).toEqual([true, false])
    expect(pathOfFailure(() => encode(event))).toBe("schemaVersion")
    expect(pathOfFailure(() => decodeEvent(JSON.stringify(newer), "incident-1@3"))).toBe("incident-1@3.schemaVersion")
    expect(pathOfFailure(() => decodeEvent("7", "incident-1@3"))).toBe("incident-1@3")
  })

  it("says so when a step is missing", () => {
    const chain: Upcasters = { "owner-not-found": { 2: (raw) => raw } }
    expect(pathOfFailure(() => createEventCodec(chain).decode(JSON.stringify(event)))).toBe("schemaVersion")
  })

  it("reads other records, and names them when they are broken", () => {
    expect(decodeRecord<{ readonly a: number }>('{"a":1}', "draft")).toEqual({ a: 1 })
    expect(pathOfFailure(() => decodeRecord("{", "draft"))).toBe("draft")
  })
})
