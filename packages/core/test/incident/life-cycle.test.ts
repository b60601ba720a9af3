import { describe, expect, it } from "vitest"
import { decide, evolve, legalCommands, transitions, type IncidentStatus } from "../../src/incident/index.ts"
import { readPage, renewed } from "./life-cycle-page.ts"
import * as s from "./samples.ts"

describe("the table of the life cycle", () => {
  it("stands in docs/modules/incident.md as it is in the code", () => {
    expect(renewed(readPage())).toBe(readPage())
  })

  it("has one row for every command in a state", () => {
    const pairs = transitions.flatMap(({ command, from }) => from.map((status) => `${command} ${status}`))
    expect(new Set(pairs).size).toBe(pairs.length)
    expect([...new Set(transitions.map(({ command }) => command))].toSorted()).toEqual(s.everyCommand.map(({ type }) => type).toSorted())
  })

  it("leads where the code leads, from every state and with every command that is taken there", () => {
    for (const [status, commands] of Object.entries(s.toStatus) as [IncidentStatus, (typeof s.toStatus)[IncidentStatus]][]) {
      const { state } = s.given(...commands)
      for (const command of s.everyCommand) {
        const row = transitions.find((candidate) => candidate.command === command.type && candidate.from.includes(status))
        if (!legalCommands[status].includes(command.type)) continue
        let next
        try {
          next = decide(command, state).reduce(evolve, state)
        } catch {
          continue
        }
        const allowed = row?.to.map((target) => (target === "same" ? status : target)) ?? []
        expect(allowed, `${command.type} from ${status}`).toContain(next.status)
      }
    }
  })
})
