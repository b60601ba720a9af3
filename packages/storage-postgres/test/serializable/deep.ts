// The whole storage contract on a server every transaction of which is serializable, one case after another and sixteen
// at once: what rolls back is tried again, or said to be such that it may be.
import { parseArgs } from "node:util"
import { runContract } from "@otklik/testkit"
import { storageContract } from "@otklik/testkit/storage"
import { openPg, openPostgresJs, subjectOf, type OpenClient } from "../drivers.ts"
import { startServer } from "../server/start-server.ts"

// Nothing is drawn here: the seed of the long runs is taken, and not needed.
parseArgs({ options: { seed: { type: "string" } } })

const server = await startServer({ default_transaction_isolation: "serializable" })
if (server === undefined) {
  console.log("there is no PostgreSQL server here: nothing was run")
  process.exit(0)
}

const drivers: Readonly<Record<string, { readonly open: OpenClient; readonly openOne: OpenClient }>> = {
  pg: { open: openPg(server.port, { max: 8 }), openOne: openPg(server.port, { max: 1 }) },
  "postgres.js": { open: openPostgresJs(server.port), openOne: openPostgresJs(server.port, 1) },
}

let broken = 0
for (const [name, { open, openOne }] of Object.entries(drivers)) {
  for (const atOnce of [1, 16]) {
    const subject = subjectOf(open, { openOne })
    await subject.open()
    const results = await runContract(storageContract, subject, { atOnce })
    await subject.end()
    for (const result of results) {
      if (result.outcome !== "broken") continue
      broken += 1
      console.error(`${name}, ${atOnce} at once: ${result.name}: ${String(result.error)}`)
    }
    const kept = results.filter(({ outcome }) => outcome === "kept").length
    console.log(`${name} on ${server.name}, serializable, ${atOnce} at once: ${kept} of ${results.length} cases kept`)
  }
}
await server.stop()
process.exitCode = broken === 0 ? 0 : 1
