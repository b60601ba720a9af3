import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isDeskError } from "../../src/base/index.ts"
import {
  decide,
  evolve,
  initialIncident,
  legalCommands,
  type Incident,
  type IncidentCommand,
  type IncidentEvent,
} from "../../src/incident/index.ts"
import { approver, desk, everyCommand, executor, moderator } from "./samples.ts"

/** Any command, by any actor, at any moment of a few days: clocks jump both ways. */
const anyCommand = fc
  .tuple(
    fc.constantFrom(...everyCommand),
    fc.constantFrom(moderator, executor, approver, desk),
    fc.integer({ min: 0, max: 4 * 24 * 60 }),
    fc.constantFrom("final" as const, "interim" as const),
  )
  .map(([command, by, minutes, replyKind]): IncidentCommand => {
    const at = new Date(Date.parse("2026-11-24T00:00:00.000Z") + minutes * 60_000).toISOString()
    if (command.type === "submit-draft" && replyKind === "interim") {
      return { ...command, at, by, replyKind, outcome: { value: "planned", until: "2026-12-01T00:00:00.000Z" } }
    }
    return { ...command, at, by }
  })

/** Plays commands, passing over those that are refused; every refusal must be a desk error. */
function play(commands: readonly IncidentCommand[], watch: (state: Incident, log: readonly IncidentEvent[]) => void): void {
  let state: Incident = initialIncident
  const log: IncidentEvent[] = []
  for (const command of commands) {
    try {
      for (const event of decide(command, state)) {
        log.push(event)
        state = evolve(state, event)
      }
    } catch (error) {
      expect(isDeskError(error)).toBe(true)
    }
    watch(state, log)
  }
}

const sequences = fc.array(anyCommand, { minLength: 1, maxLength: 60 })

describe("laws of the life cycle", () => {
  it("replaying the log gives the state", () => {
    fc.assert(
      fc.property(sequences, (commands) => {
        let last: { state: Incident; log: readonly IncidentEvent[] } = { state: initialIncident, log: [] }
        play(commands, (state, log) => (last = { state, log: [...log] }))
        expect(last.log.reduce(evolve, initialIncident)).toEqual(last.state)
      }),
      { numRuns: 300 },
    )
  })

  it("a breach is written at most once a goal and never unwritten; a stopped clock never runs again; a due time never changes", () => {
    fc.assert(
      fc.property(sequences, (commands) => {
        let before: Incident = initialIncident
        play(commands, (state, log) => {
          const breaches = log.filter((event) => event.type === "deadline-missed").map((event) => event.goal)
          expect(new Set(breaches).size).toBe(breaches.length)
          if (before.status !== "none" && state.status !== "none") {
            for (const clock of before.clocks) {
              const now = state.clocks.find((candidate) => candidate.goal === clock.goal)
              expect(now).toBeDefined()
              expect(now?.dueAt).toBe(clock.dueAt)
              if (clock.missedNoticedAt !== null) expect(now?.missedNoticedAt).toBe(clock.missedNoticedAt)
              // A dismissal that is taken back gives its clocks back.
              if (clock.stoppedAt !== null && clock.cancelled !== "dismissed") expect(now?.stoppedAt).toBe(clock.stoppedAt)
            }
          }
          before = state
        })
      }),
      { numRuns: 300 },
    )
  })

  it("no message is lost, and a final reply never leaves the problem open", () => {
    fc.assert(
      fc.property(sequences, (commands) => {
        play(commands, (state) => {
          if (state.status === "none") return
          expect(state.messageKeys).toContain("vk:-1_7")
          if (state.status === "replied-final" || state.status === "closed") {
            expect(["explained", "fix-claimed", "cannot-fix", "not-competent"]).toContain(state.problem.value)
            expect(state.messageKeys.every((key) => state.replies.some((reply) => reply.messageKey === key))).toBe(true)
          }
          if (state.status === "candidate" || state.status === "rejected") expect(state.problem.value).toBe("unknown")
        })
      }),
      { numRuns: 300 },
    )
  })

  it("every state but the last ones can be left, and every command is legal somewhere", () => {
    const legal = new Set(Object.values(legalCommands).flat())
    for (const command of everyCommand) expect(legal.has(command.type)).toBe(true)
  })
})
