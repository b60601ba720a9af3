/**
 * Four worker processes on a real PostgreSQL, with simulated networks on localhost. One worker is killed with SIGKILL
 * every second, and the server itself is ended as by a power cut ten times; the final state must be that of a run that
 * nobody disturbed:
 *
 *     node --conditions=@otklik/source packages/e2e/test/workers/deep.ts --seconds 300 --seed 42
 */
import { randomInt } from "node:crypto"
import { parseArgs } from "node:util"
import { createRandom } from "@otklik/testkit"
import { startServer } from "../../../storage-postgres/test/server/start-server.ts"
import { planComplaints } from "./city.ts"
import { sameState } from "./final-state.ts"
import { playThrough } from "./play.ts"

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    seconds: { type: "string", default: "300" },
    complaints: { type: "string", default: "240" },
    restarts: { type: "string", default: "10" },
  },
})
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed)
const [seconds, complaints, restarts] = [Number(values.seconds), Number(values.complaints), Number(values.restarts)]

// A commit that was acknowledged must stand after the server was killed.
const server = await startServer({ synchronous_commit: "on" })
if (server === undefined) {
  console.log("skipped: no PostgreSQL server here")
} else {
  try {
    console.log(`${server.name}; seed ${seed}, ${complaints} complaints`)
    const plan = planComplaints(complaints, createRandom(seed))
    const common = { server, plan, workers: 4 } as const
    const calm = await playThrough({ ...common, schema: "calm", seconds: Math.min(seconds, complaints / 8) })
    console.log("undisturbed", calm.figures)
    const disturbance = { nextMoment: createRandom(seed + 1), killEverySeconds: 1, restarts }
    const disturbed = await playThrough({ ...common, schema: "disturbed", seconds, disturbance })
    console.log("disturbed", disturbed.figures)
    sameState(disturbed.state, calm.state)
    console.log("the same final state; no reply twice, no complaint twice, no gap in the feed, no lease held")
  } finally {
    await server.stop()
  }
}
