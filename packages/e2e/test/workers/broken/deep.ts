/**
 * Whether the crash run notices anything: workers with a fault each, killed every second, must not come out as a run
 * that nobody disturbed, while sound ones do.
 *
 *     node --conditions=@otklik/source packages/e2e/test/workers/broken/deep.ts --seconds 45 --seed 42 --only "for
 *     ever"
 */
import assert from "node:assert/strict"
import { randomInt } from "node:crypto"
import { parseArgs } from "node:util"
import { createRandom } from "@otklik/testkit"
import { startServer } from "../../../../storage-postgres/test/server/start-server.ts"
import { planComplaints } from "../city.ts"
import { playThrough } from "../play.ts"
import { sameState } from "../final-state.ts"
import { faults, type Fault } from "./faults.ts"

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    seconds: { type: "string", default: "45" },
    only: { type: "string", default: "" },
  },
})
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
const seconds = Number(values.seconds)
const chosen = (Object.keys(faults) as Fault[]).filter((fault) => fault.includes(values.only))
assert.ok(chosen.length > 0, `no fault holds "${values.only}"`)

const server = await startServer({ synchronous_commit: "on" })
if (server === undefined) {
  console.log("skipped: no PostgreSQL server here")
} else {
  try {
    console.log(`${server.name}; seed ${seed}`)
    const plan = planComplaints(seconds, createRandom(seed))
    const common = { server, plan, workers: 4, seconds, patienceSeconds: 45 } as const
    const calm = await playThrough({ ...common, schema: "calm" })
    const sound = await playThrough({
      ...common,
      schema: "sound",
      disturbance: { nextMoment: createRandom(seed), killEverySeconds: 1, restarts: 0 },
    })
    sameState(sound.state, calm.state)
    console.log(`sound workers: ${sound.figures.kills} killed, the same final state`)
    const missed: string[] = []
    for (const [index, fault] of chosen.entries()) {
      const disturbance = { nextMoment: createRandom(seed + index), killEverySeconds: 1, restarts: 0 }
      const noticed = await playThrough({ ...common, schema: `broken_${index}`, disturbance, fault })
        .then(({ state }) => sameState(state, calm.state))
        .then(
          () => undefined,
          (error: unknown) => (error instanceof Error ? error.message.split("\n")[0] : String(error)),
        )
      console.log(`a worker that ${fault}: ${noticed ?? "nobody noticed"}`)
      if (noticed === undefined) missed.push(fault)
    }
    assert.deepEqual(missed, [], "faults that nobody noticed")
  } finally {
    await server.stop()
  }
}
