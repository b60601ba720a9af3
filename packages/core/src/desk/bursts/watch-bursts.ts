import { addMinutes, instantToMillis, isDeskError, type Instant } from "../../base/index.ts"
import { giveBack, withLease } from "../transact/lease.ts"
import type { DeskContext } from "../context.ts"
import type { Burst, LearnedState, StoredBurst } from "../../storage/index.ts"
import { burstFactsOf } from "./burst-facts.ts"
import type { BurstPart, KnownBursts } from "./burst-part.ts"

/** The lease of the one worker that looks, among the consumers of the feed. */
const leaseId = "otklik/bursts"

/** Events a reading, and readings a look: who was away long catches up over several looks. Our choice. */
const pageSize = 1000
const mostPages = 10

/** After so many events of other kinds the place in the feed is stored all the same. Our choice. */
const idleEvents = 500

/** An event that was over before anybody looked for so long is reported to nobody: it is history. Our choice. */
const staleHours = 24

/**
 * Takes in what happened since the last look, stores the mass events that changed together with the habit, and reports
 * them. One of all workers does so at a time. What was stored and not reported, since a worker was killed, is reported
 * at the next look: at least once. What fails here is reported (`work-failed`), keeps no other work, and is done at
 * the next look.
 */
export async function watchBursts(context: DeskContext, signal?: AbortSignal): Promise<void> {
  const { bursts: part, storage, eventBus, clock } = context
  if (part === undefined || signal?.aborted === true) return
  try {
    if (part.known?.pending === 0 && (await storage.readEvents(part.known.feed, 1)).length === 0) return
    await withLease(
      context,
      leaseId,
      async ({ lease, takenAt }) => {
        await look(context, part, takenAt)
        await giveBack(context, [lease])
      },
      "feed",
    )
  } catch (error) {
    // What is in memory may be ahead of what is stored.
    part.known = null
    // Another worker was faster: it goes on from where that one is.
    if (isDeskError(error, "conflict")) return
    eventBus.emit("work-failed", { work: "bursts", id: context.workerId, error, nextTryAt: addMinutes(clock.now(), 1) })
  }
}

async function look(context: DeskContext, part: BurstPart, now: Instant): Promise<void> {
  const known = await open(context, part)
  const { memory } = known
  let [seen, taken, isAtEnd] = [0, 0, false]
  for (let page = 0; page < mostPages && !isAtEnd; page += 1) {
    const events = await context.storage.readEvents(known.feed, pageSize)
    const facts = await burstFactsOf(context.storage, events)
    for (const fact of facts) memory.take(fact)
    known.feed = events.at(-1)?.position ?? known.feed
    seen += events.length
    taken += facts.length
    isAtEnd = events.length < pageSize
  }
  if (isAtEnd) memory.pass(now)
  const changed = memory.changed()
  const before = await rowsOf(context, changed)
  const rows = new Map(before.pending.map((stored) => [stored.burst.burstId, stored]))
  for (const burst of changed) {
    const told = before.told.get(burst.burstId) ?? { count: 0, isOver: false }
    rows.set(burst.burstId, { burst, told, pending: true })
  }
  if (changed.length > 0 || taken > 0 || seen >= idleEvents)
    await store(
      context,
      part,
      known,
      changed.flatMap(({ burstId }) => rows.get(burstId) ?? []),
    )
  const told = [...rows.values()].map((stored) => report(context, stored, now))
  const changes = told.filter((one) => rows.get(one.burst.burstId) !== one)
  if (changes.length > 0) await store(context, part, known, changes)
  known.pending = told.filter(({ pending }) => pending).length
}

/** What is stored, where another worker has gone on since this one looked. */
async function open({ storage }: DeskContext, part: BurstPart): Promise<KnownBursts> {
  const state = await storage.learned.readLearned("habit")
  const position = state?.position ?? null
  if (part.known !== null && part.known.stored === position) return part.known
  const isReadable = state?.format === part.watch.format
  const [feed = "", writes = "0"] = position?.split("/") ?? []
  part.known = {
    memory: part.watch.open(isReadable ? state.body : null, part.region),
    stored: position,
    feed: isReadable && feed !== "" ? feed : null,
    writes: Number(writes),
    pending: 0,
  }
  return part.known
}

async function store({ storage }: DeskContext, part: BurstPart, known: KnownBursts, bursts: readonly StoredBurst[]): Promise<void> {
  const writes = known.writes + 1
  const position = `${known.feed ?? ""}/${writes}`
  const state: LearnedState = { format: part.watch.format, position, body: known.memory.save() }
  await storage.learned.writeLearned("habit", state, known.stored, bursts)
  known.stored = position
  known.writes = writes
}

async function rowsOf({ storage }: DeskContext, changed: readonly Burst[]) {
  const burstIds = changed.map(({ burstId }) => burstId)
  const all = { after: null, limit: 1000 } as const
  const [named, pending] = await Promise.all([
    burstIds.length === 0 ? [] : storage.learned.readBursts({ ...all, burstIds: burstIds.slice(0, 1000) }),
    storage.learned.readBursts({ ...all, pending: true }),
  ])
  return { pending, told: new Map(named.map(({ burst, told }) => [burst.burstId, told])) }
}

/** Reports what is new of an event; gives what is stored then, or the same where nothing is. */
function report({ eventBus }: DeskContext, stored: StoredBurst, now: Instant): StoredBurst {
  const { burst, told } = stored
  const isOver = burst.state === "over"
  const isStale = isOver && instantToMillis(burst.overAt ?? now) < instantToMillis(now) - staleHours * 3_600_000
  if (!isStale) {
    if (told.count === 0 && burst.count > 0) eventBus.emit("burst-found", { burst })
    else if (told.count > 0 && burst.count >= 2 * told.count) eventBus.emit("burst-grew", { burst, before: told.count })
    if (isOver && !told.isOver) eventBus.emit("burst-over", { burst })
  }
  const count = told.count === 0 || burst.count >= 2 * told.count ? Math.max(1, burst.count) : told.count
  if (count === told.count && isOver === told.isOver && stored.pending === !isOver) return stored
  return { burst, told: { count, isOver }, pending: !isOver }
}
