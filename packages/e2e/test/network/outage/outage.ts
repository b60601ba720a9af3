import assert from "node:assert/strict"
import { addMinutes, createDesk, minutesBetween, type Instant, type MessageKey } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createNetworkSimulator } from "@otklik/testkit/networks"
import { createFlowingClock } from "../../../../testkit/test/network/flowing-clock.ts"
import { createPlace, day, type NetworkName, type Place } from "./places.ts"

/** An outage of all workers. */
export interface OutageOptions {
  readonly name: NetworkName
  readonly minutes: number
  /** How many times something is written meanwhile; each time some posts and comments. */
  readonly steps: number
  /** The most calls of one reading; 200 is what connectors take by themselves. */
  readonly maxCalls: number
}

/** What came of it. */
export interface OutageResult {
  readonly place: Place
  /** What was written while nobody ran, with its moment. */
  readonly written: ReadonlyMap<MessageKey, Instant>
  /** Of it, what no incident holds. */
  readonly missing: readonly MessageKey[]
  /** Of this, what lies in no gap that was reported. */
  readonly silent: readonly MessageKey[]
  /** What incidents hold twice. */
  readonly twice: readonly MessageKey[]
  /** What incidents hold that was deleted before anybody could read it. */
  readonly ghosts: readonly MessageKey[]
  /**
   * Whether it was noted that a tracked message was deleted meanwhile, and whether the texts of edited ones are the new
   * ones.
   */
  readonly isDeletionNoted: boolean
  readonly isEditKnown: boolean
  /** How far each source is behind at the end, minutes. */
  readonly behind: readonly number[]
}

const start = "2026-11-24T03:00:00.000Z"
/** The text of a tracked message after it was changed while nobody ran. */
const edited = "Яма стала глубже"

/**
 * Plays an outage: a desk runs, all of its workers are down for a while, and then a new process reads on until it
 * rests. Meanwhile citizens publish, comment under posts that are new, old and tracked, change what they wrote and
 * delete it. Pushes reach nobody.
 */
export async function playOutage({ name, minutes, steps, maxCalls }: OutageOptions): Promise<OutageResult> {
  const clock = createFlowingClock(start, 250)
  const network = createNetworkSimulator(name, { clock })
  const accountId = network.addAccount({ kind: "official", name: "Администрация" })
  const [citizen = "", other = ""] = ["Пётр Заявителев", "Марфа Прохожая"].map((one) => network.addAccount({ kind: "person", name: one }))
  const place = createPlace(name, network, accountId, { clock, random: () => 0.5 }, maxCalls)
  const storage = createMemoryStorage()
  const begin = () =>
    createDesk({
      storage,
      connectors: [place.connect()],
      rules: [{ id: "pit", query: "яма", topic: "roads" }],
      routing: { authorities: [{ id: "roads", title: "Roads", kind: "administration" }], territories: [], rules: [] },
      policies: [],
      accounts: [place.account],
      authorKey: new Uint8Array(32).fill(7),
      clock,
    })
  let desk = begin()
  const read = async (every: number, rounds: number): Promise<void> => {
    for (let round = 0; round < rounds; round += 1) {
      clock.advance(every)
      const { failures } = await desk.pull()
      assert.deepEqual(failures, [])
    }
  }
  const own = (at?: Instant) =>
    network.publish({ accountId, authorId: accountId, text: "Добрый день", ...(at === undefined ? {} : { at }) })
  const say = (under: MessageKey, words: string, authorId = citizen) => network.comment({ under, authorId, text: place.text(words) })

  // Before: a post of ten days, one of today, and tracked messages.
  const old = own(addMinutes(start, -10 * day))
  await read(10, 2)
  const recent = own()
  const tracked = place.hasPosts
    ? network.publish({ accountId, authorId: citizen, text: place.text("Во дворе яма") })
    : say(recent, "Во дворе яма")
  const deleted = say(recent, "У нас яма", other)
  const changed = [
    say(recent, "И здесь яма"),
    ...(place.hasPosts ? [network.publish({ accountId, authorId: citizen, text: place.text("И здесь яма") })] : []),
  ]
  await read(10, 3)

  // Nobody runs.
  const downAt = clock.now()
  const written = new Map<MessageKey, Instant>()
  const ghosts: MessageKey[] = []
  const note = (key: MessageKey): MessageKey => {
    written.set(key, clock.now())
    return key
  }
  const news: MessageKey[] = []
  for (let step = 0; step < steps; step += 1) {
    // The first step comes soon: X lets nobody change what is older than an hour.
    clock.advance(step === 0 ? 5 : Math.max(1, Math.floor((minutes - 10) / steps)))
    if (step === 0) for (const key of changed) network.edit(key, place.text(edited))
    if (step === Math.floor(steps / 2)) network.remove(deleted)
    if (place.hasPosts) note(network.publish({ accountId, authorId: citizen, text: place.text(`Новая яма ${step}`) }))
    news.push(own())
    const underPosts = [old, recent, tracked, ...news.filter((_, index) => index === 0 || index >= step - 1)]
    for (const [index, under] of underPosts.entries()) note(say(under, `Тут яма ${step}.${index}`, index % 2 === 0 ? citizen : other))
    const ghost = say(recent, `Исчезнувшая яма ${step}`, other)
    network.remove(ghost)
    ghosts.push(ghost)
  }
  const left = minutes - minutesBetween(downAt, clock.now())
  clock.advance(Math.max(1, left))

  // A new process reads on: often at first, and then until what is asked for seldom has had its turn.
  desk = begin()
  await read(10, 6)
  await read(60, 3)

  const incidents = (await desk.find({}, { limit: 1000 })).incidents.map(({ incident }) => incident)
  const held = incidents.flatMap(({ messageKeys }) => messageKeys)
  const missing = [...written.keys()].filter((key) => !held.includes(key))
  const { sources } = await desk.coverage({ zone: "UTC", from: "2026-11-01", to: "2027-03-01" })
  const reported = sources.flatMap(({ gaps }) => gaps)
  const isReported = (at: Instant): boolean => reported.some(({ from, to }) => from <= at && at < to)
  const noted = incidents.flatMap(({ messages }) => messages).find(({ messageKey }) => messageKey === deleted)
  return {
    place,
    written,
    missing,
    silent: missing.filter((key) => !isReported(written.get(key) ?? "")),
    twice: held.filter((key, index) => held.indexOf(key) !== index),
    ghosts: ghosts.filter((key) => held.includes(key)),
    isDeletionNoted: typeof noted?.deletedAt === "string",
    isEditKnown: (await storage.read("message", changed)).every(({ text }) => text === place.text(edited)),
    behind: sources.map(({ gaps, read: parts }) => minutesBetween(parts.at(-1)?.to ?? gaps[0]?.from ?? start, clock.now())),
  }
}
