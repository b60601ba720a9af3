import assert from "node:assert/strict"
import fc from "fast-check"
import { transitions, type IncidentCommandType, type IncidentStatus } from "../../../src/incident/index.ts"
import { checkMove, checkQuiet, checkRefused, checkWorld } from "./laws.ts"
import { emptyWorld, play, tick, type Step } from "./world.ts"

const number = fc.nat(9999)
const step: fc.Arbitrary<Step> = fc.record({
  incident: fc.nat(4),
  pick: number,
  actor: fc.nat(3),
  minutes: fc.oneof(
    { weight: 8, arbitrary: fc.nat(40) },
    { weight: 1, arbitrary: fc.nat(2000) },
    { weight: 1, arbitrary: fc.integer({ min: -90, max: 0 }) },
  ),
  a: number,
  b: number,
})

/** What the sequences came to. */
export interface Coverage {
  readonly commands: ReadonlyMap<IncidentCommandType, number>
  readonly statuses: ReadonlySet<IncidentStatus>
  readonly refused: number
  readonly steps: number
}

/**
 * Plays sequences over several incidents and checks every law after every step.
 *
 * @throws AssertionError of fast-check with seed and path of the smallest sequence that breaks a law
 */
export function checkModel(options: { readonly runs: number; readonly seed: number; readonly told?: (done: number) => void }): Coverage {
  const commands = new Map<IncidentCommandType, number>()
  const statuses = new Set<IncidentStatus>()
  let [refused, steps, done] = [0, 0, 0]
  fc.assert(
    fc.property(fc.array(step, { minLength: 40, maxLength: 80, size: "max" }), (sequence) => {
      const world = emptyWorld(
        (move) => {
          checkMove(move)
          statuses.add(move.after.status)
          commands.set(move.command.type, (commands.get(move.command.type) ?? 0) + 1)
        },
        (command, state, error) => {
          refused += 1
          checkRefused(command, state, error)
        },
      )
      for (const one of sequence) play(world, one)
      steps += sequence.length
      tick(world)
      checkQuiet(world)
      checkWorld(world)
      done += 1
      options.told?.(done)
    }),
    { numRuns: options.runs, seed: options.seed },
  )
  return { commands, statuses, refused, steps }
}

/** Refuses a run that never came to some command or state: what is not reached is not tested. */
export function checkCoverage({ commands, statuses }: Coverage): void {
  const missing = transitions.map(({ command }) => command).filter((command) => !commands.has(command))
  assert.deepEqual([...new Set(missing)], [], "commands that never succeeded")
  const all = new Set(transitions.flatMap(({ from }) => from))
  all.delete("none")
  assert.deepEqual(
    [...all].filter((status) => !statuses.has(status)),
    [],
    "states that were never reached",
  )
}
