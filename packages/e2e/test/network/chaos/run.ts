import { subscribe, unsubscribe } from "node:diagnostics_channel"
import { DatabaseSync } from "node:sqlite"
import { inspect } from "node:util"
import { httpCallChannel } from "@otklik/connector-kit"
import {
  createDesk,
  diagnosticsChannels,
  sha256,
  type Actor,
  type Desk,
  type Instant,
  type MessageKey,
  type OutboxEntry,
  type Storage,
  type StoredIncident,
} from "@otklik/core"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import type { SimulatedFaultKind } from "@otklik/testkit"
import { createFlowingClock } from "../../../../testkit/test/network/flowing-clock.ts"
import { Killed, mortal, type Process } from "./mortal.ts"
import { createNetworks, names, type Outside } from "./networks.ts"

/** How long and how wild a run is. */
export interface ChaosOptions {
  readonly seed: number
  /** Messages over all networks. */
  readonly messages: number
  /** Rounds of ten minutes in which they come. */
  readonly rounds: number
}

/** What a run came to: everything that must be empty, and how much was looked at. */
export interface ChaosResult {
  /** Messages that should have been found and were not, or more than once. */
  readonly lost: readonly MessageKey[]
  readonly doubled: readonly MessageKey[]
  /** Messages that were kept and should not have been. */
  readonly strangers: readonly MessageKey[]
  /** Approved replies that do not stand exactly once under their message. */
  readonly replies: readonly string[]
  /** Places where a secret or a name was told. */
  readonly leaks: readonly string[]
  readonly counts: Readonly<Record<"expected" | "incidents" | "approved" | "requests" | "failures" | "pushes" | "kills", number>>
}

/** The ways in which a request fails, that pass. */
const faults: readonly SimulatedFaultKind[] = [
  "rate-limit",
  "captcha",
  "token-expired",
  "token-revoked",
  "server-error",
  "cut-before",
  "cut-after",
  "slow",
  "malformed",
  "changed-shape",
  "duplicate",
  "reorder",
]

const executor: Actor = { id: "executor", kind: "person" }
const approver: Actor = { id: "approver", kind: "person" }

/** Rounds after which everything must have come to rest: a day has 144, and whoever used up a day's calls is read when it is over. */
const restRounds = 200

/** One incident in so many is answered. */
const answeredShare = 8

/**
 * Plays days of five networks: every delivery repeated or turned round at random, one request in ten failing, the process killed at random calls. Everything
 * follows from the seed.
 */
export async function runChaos({ seed, messages, rounds }: ChaosOptions): Promise<ChaosResult> {
  const random = createRandom(seed)
  const clock = createFlowingClock("2026-11-24T03:00:00.000Z", 250)
  const networks = createNetworks({ clock, random })
  const database = new DatabaseSync(":memory:")
  const storage = createSqliteStorage({ database })
  await storage.migrate()
  const told: string[] = []
  const counts = { expected: 0, incidents: 0, approved: 0, requests: 0, failures: 0, pushes: 0, kills: 0 }
  const hear = (payload: unknown, name: string | symbol): void => void told.push(`${String(name)} ${inspect(payload, { depth: 8 })}`)
  const channels = [...Object.values(diagnosticsChannels), httpCallChannel]
  for (const name of channels) subscribe(name, hear)

  let life: Process | undefined
  let desk: Desk | undefined
  const current = (): Desk => {
    if (desk === undefined) throw new TypeError("nothing has begun")
    return desk
  }
  function begin(isCalm: boolean): void {
    const call = isCalm ? Infinity : 50 + Math.floor(random() * 2000)
    life = mortal({ storage, connectors: networks.map(({ connect }) => connect()) }, { call, isAfter: random() < 0.5 })
    desk = createDesk({
      storage: life.storage,
      connectors: life.connectors,
      rules: [{ id: "pit", query: "яма", topic: "roads" }],
      routing: {
        authorities: [{ id: "roads", title: "Roads", kind: "administration" }],
        territories: [],
        rules: [{ id: "all", when: { topics: ["roads"] }, assign: { authorityId: "roads" } }],
      },
      policies: [],
      accounts: networks.map(({ account }) => account),
      authorKey: new Uint8Array(32).fill(7),
      clock,
    })
    for (const name of ["page-read", "item-skipped", "gap-found", "source-failed", "incident-registered", "reply-published"] as const)
      desk.events.on(name, (news) => hear(news, name))
  }

  /** Does a piece of work; a process that is killed in it is followed by another, which does it again sometime. */
  async function live(work: () => Promise<unknown>, isCalm: boolean): Promise<void> {
    try {
      const result = await work()
      if (
        typeof result === "object" &&
        result !== null &&
        "failures" in result &&
        Array.isArray(result.failures) &&
        result.failures.length > 0
      )
        hear(result.failures, "failures")
    } catch (error) {
      if (!(error instanceof Killed) && life?.isDead() !== true) throw error
    }
    if (life?.isDead() !== true) return
    counts.kills += 1
    begin(isCalm)
  }

  const expected = new Map<MessageKey, string>()
  const approved = new Set<string>()

  async function answerSome(): Promise<void> {
    for (const { incident, number } of await allIncidents(current(), { statuses: ["assigned", "in-work", "reply-review"] })) {
      const { incidentId, messageKeys } = incident
      const [key = ""] = messageKeys
      if (Number.parseInt(sha256(key).slice(0, 6), 16) % answeredShare !== 0) continue
      let state = incident
      if (state.status === "assigned") state = (await current().execute({ type: "take", incidentId }, { actor: executor })).incident
      const text = `Ответ на обращение ${number}: дорожная служба уже едет.`
      const outcome = { value: "explained" } as const
      if (state.status === "in-work")
        state = (await current().execute({ type: "submit-draft", incidentId, text, replyKind: "final", outcome }, { actor: executor }))
          .incident
      if (state.status !== "reply-review") continue
      const { draftId, textHash } = state.draft
      approved.add(incidentId)
      await current().execute({ type: "approve-draft", incidentId, draftId, textHash }, { actor: approver })
    }
  }

  async function round(isCalm: boolean): Promise<void> {
    for (const { network, name } of networks) {
      network.heal()
      if (!isCalm) disturb(network, random)
      await live(async () => {
        counts.pushes += await network.deliver(async (request) => current().receive(name, request))
      }, isCalm)
    }
    await live(() => current().pull(), isCalm)
    await live(answerSome, isCalm)
    await live(() => current().publish(), isCalm)
    await live(() => current().tick(), isCalm)
    clock.advance(10)
  }

  try {
    begin(false)
    await round(true)
    for (let turn = 0; turn < rounds; turn += 1) {
      complain(networks, expected, Math.ceil(messages / rounds), turn, random)
      await round(false)
    }
    const endedAt = clock.now()
    begin(true)
    for (let turn = 0; turn < restRounds; turn += 1) {
      await round(true)
      if (turn > 20 && (await isAtRest(current())) && (await isAllRead(storage, networks, endedAt))) break
    }
    const incidents = await allIncidents(current(), {})
    const held = incidents.flatMap(({ incident }) => incident.messageKeys)
    const times = Map.groupBy(held, (key) => key)
    counts.expected = expected.size
    counts.incidents = incidents.length
    counts.approved = approved.size
    counts.requests = networks.reduce((sum, { network }) => sum + network.requests.length, 0)
    counts.failures = told.filter((line) => line.startsWith("source-failed") || line.startsWith("failures")).length
    return {
      lost: [...expected.keys()].filter((key) => !times.has(key)),
      doubled: [...times].filter(([, all]) => all.length > 1).map(([key]) => key),
      strangers: [...times.keys()].filter((key) => !expected.has(key)),
      replies: wrongReplies(networks, (await Promise.all([...approved].map((incidentId) => storage.readOutbox(incidentId)))).flat()),
      leaks: leaksOf(networks, [...told, ...rowsOf(database)]),
      counts,
    }
  } finally {
    for (const name of channels) unsubscribe(name, hear)
  }
}

/** What citizens write in ten minutes: complaints, what their authors add, and what is none of the desk's business. */
function complain(
  networks: readonly Outside[],
  expected: Map<MessageKey, string>,
  count: number,
  turn: number,
  random: () => number,
): void {
  for (const { name, share, hasPosts, author, stranger, publish, comment } of networks) {
    let left = Math.max(1, Math.round(count * share))
    for (let index = 0; left > 0; index += 1) {
      const isComplaint = !hasPosts || random() < 0.5
      const post = publish(isComplaint ? `Опять яма, ${turn}.${index}` : `Добрый день, ${turn}.${index}`, author)
      if (isComplaint && hasPosts) expected.set(post, name)
      left -= 1
      const below = Math.min(left, Math.floor(random() * 8))
      for (let place = 0; place < below; place += 1) {
        const kind = random()
        const isMatch = kind < 0.4
        const isAuthor = kind < 0.7
        const text = isMatch ? `И у нас яма, ${turn}.${index}.${place}` : `Пишу ещё раз, ${turn}.${index}.${place}`
        const key = comment(post, text, isAuthor ? author : stranger)
        // What the author adds below an own complaint belongs to it.
        if (isMatch || (isAuthor && isComplaint && hasPosts)) expected.set(key, name)
        left -= 1
      }
    }
  }
}

function disturb(network: Outside["network"], random: () => number): void {
  const kind = faults[Math.floor(random() * faults.length)] ?? "server-error"
  network.inject({ kind, every: 10, times: Infinity, millis: 31_000 })
  if (random() < 0.5) network.inject({ kind: "duplicate", operation: "push", times: Infinity })
  if (random() < 0.5) network.inject({ kind: "reorder", operation: "push", times: Infinity })
}

async function isAtRest(desk: Desk): Promise<boolean> {
  return (await desk.find({ statuses: ["publishing", "reply-review"], limit: 1 })).incidents.length === 0
}

/** Whether every source was read to its end since a moment: what a network holds back when its limits are used up comes later, and is not lost. */
async function isAllRead(storage: Storage, networks: readonly Outside[], since: Instant): Promise<boolean> {
  for (const { name, connect } of networks) {
    const cursors = await storage.readCursors(name)
    const readTo = new Map(cursors.map(({ sourceId, reading }) => [sourceId, reading?.readTo ?? ""]))
    if (connect().sources.some(({ id }) => (readTo.get(id) ?? "") < since)) return false
  }
  return true
}

async function allIncidents(desk: Desk, filter: Omit<Parameters<Desk["find"]>[0], "limit" | "after">): Promise<readonly StoredIncident[]> {
  const found: StoredIncident[] = []
  for (let after: string | undefined; ;) {
    const page = await desk.find({ ...filter, limit: 500, ...(after === undefined ? {} : { after }) })
    found.push(...page.incidents)
    if (page.next === null) return found
    after = page.next
  }
}

/** Every approved reply stands once under its message, and nothing else does. */
function wrongReplies(networks: readonly Outside[], outbox: readonly OutboxEntry[]): readonly string[] {
  const standing = networks.flatMap(({ network }) => network.replies())
  const wrong = outbox.flatMap(({ messageKey, text, state }) => {
    const times = standing.filter((reply) => reply.under === messageKey && reply.text.includes(text)).length
    return state === "published" && times === 1 ? [] : [`${messageKey}: ${state}, ${times} times`]
  })
  return standing.length === outbox.length ? wrong : [...wrong, `${standing.length} stand, ${outbox.length} were approved`]
}

function leaksOf(networks: readonly Outside[], lines: readonly string[]): readonly string[] {
  const secrets = [...networks.flatMap((outside) => outside.secrets), ...names]
  return lines.filter((line) => secrets.some((secret) => line.includes(secret))).map((line) => line.slice(0, 200))
}

/** Every column of every table. */
function rowsOf(database: DatabaseSync): readonly string[] {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
  return tables.flatMap(({ name }) =>
    database
      .prepare(`SELECT * FROM "${String(name)}"`)
      .all()
      .map((row) => `${String(name)} ${inspect(row)}`),
  )
}

/** Chance that follows from a seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
