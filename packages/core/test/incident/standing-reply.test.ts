import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { addMinutes, isDeskError } from "../../src/base/index.ts"
import { decide, evolve, standingReplyOf, standingRoom, type Incident, type IncidentCommand } from "../../src/incident/index.ts"
import { wakeUps } from "../../src/sla/index.ts"
import * as s from "./samples.ts"

const { "replied-interim": interim, "replied-final": final, publishing } = s.toStatus
/** The interim reply of the samples, as a standing one. */
const standing = { ...s.approveStanding, draftId: "drf_2" }
const running = [...interim, standing]
const joined = (...keys: readonly string[]): IncidentCommand => ({
  type: "join-messages",
  at: s.approveStanding.at,
  by: s.desk,
  from: `inc_${keys.join()}`,
  messages: keys.map((messageKey) => ({ messageKey, publishedAt: s.approveStanding.at })),
})
const newer = { ...s.interim, draftId: "drf_3", outcome: { value: "unknown", noDateReason: "the pipe is gone" } } as IncidentCommand
const use = (...messageKeys: readonly string[]): IncidentCommand => ({ ...s.useStanding, messageKeys })
const stateOf = (...commands: readonly IncidentCommand[]): Incident => s.given(...commands).state

function failure(commands: readonly IncidentCommand[], command: IncidentCommand): string {
  try {
    decide(command, stateOf(...commands))
  } catch (error) {
    if (isDeskError(error)) return "reason" in error.details ? `${error.code}: ${error.details.reason}` : error.code
    throw error
  }
  return "done"
}

describe("a standing reply", () => {
  it.each<[string, readonly IncidentCommand[], IncidentCommand, string]>([
    ["of a published interim reply", interim, standing, "done"],
    ["before an answer is published", s.toStatus["in-work"], standing, "illegal-transition"],
    ["of a question", s.toStatus["needs-info"], standing, "illegal-transition"],
    ["of a reply that says fixed", final, { ...s.approveStanding, draftId: "drf_1" }, "illegal-transition"],
    ["while a reply that says fixed goes out", publishing, s.approveStanding, "illegal-transition"],
    ["of another text", interim, { ...standing, textHash: "b".repeat(64) }, "conflict"],
    ["by its drafter", interim, { ...standing, by: s.executor }, "forbidden: drafter-is-approver"],
    ["by its drafter, where the desk allows that", interim, { ...standing, by: s.executor, sameActorAllowed: true }, "done"],
    ["by a program", interim, { ...standing, by: { id: "model", kind: "system" } }, "forbidden: approver-is-no-person"],
    ["for 72 hours", interim, { ...standing, until: addMinutes(standing.at, 72 * 60) }, "done"],
    ["for longer", interim, { ...standing, until: addMinutes(standing.at, 72 * 60 + 1) }, "config"],
    ["for no time", interim, { ...standing, until: standing.at }, "config"],
    ["after the incident was closed", s.toStatus.closed, standing, "illegal-transition"],
  ])("%s", (_what, commands, command, expected) => {
    expect(failure(commands, command)).toBe(expected)
  })

  it("ends with the date that its text promises", () => {
    const promised = "2026-11-24T12:00:00.000Z"
    const planned = interim.map((command): IncidentCommand =>
      command.type === "submit-draft" ? { ...command, outcome: { value: "planned", until: promised } } : command,
    )
    const state = stateOf(...planned, standing)
    expect(standingReplyOf(state)?.until).toBe(promised)
    if (state.status === "none") throw new Error("there is none")
    expect(wakeUps(state)).toContainEqual({ at: promised, kind: "standing-reply-end" })
  })

  it("goes to a newcomer once, and is counted", () => {
    const state = stateOf(...running, joined("vk:-1_8"), use("vk:-1_8"))
    expect(standingReplyOf(state)?.uses).toEqual([{ messageKey: "vk:-1_8", at: s.useStanding.at, failure: null }])
    expect(failure([...running, joined("vk:-1_8"), use("vk:-1_8")], use("vk:-1_8"))).toBe("illegal-transition")
  })

  it("goes neither to who has it, nor to who is not here, nor after its end, nor above its ceiling", () => {
    expect(failure(running, use("vk:-1_7"))).toBe("illegal-transition")
    expect(failure(running, use("vk:-1_99"))).toBe("not-found")
    const late = { ...s.useStanding, at: standing.until }
    expect(failure([...running, joined("vk:-1_8")], late)).toBe("illegal-transition")
    expect(failure([...running, joined("vk:-1_8", "vk:-1_9", "vk:-1_10")], use("vk:-1_8", "vk:-1_9", "vk:-1_10"))).toBe(
      "illegal-transition",
    )
  })

  it("has room again when an hour is over", () => {
    const state = stateOf(...running, joined("vk:-1_8", "vk:-1_9"), use("vk:-1_8", "vk:-1_9"))
    const reply = standingReplyOf(state)
    if (reply === null) throw new Error("it ended")
    expect([59, 60].map((minutes) => standingRoom(reply, addMinutes(s.useStanding.at, minutes)))).toEqual([0, 2])
  })

  it.each<[string, readonly IncidentCommand[], string]>([
    ["a person ends it", [s.endStanding], "revoked"],
    ["another answer is approved", [newer, { ...s.approve2, draftId: "drf_3" } as IncidentCommand], "replaced"],
    [
      "the incident goes on elsewhere",
      [{ type: "convert", at: standing.at, by: s.moderator, externalId: "1", channel: "reception" }],
      "over",
    ],
  ])("ends when %s", (_what, commands, reason) => {
    const state = stateOf(...running, ...commands)
    expect(standingReplyOf(state)).toBeNull()
    expect("standingReply" in state ? state.standingReply?.end?.reason : undefined).toBe(reason)
    expect(s.given(...running, ...commands).log.filter(({ type }) => type === "standing-reply-ended")).toHaveLength(1)
  })

  it("sleeps while its incident is merged into another, and goes on when it is unmerged", () => {
    const at = standing.at
    const merged = [...running, { type: "merge", at, by: s.moderator, into: "inc_9" } as const]
    expect(standingReplyOf(stateOf(...merged))).toBeNull()
    expect(standingReplyOf(stateOf(...merged, { type: "unmerge", at, by: s.moderator }))).not.toBeNull()
  })

  it("that could not be published leaves the newcomer to a person, who is told once", () => {
    const commands = [...running, joined("vk:-1_8"), use("vk:-1_8")]
    const left: IncidentCommand = { ...s.leaveNewcomer, type: "leave-newcomer", draftId: "drf_2", messageKey: "vk:-1_8", why: "closed" }
    expect(standingReplyOf(stateOf(...commands, left))?.uses).toMatchObject([{ failure: "closed" }])
    expect(decide(left, stateOf(...commands, left))).toEqual([])
  })

  it("renewed with the same text still knows to whom it went, in any order of uses and renewals", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 8, max: 14 }), { maxLength: 20 }), (numbers) => {
        let state = stateOf(...running, joined(...[8, 9, 10, 11, 12, 13, 14].map((number) => `vk:-1_${number}`)))
        let minutes = 0
        for (const number of numbers) {
          minutes += 31
          const at = addMinutes(standing.at, minutes)
          for (const command of [
            { ...standing, at, until: addMinutes(at, 600) },
            { ...s.useStanding, at, messageKeys: [`vk:-1_${number}`] },
          ] as const) {
            try {
              state = decide(command, state).reduce<Incident>(evolve, state)
            } catch (error) {
              expect(isDeskError(error, "illegal-transition")).toBe(true)
            }
          }
        }
        const keys = standingReplyOf(state)?.uses.map(({ messageKey }) => messageKey) ?? []
        expect(keys.toSorted()).toEqual([...new Set(numbers.map((number) => `vk:-1_${number}`))].toSorted())
      }),
    )
  })
})
