// One of the four workers of `country-week.ts`: every region's desk, under a clock that the parent moves from half day
// to half day.
import { createDesk, type Actor, type Desk } from "@otklik/core"
import { createMatcher } from "@otklik/core/rules"
import { createPostgresStorage, fromPg } from "@otklik/storage-postgres"
import { Pool } from "pg"
import { createRegionConnector, regionData, rules, type Country } from "./country-region.ts"

/** What a worker is told at its start. */
export interface CountryWork {
  readonly port: number
  readonly index: number
  readonly workers: number
  readonly country: Country
}

/** What is asked of every worker, for one moment of the week. */
export interface Errand {
  readonly kind: "pull" | "office" | "publish" | "tick" | "report"
  readonly now: string
}

/** What an errand came to. */
export type Tally = Readonly<Record<"read" | "matched" | "registered" | "commands" | "published" | "woken", number>>

const { port, index, workers, country } = JSON.parse(process.argv[2] ?? "") as CountryWork
const pool = new Pool({ host: "127.0.0.1", port, user: "otklik", database: "postgres", max: 4 })
let now = ""
const clock = { now: () => now }
const executor: Actor = { id: "executor", kind: "person" }
const approver: Actor = { id: "approver", kind: "person" }
const tenants = Array.from({ length: country.regions }, (_, region) => `region-${String(region + 1).padStart(2, "0")}`)
// Compiled once for all regions.
const matcher = createMatcher(rules)
const desks: readonly Desk[] = tenants.map((tenant, region) =>
  createDesk({
    ...regionData,
    matcher,
    storage: createPostgresStorage({ client: fromPg(pool), tenant }),
    connectors: [createRegionConnector(country, region)],
    clock,
    workerId: `worker-${index}`,
  }),
)

/** People answer four of five; they sit in one region each, so that a worker plays those of its regions. */
async function office(desk: Desk): Promise<number> {
  let commands = 0
  for (;;) {
    const { incidents } = await desk.find({ statuses: ["assigned"] }, { limit: 200 })
    const chosen = incidents.filter(({ number }) => number % 5 !== 0)
    for (const { incident } of chosen) {
      const { incidentId } = incident
      await desk.execute({ type: "take", incidentId }, { actor: executor })
      const draft = { text: "Передано в работу, ответ до пятницы.", replyKind: "final", outcome: { value: "explained" } } as const
      const drafted = (await desk.execute({ type: "submit-draft", incidentId, ...draft }, { actor: executor })).incident
      if (drafted.status !== "reply-review") throw new Error("the draft was not taken")
      const { draftId, textHash } = drafted.draft
      await desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })
      commands += 3
    }
    if (chosen.length === 0 || incidents.length < 200) return commands
  }
}

async function inRegion(desk: Desk, region: number, { kind }: Errand): Promise<Partial<Tally>> {
  if (kind === "pull") {
    const { read, matched, registered, failures } = await desk.pull()
    if (failures[0] !== undefined) throw failures[0].error
    return { read, matched, registered }
  }
  if (kind === "tick") return { woken: (await desk.tick()).woken }
  if (kind === "publish") return { published: (await desk.publish()).published }
  if (region % workers !== index) return {}
  if (kind === "office") return { commands: await office(desk) }
  const to = new Date(Date.parse(now) + 86_400_000).toISOString().slice(0, 10)
  await desk.report({ period: { zone: "Europe/Moscow", from: "2026-11-16", to } })
  return {}
}

async function run(errand: Errand): Promise<Tally> {
  now = errand.now
  const total = { read: 0, matched: 0, registered: 0, commands: 0, published: 0, woken: 0 }
  // Each begins elsewhere, so that they meet less often.
  const first = Math.floor((index * country.regions) / workers)
  const queue = desks.map((_, place) => (first + place) % desks.length)
  await Promise.all(
    Array.from({ length: 3 }, async () => {
      for (let region = queue.shift(); region !== undefined; region = queue.shift()) {
        const desk = desks[region]
        if (desk === undefined) continue
        const counts = await inRegion(desk, region, errand)
        for (const name of Object.keys(total) as (keyof Tally)[]) total[name] += counts[name] ?? 0
      }
    }),
  )
  return total
}

process.on("message", (errand: Errand) => {
  void run(errand).then(
    (tally) => process.send?.({ tally }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
})
process.send?.({ ready: true })
