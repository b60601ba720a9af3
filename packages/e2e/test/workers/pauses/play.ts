import type { CasePlace } from "@otklik/core/storage"
import assert from "node:assert/strict"
import { fork, type ChildProcess } from "node:child_process"
import { once } from "node:events"
import { DatabaseSync } from "node:sqlite"
import { fileURLToPath } from "node:url"
import { createDesk, isDeskError, type Storage } from "@otklik/core"
import { createPostgresStorage, fromPg } from "@otklik/storage-postgres"
import { createSqliteStorage, sqliteSettings } from "@otklik/storage-sqlite"
import { createRandom } from "@otklik/testkit"
import { Pool } from "pg"
import { clock } from "../../../../../examples/workers/clock.ts"
import { region } from "../../../../../examples/workers/region.ts"
import { connectTo, networks, openPlace, type Place } from "../../network/five-connectors.ts"
import type { PausedWorkerSettings } from "./worker.ts"

/** What is played. */
export interface PausePlay {
  readonly database: PausedWorkerSettings["database"]
  readonly pauses: number
  readonly seed: number
  readonly isBroken: boolean
}

const workers = 4
const leaseSeconds = 3
/** The second one is later than the longest pause and the lease behind it. */
const readBackSeconds = [6, 30]
const longestPauseSeconds = 20
/** A slow network, so that a pause often meets a request under way. */
const latencyMillis = 250
/** How long everything may take to come to rest once nobody stands still any more. */
const patienceSeconds = 240

/** How many replies wait at a time, those that are to be read back among them. */
const busy = 25

const replyText = (incidentId: string): string => `Ответ по обращению ${incidentId}`

/**
 * Plays the pauses.
 *
 * @returns figures
 * @throws AssertionError for a reply that is published twice or not at all, and for a copy that no log has
 */
export async function playPauses({ database, pauses, seed, isBroken }: PausePlay): Promise<Readonly<Record<string, number>>> {
  const random = createRandom(seed)
  const pool = "url" in database ? new Pool({ connectionString: database.url, max: 4 }) : undefined
  const handle = "file" in database ? new DatabaseSync(database.file) : undefined
  for (const setting of handle === undefined ? [] : sqliteSettings) handle?.exec(setting)
  const storage = openStorage(database, pool, handle)
  await storage.migrate()
  const places = networks.map(([network, writing]) => openPlace(network, writing, clock))
  const servers = await Promise.all(places.map(({ simulator }) => simulator.listen()))
  for (const { simulator } of places) simulator.inject({ kind: "slow", millis: latencyMillis, times: Infinity })
  const accounts = places.map(({ network, accountId, application, tokens }, index) => {
    return { network, accountId, application, tokens, url: servers[index]?.url ?? "" }
  })
  const heard: Record<string, number> = {}
  const crew: ChildProcess[] = []
  const over = new AbortController()
  try {
    for (let index = 0; index < workers; index += 1) {
      const settings: PausedWorkerSettings = { workerId: `worker-${index}`, database, accounts, leaseSeconds, readBackSeconds, isBroken }
      const program = fileURLToPath(new URL("worker.ts", import.meta.url))
      const child = fork(program, [JSON.stringify(settings)], { execArgv: ["--conditions=@otklik/source"] })
      child.on("message", (name: string) => void (heard[name] = (heard[name] ?? 0) + 1))
      crew.push(child)
    }
    await Promise.all(crew.map((child) => once(child, "message")))
    const office = openOffice(storage, places)
    let paused = 0
    const stopAndGo = async (child: ChildProcess): Promise<void> => {
      while (paused < pauses && !over.signal.aborted) {
        paused += 1
        await clock.sleep(500 + random() * 3500, over.signal)
        child.kill("SIGSTOP")
        await clock.sleep(2000 + random() * (longestPauseSeconds - 2) * 1000, over.signal)
        child.kill("SIGCONT")
      }
    }
    let still = true
    const troubles = Promise.all(crew.map(stopAndGo)).then(() => void (still = false))
    let [written, waiting, round] = [0, 0, 0]
    while (still) {
      // So much waits that workers are busy, and not more than networks take: X lets an account publish a hundred times
      // within a quarter of an hour.
      if (waiting < busy) {
        round += 1
        for (const place of places)
          if (place.network !== "x" || round % 3 === 1) place.complain(`${(written += 1)}: во дворе фонарь не горит`)
      }
      waiting = await office.work(written)
      // Whether a pause meets a request under way is chance: broken workers are paused until it did.
      if (isBroken) assert.deepEqual(copiesIn(places), [], "published twice")
      await clock.sleep(300)
    }
    await troubles
    const rested = Date.now() + patienceSeconds * 1000
    let open = await office.work(written)
    while (open > 0) {
      assert.ok(Date.now() < rested, `${open} replies of ${written} have not come to rest: ${await office.open(written)}`)
      await clock.sleep(1000)
      open = await office.work(written)
    }
    const figures = { written, pauses: paused, ...heard, ...(await check(storage, places)) }
    for (const child of crew) assert.equal(child.exitCode, null, "a worker ended by itself")
    return figures
  } finally {
    over.abort()
    for (const child of crew) {
      child.kill("SIGCONT")
      child.kill("SIGKILL")
    }
    await Promise.all(servers.map((server) => server.close()))
    await pool?.end()
    handle?.close()
  }
}

function openStorage(database: PausedWorkerSettings["database"], pool: Pool | undefined, handle: DatabaseSync | undefined): Storage {
  if (pool !== undefined && "schema" in database) return createPostgresStorage({ client: fromPg(pool), schema: database.schema })
  if (handle === undefined) throw new TypeError("a database was expected")
  return createSqliteStorage({ database: handle })
}

/** Reads the networks and answers every complaint; it goes on with whatever state an incident is in. */
function openOffice(storage: Storage, places: readonly Place[]) {
  const connectors = places.map((place) => connectTo(place, { clock, fetch: place.simulator.fetch }))
  const desk = createDesk({ ...region, storage, connectors, clock, workerId: "office" })
  const executor = { id: "executor", kind: "person" } as const
  return {
    /** What waits, for the message of a failure. */
    async open(written: number): Promise<string> {
      const stored = await allIncidents(storage)
      const states: string[] = [`${written - stored.length} not read`]
      for (const { incident } of stored) {
        const entries = await storage.readOutbox(incident.incidentId)
        if (entries.length > 0 && entries.every(({ state }) => state === "published")) continue
        states.push(`${incident.messageKeys[0] ?? ""} ${incident.status} ${entries.map(({ state }) => state).join()}`)
      }
      return states.join("; ")
    },
    /** @returns how many of so many complaints wait to be read, for their reply, or for its reading back */
    async work(written: number): Promise<number> {
      await desk.pull()
      const stored = await allIncidents(storage)
      let open = written - stored.length
      for (const { incident } of stored) {
        const { incidentId, status } = incident
        try {
          if (status === "assigned") await desk.execute({ type: "take", incidentId }, { actor: executor })
          else if (status === "in-work") {
            const draft = { text: replyText(incidentId), replyKind: "final", outcome: { value: "explained" } } as const
            await desk.execute({ type: "submit-draft", incidentId, ...draft }, { actor: executor })
          } else if (status === "reply-review") {
            const { draftId, textHash } = incident.draft
            await desk.execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: { ...executor, id: "approver" } })
          }
        } catch (error) {
          if (!isDeskError(error, "conflict") && !isDeskError(error, "illegal-transition")) throw error
        }
        const entries = await storage.readOutbox(incidentId)
        if (entries.length === 0 || entries.some(({ state }) => state !== "published")) open += 1
      }
      return open
    },
  }
}

async function allIncidents(storage: Storage) {
  const found = []
  for (let after: CasePlace | null | undefined; after !== null;) {
    const page: Awaited<ReturnType<Storage["find"]>> = await storage.find({ limit: 500, ...(after === undefined ? {} : { after }) })
    found.push(...page.incidents)
    after = page.next
  }
  return found
}

/** Texts of replies that networks show more than once. */
function copiesIn(places: readonly Place[]): readonly string[] {
  const texts = places.flatMap(({ simulator }) => simulator.replies().map(({ text }) => text))
  return texts.filter((text, index) => texts.indexOf(text) < index)
}

/** Every incident has its one reply in its network; and whatever a network ever showed, a log knows. */
async function check(storage: Storage, places: readonly Place[]): Promise<Readonly<Record<string, number>>> {
  const shown = places.flatMap(({ simulator }) => simulator.replies())
  const stored = await allIncidents(storage)
  let copies = 0
  const twice: string[] = []
  for (const { incident } of stored) {
    const text = replyText(incident.incidentId)
    const ours = shown.filter((reply) => reply.text.endsWith(text))
    if (ours.length > 1) twice.push(text)
    const recorded = incident.replies.map(({ replyKey }) => replyKey)
    assert.equal(recorded.length, 1, `${text}: a reply is recorded once`)
    if (ours.length <= 1)
      assert.deepEqual(
        ours.map(({ key }) => key),
        recorded,
        `${text}: the reply in the log is the one that is published`,
      )
    copies += incident.duplicates.length
    assert.ok(ours.length > 1 || incident.duplicates.every(({ retractedAt }) => retractedAt !== null), `${text}: a copy is left`)
  }
  assert.equal(twice.length, 0, `published twice: ${twice.length} of ${stored.length}\n${twice.join("\n")}`)
  assert.equal(shown.length, stored.length, "a reply without an incident")
  return { incidents: stored.length, replies: shown.length, copiesTold: copies }
}
